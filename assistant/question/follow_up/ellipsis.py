"""Completes a question that leaves out what the turn before said: "Why?", "What about Russia?", "the second one".

Knows the turns before, pronouns already resolved. Knows nothing of articles.
"""

import re

from assistant.question.follow_up.candidates import content
from assistant.question.follow_up.mentions import Mention, mentions
from assistant.question.follow_up.mentions.phrases import WORD
from assistant.question.follow_up.openings import without_lead
from assistant.question.follow_up.pronouns import CLAUSAL
from assistant.question.follow_up.topic import MAX_CHARS, with_context
from assistant.question.follow_up.turns import Said
from assistant.question.follow_up.words import (
    AUXILIARIES,
    PREPOSITIONS,
    QUESTION_WORDS,
    STOP,
    TIME_NAMES,
    TIME_NOUNS,
    VERBS,
)

_ABOUT = re.compile(r"^\s*(?:what|how) about\s+(?P<what>.+?)[\s?.!]*$", re.I)
_BARE = re.compile(
    r"^\s*(?P<wh>why(?: not)?|when(?: exactly)?|where(?: exactly)?|who|how(?: so| many| much| long)?|since when|by whom"
    r"|which ones?|with whom|for what)[\s?.!]*$",
    re.I,
)
_WH_PHRASE = re.compile(
    r"^\W*(?:how (?:many|much|long|old|far)|who|whom|whose|what|which|when|where|why|how|tell me(?: more)? about)\b\s*",
    re.I,
)
_ASKING_PHRASE = re.compile(
    rf"\W*(?:{'|'.join(PREPOSITIONS)})\s+(?:how (?:many|much|long)|whom?|whose|what|which)(?:\s+[\w’'-]+){{0,2}}\W*$",
    re.I,
)
"""As in "By how many votes?"."""
_CLAUSE_BEHIND = re.compile(r",\s*(?:who|whom|whose|what|which|when|where|why|how)\b", re.I)
"""As in "And in Lima, how many were hurt?": nothing is left out."""
_ASKS_WHO = re.compile(r"\W*(?:who|whom|whose)\b", re.I)
_DO = re.compile(r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b\s*", re.I)
_CLAUSE = re.compile(
    rf"\b(?:(?:{'|'.join(sorted(CLAUSAL))})\s+(?:it|this|that|so)"
    r"|(?:when|why|where|how|who)\s+(?:was|is)\s+(?:that|this|it)|(?:that|this|it)\s+(?:ever\s+)?happen(?:ed|s)?"
    r"(?:\s+(?:before|again|often))?)\b(?=\s*[?.!]*$)",
    re.I,
)
_SPOKE_OF = re.compile(
    r"\W*what\b[^?]*?\b(?:say|said|tell|told|write|written|think) (?P<of>(?:about|on|of) [^?]+)", re.I
)
_SAID_THAT = re.compile(r"\b(?P<verb>say|said) (?:it|this|that|so)\W*$", re.I)
"""As in "When did he say that?" behind "What did he say about the fire?"."""
_TIME = re.compile(
    r"\b(?:the\s+)?(?:first|second|third|fourth|last|next|this|same)\s+(?:day|week|month|year|season|night)\b"
    rf"|\b(?:{'|'.join(TIME_NAMES - {'may', 'march'})}|(?:1[5-9]|20)\d\d|yesterday|today|tomorrow)\b",
    re.I,
)
_ADDED = re.compile(r"\s*\(([^()]*)\)")
"""What was put beside a question to make it stand alone."""
_FRAGMENT = 3
"""Content words up to which a phrase without a verb leans on the turn before; with more it is a search of its own."""
_MORE = re.compile(
    r"^\W*(?:(?:can|could) you |please )?(?:tell me more|elaborate|explain|more details?|go on)[\s?.!]*$", re.I
)


def complete(question: str, said: tuple[Said, ...]) -> str:
    """`question` with what it leaves out; unchanged where it leaves out nothing or nothing fits."""
    asked = next((turn.text for turn in reversed(said) if turn.by_user), "")
    if not asked:
        return question
    core = without_lead(question)
    bare = _BARE.match(core)
    if bare:
        return _reason(bare["wh"], asked, said)
    about = _ABOUT.match(core)
    if about:
        return _swap(about["what"], asked) or with_context(question, _gist(asked, said))
    if _ASKING_PHRASE.match(core):
        return with_context(question, _gist(asked, said))
    if _is_fragment(core) and not _same_words(core, asked):
        return _swap(core.strip(" ?.!"), asked) or with_context(question, _matter(asked) or _gist(asked, said))
    if (matter := _SPOKE_OF.match(asked)) and (said_that := _SAID_THAT.search(question)):
        verb = "speak" if said_that["verb"].lower() == "say" else "spoke"
        return f"{question[: said_that.start()]}{verb} {matter['of']}?"
    if _CLAUSE.search(question) or _MORE.match(core):
        return with_context(question, _gist(asked, said))
    return question


def _reason(wh: str, asked: str, said: tuple[Said, ...]) -> str:
    """As in "Why?" after "Did he go?" is "Why did he go?"."""
    tail = _WH_PHRASE.sub("", asked).strip()
    opens = tail.split(" ", 1)[0].lower() if tail else ""
    wh = wh[0].upper() + wh[1:]
    if opens in AUXILIARIES and wh.lower() not in {"who", "which one", "which ones", "how many", "how much"}:
        return f"{wh} {tail[0].lower()}{tail[1:]}"
    return with_context(f"{wh}?", _gist(asked, said))


def _is_fragment(core: str) -> bool:
    words = [match.group().lower() for match in WORD.finditer(core)]
    if (
        not words
        or len(words) > 6
        or len(content(core)) > _FRAGMENT
        or words[0] in QUESTION_WORDS
        or words[0] in AUXILIARIES
        or _CLAUSE_BEHIND.search(core)
    ):
        return False
    return not any(word in AUXILIARIES or word in VERBS or word in {"i", "you", "not"} for word in words)


def _same_words(core: str, asked: str) -> bool:
    """The fragment only narrows or repeats a fragment before it."""
    return not any(w.group().lower() in STOP for w in WORD.finditer(asked)) and len(WORD.findall(core)) > 2


def _swap(new: str, asked: str) -> str | None:
    """The question before with `new` in the place of what it is parallel to; None where nothing is parallel."""
    if not _is_question(asked):
        return None
    lead = WORD.match(new)
    first = lead.group().lower() if lead else ""
    if first in PREPOSITIONS:
        return _swap_phrase(new, first, asked)
    found = mentions(new)
    timely = {w.group().lower() for w in WORD.finditer(new)}
    if timely & (TIME_NAMES | TIME_NOUNS) or new.isdigit():
        return _swap_time(new, asked)
    if not found:
        return None
    old = _parallel(found[0], asked)
    return asked[: old.start] + new + asked[old.end :] if old else None


def _is_question(text: str) -> bool:
    words = [match.group().lower() for match in WORD.finditer(text)]
    return any(word in AUXILIARIES or word in VERBS or word in QUESTION_WORDS for word in words)


def _parallel(new: Mention, asked: str) -> Mention | None:
    olds = mentions(asked)
    same_head = [old for old in olds if old.head == new.head and not old.named]
    if same_head:
        return same_head[0]
    alike = [old for old in olds if old.named and new.named and old.sort == new.sort]
    if alike:
        return alike[0]
    if _is_definite(new) and not _ASKS_WHO.match(asked):
        things = [old for old in olds if _is_definite(old) and old.sort == new.sort == "thing"]
        if things:
            return things[-1]
    return next((old for old in olds if old.named and new.named and {old.sort, new.sort} == {"place", "group"}), None)


def _is_definite(mention: Mention) -> bool:
    return not mention.named and mention.text.lower().startswith("the ")


def _swap_phrase(new: str, preposition: str, asked: str) -> str:
    tail = re.compile(rf"\b{preposition}\b(?:\s+[^\s?.!,]+){{1,4}}(?=[?.!]*$)", re.I)
    timely = bool(_timely(new))
    if timely and _TIME.search(asked):
        return _swap_time(new.split(" ", 1)[1], asked)
    old = None if timely else _place_after(preposition, new, asked)
    if old:
        return f"{asked[: old.start]}{new.split(' ', 1)[1]}{asked[old.end :]}"
    for match in tail.finditer(asked):
        if bool(_timely(match.group())) == timely:
            return f"{asked[: match.start()]}{new}?"
    return f"{asked.rstrip(' ?.!')} {new}?"


def _place_after(preposition: str, new: str, asked: str) -> Mention | None:
    """The name that stands after the same preposition in the question before, where the new one is a name too."""
    if not any(mention.named for mention in mentions(new)):
        return None
    named = (mention for mention in mentions(asked) if mention.named and mention.sort != "pair")
    return next((old for old in named if asked[: old.start].lower().endswith(f"{preposition} ")), None)


def _timely(text: str) -> bool:
    words = {w.group().lower() for w in WORD.finditer(text)}
    return bool(words & (TIME_NAMES | TIME_NOUNS)) or bool(re.search(r"\b(1[5-9]|20)\d\d\b", text))


def _swap_time(new: str, asked: str) -> str:
    if _TIME.search(asked):
        return _TIME.sub(lambda _: new, asked, count=1)
    word = "in" if re.fullmatch(r"\d{4}|\w+ \d{4}", new) else "on" if new.split()[0].lower() in TIME_NAMES else ""
    return f"{asked.rstrip(' ?.!')} {word} {new}?".replace("  ", " ")


def _matter(asked: str) -> str:
    """What a question for somebody is about: "the vote in Lima" of "Who won the vote in Lima?"; empty for others."""
    if not _ASKS_WHO.match(asked):
        return ""
    things = [mention.text for mention in mentions(asked) if not mention.named and mention.sort == "thing"]
    return ", ".join(things)[:MAX_CHARS]


def _gist(asked: str, said: tuple[Said, ...]) -> str:
    """The previous question as a clause: without its question word, with the answer's name in place of "who"."""
    spoken = _ADDED.sub("", asked)
    added = _ADDED.search(asked)
    text = _DO.sub("", _WH_PHRASE.sub("", spoken)).strip(" ?.!")
    if added and len(content(spoken)) < _FRAGMENT:
        text = f"{text}, {added[1]}".strip(", ")
    if _ASKS_WHO.match(asked) and said and not said[-1].by_user:
        person = next((m.text for m in mentions(said[-1].text) if m.named), "")
        text = f"{person} {text}".strip()
    return text[:MAX_CHARS].rsplit(" ", 1)[0] if len(text) > MAX_CHARS else text
