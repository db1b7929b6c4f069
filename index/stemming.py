"""Stems of words (Snowball), of any language that has a stemmer.

Knows nothing of texts. Threads may share it: a stemmer itself must not be called twice at once.
"""

from functools import lru_cache
from threading import Lock

from Stemmer import Stemmer

_LOCK = Lock()


@lru_cache(maxsize=200_000)
def stem(word: str, algorithm: str) -> str:
    """The stem of one folded word; `algorithm` is Snowball's name of a language.

    >>> stem("exchanges", "english"), stem("häuser", "german")
    ('exchang', 'haus')
    """
    with _LOCK:
        return str(_stemmer(algorithm).stemWord(word))


@lru_cache(maxsize=64)
def _stemmer(algorithm: str) -> Stemmer:
    return Stemmer(algorithm, 0)
