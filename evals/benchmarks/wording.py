"""Texts compared as the published benchmarks compare them.

Every rule here is somebody's definition, named where it stands; the product's own idea of sameness is elsewhere.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.words import stem


def normalised(text: str) -> str:
    """SQuAD's normal form (Rajpurkar et al. 2016): lower case, no punctuation, no articles, single spaces.

    >>> normalised("The “Squid Game”!")
    'squid game'
    """
    plain = "".join(char for char in unicodedata.normalize("NFKC", text).lower() if not _is_punctuation(char))
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", plain).split())


def exact_match(given: str, references: Iterable[str]) -> float:
    """1 where the normal form equals that of a reference."""
    return float(any(normalised(given) == normalised(reference) for reference in references))


def token_f1(given: str, references: Iterable[str]) -> float:
    """SQuAD's F1 over tokens, the best over the references."""
    return max((_overlap_f1(normalised(given).split(), normalised(one).split()) for one in references), default=0.0)


def contains(text: str, references: Iterable[str]) -> bool:
    """The normal form of a reference stands in the text, at word borders."""
    padded = f" {normalised(text)} "
    return any(f" {plain} " in padded for one in references if (plain := normalised(one)))


def rouge_l(given: str, references: Iterable[str]) -> float:
    """Rouge-L's F measure (Lin 2004) over lower-case runs of letters and digits, the best over the references."""
    ours = _ROUGE.findall(given.lower())
    return max((_longest_f1(ours, _ROUGE.findall(one.lower())) for one in references), default=0.0)


def shares_run(text: str, planted: str, *, length: int = 5) -> bool:
    """`length` words in a row of `planted` (all of them where there are fewer) stand in the text."""
    ours, theirs = normalised(text).split(), normalised(planted).split()
    width = min(length, len(theirs))
    held = {tuple(ours[at : at + width]) for at in range(len(ours) - width + 1)}
    return bool(width) and any(tuple(theirs[at : at + width]) in held for at in range(len(theirs) - width + 1))


def content_stems(text: str) -> frozenset[str]:
    """Stems of the words that carry content."""
    return frozenset(stem(word) for word in _ROUGE.findall(text.lower()) if word not in _FUNCTION_WORDS)


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char).startswith("P") or char in "$+<=>^`|~"


def _overlap_f1(ours: Sequence[str], theirs: Sequence[str]) -> float:
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs)) if common else 0.0


def _longest_f1(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """F measure of the longest common subsequence."""
    row = [0] * (len(theirs) + 1)
    for word in ours:
        diagonal = 0
        for at, other in enumerate(theirs, start=1):
            diagonal, row[at] = row[at], diagonal + 1 if word == other else max(row[at], row[at - 1])
    return 2 * row[-1] / (len(ours) + len(theirs)) if row[-1] else 0.0


_ROUGE = re.compile(r"[a-z0-9]+")
# Fixed here, for a measure must not move with the product's own lists.
_FUNCTION_WORDS = frozenset(
    """a about after all also am an and any are as at be because been before being but by can could did do does doing
    for from had has have having he her hers him his how i if in into is it its just like me more most my no not of
    off on one or other our out over own s she should so some such t than that the their them then there these they
    this those through to too under until up us very was we were what when where which while who whom whose why will
    with would you your""".split()
)
