"""The words of a text as the words index holds them: case and accents folded, stemmed by the text's language.

A script that writes no spaces is held in pairs of characters. Knows no index and no ranking.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from index.stemming import stem


def terms(text: str, language: str | None) -> list[str]:
    """The text's terms, in order; no term holds white space, a quotation mark or a capital.

    `language` is an ISO 639-1 code. None, for a text too short to tell: as English. Without a stemmer for it the
    words stay whole.
    """
    return [term for word in _words(text) for term in _terms_of(word, language or _UNTOLD)]


def asked_terms(query: str, languages: Iterable[str | None]) -> list[str]:
    """The query's terms in each of the `languages`, in order and each once.

    A query is too short to tell its language, so it is read in every language that the library has.
    """
    read_in = sorted({language or _UNTOLD for language in languages}) or [_UNTOLD]
    asked = (term for word in _words(query) for language in read_in for term in _terms_of(word, language))
    return list(dict.fromkeys(asked))


def _words(text: str) -> Iterator[str]:
    """Words, numbers, and runs of a script without spaces; case folded, compatibility forms made plain."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    for found in _WORD.finditer(plain):
        word = found.group()
        if found.lastgroup == "number":
            word = _GROUPED.sub("", word)
        yield word.replace(".", "") if found.lastgroup == "initials" else word


def _terms_of(word: str, language: str) -> Sequence[str]:
    return _pairs(word) if _SPACELESS.match(word) else (_stemmed(word, language),)


def _pairs(run: str) -> list[str]:
    """Each two neighbours of a run; a run of one is its own pair."""
    return [run[at : at + 2] for at in range(max(1, len(run) - 1))]


@lru_cache(maxsize=200_000)
def _stemmed(word: str, language: str) -> str:
    algorithm = _ALGORITHMS.get(language)
    if algorithm is None or word[0].isdigit():
        return _folded(word)
    # A stemmer knows the accents of its language, so they go last.
    return _folded(stem(word, algorithm)) or _folded(word)


def _folded(word: str) -> str:
    if word.isascii():
        return word
    parted = unicodedata.normalize("NFD", word)
    # Vowel signs of Indian and other scripts are letters; only accents go, which come after a letter and are optional.
    return unicodedata.normalize("NFC", _ACCENTS.sub("", parted)) or word


_UNTOLD = "en"
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Japanese, Chinese
    "\uac00-\ud7af"  # Korean writes spaces, but joins its particles to the word before them
)
_MARK = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0dff"
_SPACELESS = re.compile(f"[{_UNSPACED}]")
_LETTER = rf"(?:(?![{_UNSPACED}_])[\w{_MARK}])"
_WORD = re.compile(
    rf"(?P<initials>(?<!\w)(?:[^\W\d_]\.){{2,}}(?!\w))|(?P<number>\d+(?:[.,]\d+)*(?!\w))|[{_UNSPACED}]+|{_LETTER}+"
)
_GROUPED = re.compile(r",(?=\d{3}(?:\D|$))")
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")
_ALGORITHMS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
