"""The few words of a ranked sentence that answer: who speaks where that is asked, else what a reading points to.

Looks at one sentence; knows nothing of the others.
"""

import re
from collections.abc import Sequence

from assistant.alike import negated
from assistant.attribution.attribute import attribute
from assistant.close_reading.reader import answers
from assistant.close_reading.spans import answering_span, mass
from assistant.collation.contradicting.rivals import Reply
from assistant.figures import quantities
from assistant.irregular import is_past
from assistant.question.analysis import COUNTED, Question
from assistant.question.short_answer import answering_spans, short_answer
from assistant.quoting.describing import asks_of_person, described
from assistant.quoting.weighing.ranking import Ranked, as_read
from assistant.words import fold, is_negation, stem, terms, words
from index import Read, Span

POINTED_AT, CLEARLY = 0.1, 1.3
"""Share of a close reading's weight that a span of the wanted sort must have, and how much more than any other."""
OPEN = 0.25
"""Such a share with which a number may be the answer though another has more."""
LIKELY = 0.05
"""Likelihood from which any other span is: on held-out stories it is nearly as often right as its sentence."""
WORDS = 0.15
"""The same for the words of a reason, or of a yes or no."""
_REACH = 2
"""Words that a "not" turns round: "did not appeal", "would not even appeal"."""
SETTLED = 0.3
"""Likelihood from which a number that is wanted is looked for in it alone."""


def pointed_at(question: Question, one: Ranked) -> str | None:
    """The few words of the sentence that answer, verbatim. None: none do, or two may."""
    if question.wanted == "who" and question.asks_speaker:
        span = one.candidate.span
        speaker = attribute(one.candidate.article.text, span.start, span.end).speaker
        return speaker if speaker and speaker in one.candidate.text else None
    if asks_of_person(question):
        return described(question, one.candidate.text)
    if _denied(question, one.candidate.text):
        return None
    if one.read is not None:
        return _read_answer(question, as_read(question, one.candidate), one.read)
    return short_answer(question, one.candidate.core)


def _denied(question: Question, text: str) -> bool:
    """Whether a sentence says of what is asked only that it is not so: "would not appeal" for "Who appealed?"."""
    if question.wanted in ("yes_no", "why") or negated(question.text):
        return False
    told: dict[bool, set[str]] = {True: set(), False: set()}
    for clause in re.split(r"[,;:.—–]\s", text):
        spoken = words(clause)
        for at, word in enumerate(spoken):
            told[any(map(is_negation, spoken[max(0, at - _REACH) : at]))].add(stem(word))
    return bool((told[True] - told[False]) & set(question.terms))


def in_words(question: Question, one: Ranked) -> str | None:
    """The words of a sentence that give the reason, or the yes or no, that a question wants; else None.

    For display: such words are no value that others could give too, or contradict.
    """
    if question.wanted not in ("yes_no", "why") or one.read is None or answers(one.read) < 0:
        return None
    text = as_read(question, one.candidate)
    span, likelihood = answering_span(one.read, text)
    if likelihood < WORDS or span.start == span.end or span.start < _behind_question(text):
        return None
    denial = _AUXILIARIES.search(text[: span.start])
    start = denial.start() if denial else span.start
    told = text[start : span.end]
    # "Were they sold? They were not.": a denial beside the words may be of them.
    turned = negated(text) and not negated(told)
    repeated = bool(quantities(told)) and fold(told) in fold(question.text)
    return None if turned or repeated or _OPEN_CLAUSE.search(text[:start]) else told


def reply(question: Question, one: Ranked) -> Reply | None:
    """The sentence as an answer that others may contradict. None: it was not read closely, or no few words answer.

    Who said something is no matter of contradiction.
    """
    if question.asks_speaker or one.read is None or (short := pointed_at(question, one)) is None:
        return None
    text = as_read(question, one.candidate)
    start = text.find(short)
    likelihood = mass(one.read, Span(start=start, end=start + len(short))) if start >= 0 else 0.0
    return Reply(text, short, answers(one.read), likelihood, one.candidate.before)


