"""Puts what a pronoun or a short "the ..." means in its place, from the turns before.

Knows mentions and their order. Knows nothing of fragments: `ellipsis` completes those.
"""

import re
from collections.abc import Iterator

from assistant.question.follow_up.mentions import WORD, Mention, mentions
from assistant.question.follow_up.turns import Said, in_full
from assistant.question.follow_up.words import (
    AUXILIARIES,
    PREPOSITIONS,
    STOP,
    TIME_NOUNS,
    VERBS,
)

_PRONOUN = re.compile(
    r"\b(he|him|his|himself|she|hers|her|they|them|their|theirs|it|its|there|this|that|these|those)\b(?![’'])", re.I
)
_EXPLETIVE_IT = re.compile(
    r"\b(it('s| is| was| be)? (true|likely|clear|known|worth|okay|ok|raining)|it('s| is| was| be)? \w+ (to|that|for)\b"
    r"|(time|day|year) (is|was) it|what is it like|it take\b|is it that|it (seem|appear)s?)\b",
    re.I,
)
_CLAUSE = frozenset("that because if when while after before and or but since until whether who which where as".split())
_NO_NOUN = STOP | VERBS
_NO_SUBJECT_VERB = STOP - AUXILIARIES
_ASKS_NAME = re.compile(r"\W*(who(?! (were|are))|whom|which|what (is|was|were|are)\b.*\bname)\b", re.I)
_CLAUSAL = frozenset(
    "say said says do does did done mean meant think thought claim claimed write wrote tell told".split()
)
"""Verbs whose "it" or "that" is a whole clause, no thing."""
_ACTING = re.compile(r"\b(?:do|did|does|can|could|would|will|have|has|had)\s+they\b|\btheir\b", re.I)
"""As in "They" that does something is people, not things."""
_NEAR = 3
_POSSESSIVE = {"his", "its", "their"}


def resolve(question: str, said: tuple[Said, ...]) -> Said:
    """`question` with its first pronoun of each kind replaced by what it means; unchanged where nothing fits."""
    done: dict[str, Mention] = {}
    pieces: list[str] = []
    at = 0
    for match in _PRONOUN.finditer(question):
        kind = _kind(question, match)
        if kind is None or kind in done:
            continue
        meant = _meant(question, match, kind, said)
        if meant is None or meant in done.values():
            continue
        put, end = _form(question, match, kind, meant)
        done[kind] = meant
        pieces += [question[at : match.start()], put]
        at = end
    people = frozenset(mention.head for kind, mention in done.items() if kind in {"he", "she"})
    return Said(True, "".join([*pieces, question[at:]]), people)


def _next_word(question: str, at: int) -> str:
    match = WORD.match(question[at:].lstrip())
    return match.group().lower() if match else ""


def _last_word(question: str, at: int) -> str:
    before = [m.group().lower() for m in WORD.finditer(question[:at])]
    return before[-1] if before else ""


def _kind(question: str, match: re.Match[str]) -> str | None:
    """he, she, they, it, there or this; None where the word points at nothing outside the question."""
    low = match.group().lower()
    after, before = _next_word(question, match.end()), _last_word(question, match.start())
    if low in {"he", "him", "his", "himself"}:
        return "he"
    if low in {"she", "her", "hers"}:
        return "she"
    if low in {"they", "them", "their", "theirs"}:
        return "they"
    if low == "it" and before in _CLAUSAL and (not after or before not in {"do", "does", "did"}):
        return None
    if low in {"it", "its"}:
        return None if any(m.start() <= match.start() < m.end() for m in _EXPLETIVE_IT.finditer(question)) else "it"
    if low == "there":
        dummy = before in AUXILIARIES or after in AUXILIARIES
        return None if dummy and after not in {"", "during", "before", "after"} else "there"
    return _demonstrative(low, before, after)


def _demonstrative(low: str, before: str, after: str) -> str | None:
    if before in _CLAUSAL:
        return None
    if low == "that" and after and before not in {"in", "at", "on", "of", "about", "for", "from", "during"}:
        return "this" if before in {"is", "was", "did", "does", "has"} and after in _NO_NOUN else None
    if after in TIME_NOUNS or after in {"true", "case"}:
        return None
    if after in STOP or after in VERBS or not after:
        return "these" if low in {"these", "those"} else "this"
    return "this"


