"""The words of a text as numbers, each with its place: what two texts are compared by.

Knows nothing of articles. Two spellings that differ in case, width or accents' encoding are one word.
"""

import re
import unicodedata
import zlib
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
"""Shape (n,)."""

# Scripts that write no spaces between words: each character counts as one.
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")


class Words(NamedTuple):
    """The words of a text, in order, side by side."""

    codes: Numbers
    """A number for each word, the same on every machine; equal words have equal numbers."""
    starts: Numbers
    """First character of each word."""
    ends: Numbers
    """One past its last character."""

    @classmethod
    def of(cls, text: str) -> Self:
        """The words of `text`."""
        found = list(_WORD.finditer(text))
        codes = np.fromiter((_code(match.group()) for match in found), np.int64, count=len(found))
        spans = np.fromiter(chain.from_iterable(match.span() for match in found), np.int64, count=2 * len(found))
        return cls(codes, spans[::2], spans[1::2])

    def between(self, start: int, end: int) -> Self:
        """Those that lie wholly between two characters."""
        first, last = np.searchsorted(self.starts, start), np.searchsorted(self.ends, end, side="right")
        return type(self)(self.codes[first:last], self.starts[first:last], self.ends[first:last])


@lru_cache(maxsize=50_000)
def _code(word: str) -> int:
    return zlib.crc32(unicodedata.normalize("NFKC", word).casefold().encode("utf-8", "replace"))
