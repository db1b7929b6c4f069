"""What the tests share."""

import sys
from pathlib import Path

import pytest

# The test files are no package: what they share is imported by its file's name.
sys.path.insert(0, str(Path(__file__).parent))

from fakes import WordEmbedder


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()
