"""Which publishers of the library a question names.

Knows no index. A publisher named as a subject ("CNN fired ...") is found too: naming is a wish, not a filter.
"""

import re
from collections.abc import Collection, Iterator


def publishers_named(question: str, publishers: Collection[str]) -> frozenset[str]:
    """Those of `publishers` that stand in the question, by their name or its main part.

    A name that is one common-looking word ("Time", "The Age") counts as written, with its capital, or after words
    that point to a source ("according to time", "fortune reported").
    """
    whole = {publisher: spans for publisher in publishers if (spans := _places(publisher, question))}
    # "FOX News - Health" names one desk; "FOX News" alone names all of them.
    rest = list(question)
    for start, end in (span for spans in whole.values() for span in spans):
        rest[start:end] = " " * (end - start)
    left = "".join(rest)
    parts = {publisher for publisher in publishers if any(_places(part, left) for part in _parts(publisher))}
    return frozenset({*_longest(whole), *parts})


def _longest(whole: dict[str, list[tuple[int, int]]]) -> Iterator[str]:
    """The names that stand somewhere outside of every longer name: "Business World" is not in "World Business"."""
    for name, spans in whole.items():
        others = [span for other, found in whole.items() if len(other) > len(name) for span in found]
        if any(not any(low <= start and end <= high for low, high in others) for start, end in spans):
            yield name


def _places(name: str, question: str) -> list[tuple[int, int]]:
    """Where the question names it."""
    if name.casefold() not in question.casefold():
        return []
    bounded = rf"(?<![\w.]){re.escape(name)}(?!\w|\.\w)"
    pattern = re.compile(bounded, re.IGNORECASE) if _telling(name) else re.compile(_pointed(bounded, question))
    return [match.span() for match in pattern.finditer(question)]


def _pointed(bounded: str, question: str) -> str:
    """The name as written, or in any case beside words that point to a source."""
    cased = bounded if question != question.upper() else r"(?!)"
    return rf"{cased}|(?i:(?:{_BEFORE}){bounded}|{bounded}(?:{_AFTER}))"


def _parts(publisher: str) -> Iterator[str]:
    """What stands for the name: the part before a section, a slogan or "News", an address without its ending."""
    main = _PARTED.split(publisher, maxsplit=1)[0].strip()
    if main and main != publisher:
        yield main
    desk = _DESK.sub("", main)
    if desk != main and len(desk.split()) > 1:
        yield desk
    site = _SITE.fullmatch(main)
    if site and len(site["name"]) >= _SHORTEST:
        yield site["name"]


def _telling(name: str) -> bool:
    """Whether the name is hardly ever anything else: an address, or two words beside an article."""
    return "." in name or len(_ARTICLE.sub("", name).split()) > 1


_SHORTEST = 3
_PARTED = re.compile(r"\s+[-–—|:]\s+|\s*\|\s*")
_DESK = re.compile(r" (?:News|Online)$")
_SITE = re.compile(r"(?:www\.)?(?P<name>[\w-]+)(?:\.[a-z]{2,6}){1,2}", re.IGNORECASE)
_ARTICLE = re.compile(r"(?i)^(?:the|der|die|das|le|la|les|el|il)\s+")
_BEFORE = r"\b(?:according to|reported by|published by|as told by|says|said|per|laut|selon|según)\s+['\"“‘]?"
_AFTER = r"['\"”’]?\s+(?:says?|said|reports?|reported|writes|wrote|claims?|article|story|report)\b"
