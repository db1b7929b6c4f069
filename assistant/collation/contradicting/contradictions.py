"""In what two sentences contradict each other, as far as a question asks for it.

Compares two texts; knows nothing of evidence or which side is right.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from assistant.alike import overlap
from assistant.answer import Kind
from assistant.collation.claims.roots import root
from assistant.collation.claims.values import dates, parts_of, sort_of
from assistant.collation.compare import compare
from assistant.collation.contradicting.clashes import ALIGNED, as_side, clashes, counted_in, of_one_deed
from assistant.collation.contradicting.corrections import corrections
from assistant.collation.contradicting.denials import denials
from assistant.collation.contradicting.never import never
from assistant.collation.contradicting.statements import statements
from assistant.collation.contradicting.statuses import DONE, HALTED, OPEN, planned
from assistant.collation.contradicting.titles import OFFICE, channels
from assistant.collation.sides import Clash, Side
from assistant.figures import compare as compare_quantities
from assistant.figures import quantities
from assistant.question.analysis import Question, Wanted
from assistant.tokens import tokens
from assistant.words import MONTHS, fold, terms, words

HOLDS = 0.4
"""Share of the question's topic words that both sentences must hold to contradict each other on what is asked."""
SURE = 0.6
"""Probability from which two answers to a question contradict each other; above that of `compare`: it is printed."""
ANSWERS = 0.75
"""Share of the question's topic words that both sentences must hold to be taken as answers to it."""
WHOLLY = 0.99
"""The same to contradict each other in what the question asks, where only one of them denies it."""
REPLIES = 0.0
"""Logit from which two sentences are replies to a question in whatever words it was asked."""
_SAYING = re.compile(r"\b(?:confirm|comment|statement|announc|respon|react|official|silent|acknowledg)\w*")
_STATE = re.compile(rf"\b(?:{DONE}|{OPEN}|{HALTED}|status|over|end(?:ed)?)\b")
_TIME = re.compile(rf"\b(?:when|since|year|month|date|day|{'|'.join(MONTHS)}|\d{{4}})\b")

SUITS: dict[Wanted, frozenset[str]] = {
    "yes_no": frozenset({"polarity"}),
    "when": frozenset({"date"}),
    "year": frozenset({"date"}),
    "duration": frozenset({"number", "date"}),
    "where": frozenset(),
    "who": frozenset({"polarity"}),
    "why": frozenset({"polarity"}),
    "what": frozenset({"polarity"}),
}
"""Kinds of contradiction that can be what a question is about; those on numbers for any other sort."""


class Statement(NamedTuple):
    """A sentence with who says it, and where."""

    text: str
    """The words."""
    speaker: str | None = None
    """As in `Attribution.speaker`."""
    channel: str | None = None
    """As in `Attribution.channel`."""
    beside: str = ""
    """The title and what stands before it: they often name what it leaves out."""
    short: str | None = None
    """The few words of it that answer, by a close reading. None: not known."""
    logit: float = float("-inf")
    """That it answers at all, by the same."""


def contradictions(question: Question, first: Statement, second: Statement) -> list[Clash]:
    """What two sentences contradict each other in, as far as the question asks for it."""
    asked = fold(question.text)
    kinds = _asked_for(question, asked)
    found = [one for one in clashes(first.text, second.text) if one.kind in kinds and _touches(question, one)]
    about, beside = _about(question, first, second)
    put_right = [one for one in corrections(first.text, second.text) if one.kind in kinds]
    found = found or [one for one in put_right if one.kind != "polarity" or about >= ANSWERS]
    on_saying = bool(_SAYING.search(asked))
    if on_saying or question.wanted == "yes_no":
        voices = first.speaker, second.speaker
        found += statements(first.text, second.text, voices, bare=on_saying)
    if question.wanted == "yes_no" and not found and about >= WHOLLY and len(question.terms) > 1:
        clash = denials(question, first.text, second.text)
        found += [clash] if clash else []
    if question.wanted == "when" and holds(question, first.text) >= HOLDS and holds(question, second.text) >= HOLDS:
        found += never(first.text, second.text)
    if question.wanted == "where" or "channel" in asked:
        found += channels(first.text, first.channel, second.text, second.channel)
    to_come = planned(question.text) and not (planned(first.text) and planned(second.text))

    def asked_for(one: Clash) -> bool:
        if one.kind not in ("number", "date"):
            return True
        answering = _answers_with(one, first, second)
        if to_come or (first.short and second.short and not answering):
            return False
        replied = answering and min(first.logit, second.logit) >= REPLIES
        return about >= HOLDS or replied or (answering and beside >= HOLDS)

    found = [one for one in found if asked_for(one)]
    return found or (_answers(question, first.text, second.text) if about >= ANSWERS else [])