def _read_answer(question: Question, text: str, read: Read) -> str | None:
    """The span that a close reading points to; where a number is wanted, the one in it, with "about" and "at least"."""
    if question.wanted in ("yes_no", "why"):
        return None
    span, likelihood = answering_span(read, text)
    if span.start < _behind_question(text):
        return None
    typed = answering_spans(question, text) if question.wanted in _NUMBERS else []
    if own := _own(question, text, typed):
        typed = own
    elif likelihood >= SETTLED:
        typed = [one for one in typed if one.start < span.end and span.start < one.end]
    if typed:
        return _number(question, text, sorted(((mass(read, one), one) for one in typed), key=lambda one: -one[0]))
    told = text[_with_preposition(question, text, span.start) : span.end]
    if question.wanted in _NUMBERS and not quantities(told):
        return None
    return told if likelihood >= LIKELY and fold(told) not in fold(question.text) else None


def _own(question: Question, text: str, spans: Sequence[Span]) -> list[Span]:
    """Those that are the words of whom the question asks for: "two, the Board says, although Doe counts three"."""
    if question.speaker is None:
        return []
    asked = terms(question.speaker)
    said = [(attribute(text, span.start, span.end).speaker, span) for span in spans]
    return [span for speaker, span in said if speaker and set(asked[-1:]) & set(terms(speaker))]


def _behind_question(text: str) -> int:
    """Where the answer begins in a sentence that was joined to the question before it; else 0."""
    return text.find("? ") + 1


def _with_preposition(question: Question, text: str, start: int) -> int:
    """Where the words begin with the preposition before them, which answers "how": "in a hat", "by helicopter"."""
    if question.wanted != "what" or not fold(question.text).startswith("how "):
        return start
    found = _PREPOSITION.search(text[:start])
    return found.start() if found else start


def _number(question: Question, text: str, typed: Sequence[tuple[float, Span]]) -> str | None:
    if (done := _of_the_deed(question, text, [span for _, span in typed])) is not None:
        return text[done.start : done.end]
    # What is counted stands by its number: that settles it where the reading leaves both open.
    counted = short_answer(question, text) if question.focus else None
    if counted is not None and any(share >= OPEN and text[one.start : one.end] == counted for share, one in typed):
        return counted
    share, span = typed[0]
    alone = len(typed) == 1 or share >= CLEARLY * typed[1][0]
    return text[span.start : span.end] if alone and share >= POINTED_AT else None


def _of_the_deed(question: Question, text: str, spans: Sequence[Span]) -> Span | None:
    """Of several numbers the one in whose clause stands what was done: "two people died and 17 fell ill".

    A list shares its verb: "5 cars and 9 vans were burnt" tells what was done to both.
    """
    deeds = {term for term, word in question.words.items() if is_past(word)}
    clauses = [_clause(text, span) for span in spans]
    told = [span for span, clause in zip(spans, clauses, strict=True) if deeds & set(terms(clause))]
    whole = all(any(is_past(word) for word in words(clause)) for clause in clauses)
    return told[0] if len(spans) > 1 and len(told) == 1 and whole else None


def _clause(text: str, span: Span) -> str:
    before, behind = _JOINT.split(text[: span.start])[-1], _JOINT.split(text[span.end :])[0]
    return f"{before} {behind}"


_JOINT = re.compile(r"[,;:()–—.]\s|\b(?:and|but|while|whereas)\b")
_NUMBERS = COUNTED | {"year"}
_PREPOSITION = re.compile(r"\b(?:in|by|with|on|at|through|from|over|under|via|without)\s$")
_AUXILIARIES = re.compile(
    r"(?:\b(?:not|never|no|longer|cannot|will|would|has|have|had|is|are|was|were|did|does|do|can|could|should|may|might"
    r"|been|be|yet|\w+n[’']t)\s)+$",
    re.I,
)
"""What turns round, or puts off, the words that it stands before."""
_OPEN_CLAUSE = re.compile(r"\b(?:whether|if|unless)\b[^,;.]*$", re.I)
"""What leaves open the words that stand behind it."""
