"""What one sentence says somebody has not confirmed or not said, and another says he has, or somebody else does.

Knows who speaks in each sentence. Knows nothing of what is true.
"""

import re
from collections.abc import Iterator

from assistant.collation.sides import Clash, Side
from assistant.words import fold, stem, terms, topic_words

SILENT = 0.5
"""Share of what was not confirmed that another sentence must hold to be taken to say it."""
NEAR = 40
"""Characters between two words of one matter; further off begins another."""
_SILENCE = re.compile(
    r"(?:has|have|had|did|does|do|was|were|is|are)(?:\s(?:yet|so far))?(?:\snot|n[’']t|\snever)"
    r"(?:\s(?:yet|officially|immediately|publicly|formally|independently|so far|been))*\s"
    r"(?P<verb>issue[ds]?|ma(?:d|k)e|release[ds]?|confirm(?:ed)?|comment(?:ed)?"
    r"|respond(?:ed)?|announced?|acknowledged?|spoken|said|verified|given)\b(?P<rest>[^.;]*)"
    r"|(?:declined|refused) to (?P<verb_b>comment|confirm|say)\b(?P<rest_b>[^.;]*)|\bno (?:official |formal )?"
    r"(?P<verb_c>comment|statement|confirmation) (?:from|by)\b(?P<rest_c>[^.;]*)",
    re.I,
)
_WEEKEND = frozenset({stem("saturday"), stem("sunday")})
_SAYS = re.compile(r"\b(?:confirm|announc|report|said|says|stat|wrote|post|tell|told|acknowledg)\w*")


def statements(first: str, second: str, voices: tuple[str | None, str | None], *, bare: bool) -> Iterator[Clash]:
    """Somebody's silence in one sentence against his word, or another's, in the other.

    `voices` are who speaks in them. `bare`: that somebody has said nothing at all counts too.
    """
    if found := _broken(first, second, voices[1], bare=bare):
        yield Clash("polarity", *found)
    elif found := _broken(second, first, voices[0], bare=bare):
        yield Clash("polarity", found[1], found[0])


def _broken(silent: str, said: str, voice: str | None, *, bare: bool) -> tuple[Side, Side] | None:
    """The silence that `silent` tells of and what breaks it in `said`; None: nothing does."""
    found = _SILENCE.search(silent)
    if not found or not voice or _SILENCE.search(said):
        return None
    actor = _actor(silent, found)
    matter = found["rest"] or found["rest_b"] or ""
    about = _matter(matter)
    held = set(terms(said)) | ({"weekend"} if _WEEKEND & set(terms(said)) else set())
    covered = sum(term in held for term in about) / len(about) if about else 0.0
    named = bool(actor and _names(voice))
    same_voice = bool(actor & _names(voice)) if named else _same_noun(silent[: found.start()], voice)
    if (bare and same_voice and len(about) < 2) or (about and len(about) > 1 and covered >= SILENT):
        told = _told(said, voice) if same_voice or len(about) < 2 else _span(said, about)
        return Side("silent", " ".join(found[0].split()[:4])), Side("said", told)
    return None


def _actor(silent: str, found: re.Match[str]) -> set[str]:
    """Who is silent: the words of the clause before the verb, or those behind "from" or "by"."""
    by = re.match(r"\s(?:by|from)\s([^,;]*)", found["rest"] or "")
    if found["rest_c"] or by:
        return _names(by[1] if by else found["rest_c"])
    clause = re.split(r"[,;:—–]", silent[: found.start()])[-1]
    return _names(clause) or _names(silent[: found.start()])


def _names(text: str) -> set[str]:
    """First six letters of the capitalised words: "Russia", "Russian" and "Russia's" are one name."""
    return {fold(word)[:6] for word in re.findall(r"\b[A-Z][\w]+", text) if fold(word) not in _SMALL}


def _same_noun(clause: str, voice: str) -> bool:
    """Whether the clause ends with who speaks: "the company", "the Delmar company"."""
    ours, theirs = terms(re.split(r"[,;:—–]", clause)[-1]), terms(voice)
    return bool(ours and theirs) and ours[-1] == theirs[-1]


def _matter(rest: str) -> list[str]:
    """Stems of what was not confirmed; a mere "statement" is none."""
    clause = re.split(r",\s(?:only|but|while|although|saying)\b|^\s(?:by|from)\s.*", rest)[0]
    return [term for term, word in topic_words(clause).items() if word not in _BARE]


def _told(said: str, voice: str) -> str:
    """The words that break the silence: the verb of saying with who says it, as far as they stand together."""
    verb = _SAYS.search(said, said.find(voice) + len(voice) if voice in said else 0) or _SAYS.search(said)
    if voice in said and verb:
        start = min(said.index(voice), verb.start())
        stop = max(verb.end(), said.index(voice) + len(voice))
        return said[start:stop] if stop - start < 90 else voice
    return voice


def _span(said: str, about: list[str]) -> str:
    """The words of a sentence from the first to the last that are on the matter."""
    wanted = {*about, *(_WEEKEND if "weekend" in about else ())}
    places = [match.span() for match in re.finditer(r"[\w’']+", said) if set(terms(match[0])) & wanted]
    start, end = places.pop()
    while places and start - places[-1][1] < NEAR:
        start = places.pop()[0]
    return said[start:end]


_SMALL = frozenset("the a an while however although but and in on at".split())
_BARE = frozenset(
    "statement statements comment comments formal official immediate request requests details detail".split()
)