_OPEN = ("who", "what", "why")
"""Sorts of questions that a denial touches only where they name what is denied."""


def _touches(question: Question, clash: Clash) -> bool:
    """Whether a denial denies what a question for somebody or something names; any, where it asks what happened."""
    if clash.kind != "polarity" or question.wanted not in _OPEN:
        return True
    denied = {root(word) for side in (clash.first, clash.second) for word in words(side.value)}
    return not question.words or any(root(word) in denied for word in question.words.values())


def _about(question: Question, first: Statement, second: Statement) -> tuple[float, float]:
    """The share of the question that both sentences hold, and that they hold with what stands beside them."""
    alone = min(holds(question, one.text) for one in (first, second))
    return alone, min(holds(question, f"{one.beside} {one.text}") for one in (first, second))


def _answers_with(clash: Clash, first: Statement, second: Statement) -> bool:
    """Whether one of the sentences answers with its side of a contradiction."""
    sides = ((clash.first, first), (clash.second, second))
    return any(
        one.short and (_whole_in(side.value, one.short) or _whole_in(one.short, side.value)) for side, one in sides
    )


def _whole_in(part: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) is not None


def _asked_for(question: Question, asked: str) -> set[str]:
    """The kinds of contradiction that a question can be about: of its sort, or on an office or a state it names."""
    kinds = set(SUITS.get(question.wanted, {"number"}))
    if sort_of(question) == "number":
        kinds.add("number")
    if question.wanted == "yes_no" and _TIME.search(asked):
        kinds.add("date")
    if question.person or re.search(rf"\b(?:{OFFICE}|title|office)\b", asked):
        kinds.add("name")
    if question.wanted in ("yes_no", "what", "who") and _STATE.search(asked):
        kinds.add("status")
    return kinds


def holds(question: Question, text: str) -> float:
    """The share of the question's topic words that a sentence holds, kin counted."""
    held = _held(text)
    asked = [{term, root(word), *_stems(word)} for term, word in question.words.items()]
    return sum(not held.isdisjoint(forms) for forms in asked) / (len(asked) or 1)


@lru_cache(maxsize=4_000)
def _held(text: str) -> frozenset[str]:
    """Stems and roots of the words of a sentence; "broke" is of "break"."""
    return frozenset({root(word) for word in words(text)} | set(terms(text)) | _stems(text))


def _stems(text: str) -> set[str]:
    return {token.stem for token in tokens(text)}


def _answers(question: Question, first: str, second: str) -> list[Clash]:
    """The contradiction between two sentences that answer the question with values that cannot both be true."""
    named = question.wanted == "who" and not question.asks_speaker and overlap(first, second) >= ALIGNED
    if question.wanted in ("who", "where", "what", "why") and not named:
        return []
    found = compare(question, first, second)
    if found.probability < SURE or not (found.kind and found.first and found.second):
        return []
    if found.kind == "number" and not _differ(question, (first, found.first), (second, found.second)):
        return []
    if found.kind == "date" and not days_differ(found.first, found.second):
        return []
    return [Clash(found.kind, _told(found.kind, found.first), _told(found.kind, found.second))]


def days_differ(first: str, second: str) -> bool:
    """Whether two dates tell one part of themselves differently: "Tuesday" and "1 April" may be one day."""
    ours, theirs = ({part: told for value in dates(text) for part, told in parts_of(value)} for text in (first, second))
    return any(ours[part] != theirs[part] for part in ours.keys() & theirs.keys())


def _told(kind: Kind, value: str) -> Side:
    """An answer as a side; "six" and "6" are one."""
    numbers = quantities(value) if kind == "number" else ()
    return as_side(numbers[0]) if len(numbers) == 1 else Side(fold(value), value)


def _differ(question: Question, ours: tuple[str, str], theirs: tuple[str, str]) -> bool:
    """Whether two numbers count the same, both done or both to come, and cannot both be true."""
    (text, said), (other_text, other_said) = ours, theirs
    one = next((one for one in counted_in(text) if one.text == said), None)
    other = next((one for one in counted_in(other_text) if one.text == other_said), None)
    if one is None or other is None or compare_quantities(one, other) != "contradicting":
        return False
    if not of_one_deed(text, one, other_text, other):
        return False
    to_come = planned(text, one.start)
    return to_come == planned(other_text, other.start) and planned(question.text) == to_come