def _meant(question: str, match: re.Match[str], kind: str, said: tuple[Said, ...]) -> Mention | None:
    fitting = [m for m in mentions(question) if m.end <= match.start() and _fits(m, kind)]
    if fitting and not _is_object_of(question, match, fitting[-1]):
        return None
    excluded = {fitting[-1].head} if fitting else set()
    people = frozenset().union(*(turn.people for turn in said))
    demonstrated = _next_word(question, match.end()) if kind in {"this", "these"} else ""
    acting = kind == "they" and bool(_ACTING.search(question))
    for lenient in (False, True):
        for mention in _by_salience(said, kind, acting=acting):
            if mention.head in excluded or (demonstrated and not _demonstrates(demonstrated, mention)):
                continue
            if _fits(mention, kind) or (demonstrated and demonstrated == mention.head):
                return _described(in_full(mention, said), said) if kind == "they" else in_full(mention, said)
            if lenient and mention.sort == "name" and kind in {"it", "they", "this"} and mention.head not in people:
                return mention
    return None


def _described(mention: Mention, said: tuple[Said, ...]) -> Mention:
    """As in "the prisoners who came home" after "How many prisoners came home?"."""
    asked = next((turn.text for turn in reversed(said) if turn.by_user), "")
    noun = re.escape(mention.text.removeprefix("the "))
    found = re.match(
        rf"\W*(?:how many|which|what) {noun} (?P<did>(?P<verb>[\w’']+)\b[^?.!]{{0,80}}?)[\s?.!]*$", asked, re.I
    )
    if mention.named or not found or found["verb"].lower() in {"do", "does", "did", "of", "in", "on", "at", "for"}:
        return mention
    who = "who" if mention.sort in {"person", "group"} else "that"
    return mention._replace(text=f"{mention.text} {who} {found['did']}")


def _is_object_of(question: str, match: re.Match[str], subject: Mention) -> bool:
    """As in "Did Anna call her?": the object of a verb is another than its subject."""
    low, after = match.group().lower(), _next_word(question, match.end())
    if low not in {"him", "her", "them", "it"} or (low in {"her", "it"} and after and after not in _NO_SUBJECT_VERB):
        return False
    between = {w.group().lower() for w in WORD.finditer(question[subject.end : match.start()])}
    return not between & _CLAUSE and not between & PREPOSITIONS


def _demonstrates(noun: str, mention: Mention) -> bool:
    return noun in STOP or noun in VERBS or noun.rstrip("s") == mention.head.rstrip("s")


def _fits(mention: Mention, kind: str) -> bool:
    if kind in {"he", "she"}:
        other = "f" if kind == "he" else "m"
        return mention.sort in {"person", "name"} and mention.gender != other and (mention.named or not mention.plural)
    if kind in {"they", "these"}:
        return mention.plural or mention.sort == "group"
    if kind == "there":
        return mention.sort == "place" and mention.named
    if kind == "this" and mention.sort == "place":
        return False
    return mention.sort not in {"person", "name", "pair"} and (
        not mention.plural or mention.named or mention.sort == "group"
    )


def _by_salience(said: tuple[Said, ...], kind: str, *, acting: bool) -> Iterator[Mention]:
    """Mentions before the question: the user's turns, nearest first, then the answers.

    After "Who ...?" the answer's names come first: they are what the talk is about now.
    """
    rank = _thing_first if kind in {"it", "this"} else _animate_first
    turns = list(reversed(said))
    asked = [turn for turn in turns if turn.by_user]
    answers = [turn for turn in turns if not turn.by_user]
    if asked and answers and turns[0] is answers[0] and _ASKS_NAME.match(asked[0].text):
        yield from (m for m in mentions(answers[0].text) if m.named and (m.sort != "place" or kind == "they"))
    if acting:
        yield from (m for turn in asked[:_NEAR] for m in mentions(turn.text) if not _animate_first(m))
    for turn in asked[:_NEAR]:
        yield from sorted(mentions(turn.text), key=rank)
    for turn in answers[:1]:
        yield from sorted(mentions(turn.text), key=rank)
    for turn in [*asked[_NEAR:], *answers[1:]]:
        yield from mentions(turn.text)


def _thing_first(mention: Mention) -> bool:
    return mention.sort == "place"


def _animate_first(mention: Mention) -> bool:
    return not (mention.named or mention.sort in {"group", "person"})


def _form(question: str, match: re.Match[str], kind: str, meant: Mention) -> tuple[str, int]:
    """What to put, and one past what it replaces."""
    low, after = match.group().lower(), _next_word(question, match.end())
    end = match.end()
    owns = low in _POSSESSIVE or (low == "her" and after and after not in STOP)
    if owns:
        return meant.text + ("’" if meant.text.endswith("s") and meant.plural else "’s"), end
    if kind in {"this", "these"} and after and after.rstrip("s") == meant.head.rstrip("s"):
        end = question.lower().index(after, end) + len(after)
    if kind == "there":
        return f"in {meant.text}", end
    return meant.text, end
