"""Reads a model's reply into sentences with their labels.

Knows which labels exist, not what they stand for, and judges no sentence.
"""

import re
from bisect import bisect_left
from collections.abc import Collection

from assistant.writing.cleaning import visible
from index import Frozen
from index.splitting.sentences import sentences


class DraftSentence(Frozen):
    """One sentence as the model wrote it."""

    text: str
    """Without labels and Markdown."""
    labels: tuple[int, ...]
    """Labels of existing evidence, in order, each once; empty where the model gave none."""


class Reply(Frozen):
    """What a reply, or the beginning of one, says."""

    sentences: tuple[DraftSentence, ...] = ()
    """In order; of a reply that still grows only those that are finished."""
    refused: bool = False
    """True: the refusal line stands in it and no other sentence."""
    invented_labels: int = 0
    """Labels that no evidence has; they were dropped."""


def read_reply(text: str, labels: Collection[int], *, refusal: str, complete: bool) -> Reply:
    """The sentences of `text`.

    A label belongs to the sentence it stands in or directly after. `refusal` is the line by which the
    model says that the evidence does not answer.
    """
    lines = _without_thoughts(visible(text)).splitlines(keepends=True)
    told: list[tuple[str, list[int]]] = []
    for line in lines:
        for sentence, sentence_labels in _sentences(line):
            if told and not _says_something(sentence):
                told[-1][1].extend(sentence_labels)
            else:
                told.append((sentence, sentence_labels))
    if not complete:
        told = told[:-1]
    kept = [(sentence, found) for sentence, found in told if _says_something(sentence) and not _is(sentence, refusal)]
    return Reply(
        sentences=tuple(
            DraftSentence(text=sentence, labels=tuple(dict.fromkeys(label for label in found if label in labels)))
            for sentence, found in kept
        ),
        refused=not kept and any(_is(sentence, refusal) for sentence, _ in told),
        invented_labels=sum(label not in labels for _, found in told for label in found),
    )


def _without_thoughts(text: str) -> str:
    """`text` without the thinking that some models write first; one that goes on hides the rest."""
    return re.sub(r"<think>.*?(?:</think>|\Z)", "", text, flags=re.DOTALL)


def _sentences(line: str) -> list[tuple[str, list[int]]]:
    """The sentences of one line with the labels they hold, in order."""
    if _RULE.fullmatch(line):
        return []
    plain, marks = _unlabelled(_BOLD.sub(r"\2", _BULLET.sub("", line.strip())))
    cuts = _cuts(plain, [place for place, _ in marks])
    held: list[list[int]] = [[] for _ in cuts]
    for place, label in marks:
        # A mark right at a cut stands behind the sentence that ends there.
        held[max(0, bisect_left(cuts, place) - 1)].append(label)
    ends = [*cuts[1:], len(plain)]
    return [(_tidy(plain[start:end]), labels) for start, end, labels in zip(cuts, ends, held, strict=True)]


def _cuts(plain: str, places: list[int]) -> list[int]:
    """Where the sentences of a line start: where a splitter says so, and behind a full stop with labels."""
    spans = [span for span in sentences(plain) if span.kind != "field" or span.end == len(plain.rstrip())]
    starts = [span.start for span in spans[1:]]
    labelled = [place for place in places if _ENDED.search(plain[max(0, place - 8) : place])]
    cuts = [0]
    for cut in sorted({*starts, *labelled}):
        # The label of "… home. [1] Then …" stands before the blank, the splitter's start behind it.
        if plain[cuts[-1] : cut].strip(_MARKS):
            cuts.append(cut)
    return cuts


def _unlabelled(line: str) -> tuple[str, list[tuple[int, int]]]:
    """The line without its label groups, and where each label stood in what is left."""
    plain, marks, last = "", [], 0
    for group in _GROUP.finditer(line):
        plain += line[last : group.start()]
        last = group.end()
        marks += [(len(plain.rstrip()), label) for label in _labels(group[1])]
        if plain.endswith(" ") and line[last : last + 1] in (" ", ""):
            plain = plain.rstrip()
    return plain + line[last:], marks


def _labels(group: str) -> list[int]:
    """The numbers of one group; a range counts as all it spans, as far as a person would write it.

    >>> _labels("1, 2"), _labels("2–4"), _labels("1†source")
    ([1, 2], [2, 3, 4], [1])
    """
    found: list[int] = []
    for part in _PART.finditer(group.split("†")[0]):
        first, last = int(part[1]), int(part[2] or part[1])
        found += range(first, last + 1) if 0 <= last - first < 20 else [first, last]
    return found


def _tidy(sentence: str) -> str:
    """One sentence without what the labels left behind: double blanks, a blank before a full stop."""
    sentence = " ".join(sentence.split())
    return re.sub(r"\s+([.,;:!?…])", r"\1", re.sub(r"([.!?…])(?:\s*\.)+$", r"\1", sentence))


def _says_something(sentence: str) -> bool:
    return any(map(str.isalnum, sentence))


def _is(sentence: str, refusal: str) -> bool:
    return sentence.strip(_MARKS).casefold() == refusal.casefold()


_MARKS = " \t.,;:!?…\"'*_`"
_GROUP = re.compile(r"\s*[\[【［][\s^#]*(\d[\d\s,;:–-]{0,60}(?:†[^\]】］]{0,80})?)[\]】］]")
_PART = re.compile(r"(\d{1,9})(?:\s*[–-]\s*(\d{1,9}))?")
_BULLET = re.compile(r"^(?:#{1,6}\s+|>\s*|[-*•–]\s+|\d{1,2}[.)]\s+)+")
_BOLD = re.compile(r"(\*\*|__|\*|`)(?=\S)(.{1,300}?)(?<=\S)\1")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}|\s*#{1,6}\s[^\[【［]*")
_ENDED = re.compile(r"[.!?…。！？][\"'”’»)]*$")
