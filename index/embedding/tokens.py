"""Opens the model's tokenizer.

Knows nothing of graphs and vectors. The tokenizers library is loaded here alone.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.embedding.weights import Weights

if TYPE_CHECKING:
    from tokenizers import Encoding as Encoding
    from tokenizers import Tokenizer as Tokenizer

MAX_TOKENS = 256
"""A longer text is cut here, as the model was trained; its start and end marks are two of them."""


def open_tokenizer(weights: Weights) -> "Tokenizer":
    """The tokenizer, neither padding nor cutting: its file asks for both, at 128 tokens."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(weights.tokenizer))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def encode(tokenizer: "Tokenizer", texts: Sequence[str], *, offsets: bool = False) -> "list[Encoding]":
    """Whole texts as tokens; without `offsets` their places in the text are not kept, which is quicker."""
    clean = [_SURROGATE.sub("\ufffd", text) for text in texts]
    return tokenizer.encode_batch(clean) if offsets else tokenizer.encode_batch_fast(clean)


def model_ids(encoding: "Encoding") -> list[int]:
    """What the model reads of a text: at most `MAX_TOKENS`, the end mark kept."""
    ids = encoding.ids
    return ids if len(ids) <= MAX_TOKENS else [*ids[: MAX_TOKENS - 1], ids[-1]]


# A lone surrogate has no UTF-8; one character stands for one, so that offsets stay true.
_SURROGATE = re.compile("[\ud800-\udfff]")
