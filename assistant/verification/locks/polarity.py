"""Whether a sentence turns a quote round: a "not" gained or lost, a "may" dropped, "began" for "ended".

Word lists of English and what stands near them; knows no grammar. Where it cannot tell, it says nothing.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from assistant.irregular import is_past
from assistant.tokens import Token, tokens
from assistant.words import NEGATIONS, is_negation

_NEGATIONS = NEGATIONS.union(
    """hardly barely deny denied denies denying refuse refused refuses refusing fail failed fails failing reject
    rejected rejects rejecting false untrue lack lacks lacked unable dismissed dismiss dismisses""".split()
)
_HEDGES = frozenset(
    """may ought might could should reportedly allegedly alleged possible possibly perhaps maybe likely unlikely
    expected expect expects plan plans planned planning propose proposed proposes threatened threatens threaten
    considering hope hopes hoped seek seeks sought want wants wanted aim aims aimed unless whether if intends
    intend suspected potential potentially appear appears appeared seem seems seemed probably presumably""".split()
)
_FUTURE = frozenset("will would shall".split())
_BROUGHT_ABOUT = frozenset("managed able began begun continued came went helped forced led made had".split())
"""Verbs behind which "to" tells of what was done: "managed to win"."""
_OPPOSITES = """
    begin begins began begun start started starts launched | complete completed end ended ends finished concluded
    confirm confirmed confirms acknowledged admitted | deny denied denies dismissed refuted
    accept accepted accepts approve approved agreed backed | reject rejected rejects refused declined vetoed opposed
    rise rose rises rising risen climbed higher grew grow grown | fall fell falls falling fallen dropped lower shrank
    increase increased increases gain gained | decrease decreased decreases decline declined lost
    win won wins victory beat defeated | lose lost loses defeat
    more most | fewer less least
    before | after
    former | current incumbent
    first | last final
    all every | some several few many most part partly partially
    always | sometimes often rarely
    allow allowed allows permit permitted legal | ban banned bans prohibit prohibited forbid forbidden illegal
    open opened reopened | close closed shut
    kill killed kills dead died deaths | wound wounded injured injuries survived
    buy bought buys purchased | sell sold sells
    arrest arrested detained jailed imprisoned captured | release released freed acquitted
    guilty convicted | innocent acquitted cleared
    support supports supported | oppose opposes opposed
    include included includes including | exclude excluded excludes except excluding
    join joined enter entered | leave left quit withdrew exited
    maximum | minimum
    biggest largest highest | smallest lowest
    oldest | youngest newest
    men man male boys boy | women woman female girls girl
    north northern | south southern
    east eastern | west western
    majority | minority
    success successful successfully succeeded | failure failed unsuccessful unsuccessfully
    official officially | unofficial unofficially
    public publicly | private privately secret secretly
    temporary temporarily | permanent permanently
    direct directly | indirect indirectly
    import imports imported | export exports exported
    extend extended | shorten shortened
    send sent | receive received
"""
"""Two groups a line; a sentence may not say one where its quotes say the other."""
_BOUNDS = frozenset(("more than", "less than", "fewer than", "at least", "at most", "no more", "no less", "no fewer"))
_SCOPE = 2


def contradicts(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether `sentence` and the quotes that are nearest to it differ in a "not", a "may" or an opposite."""
    words = tokens(sentence)
    said = [tokens(quote) for quote in quotes]
    return _denies(words, said) or _hedge_dropped(words, said)


def denies(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether both cannot be true: they differ in a "not" or an opposite; what is only planned denies nothing."""
    return _denies(tokens(sentence), [tokens(quote) for quote in quotes])


def _denies(words: Sequence[Token], said: Sequence[tuple[Token, ...]]) -> bool:
    return _negation_differs(words, said) or _opposite(words, said)


def _negation_differs(words: Sequence[Token], said: Sequence[tuple[Token, ...]]) -> bool:
    negated = _scope(words, _NEGATIONS)
    if any(_is_one(token, _NEGATIONS) for token in words):
        return not any(_is_one(token, _NEGATIONS) for quote in said for token in quote)
    return not negated and _governed(words, said, _NEGATIONS)


def _hedge_dropped(words: Sequence[Token], said: Sequence[tuple[Token, ...]]) -> bool:
    if any(_is_one(token, _HEDGES) for token in words):
        return False
    if _governed(words, said, _HEDGES):
        return True
    if any(token.word in _FUTURE for token in words):
        return False
    # A headline says "ferries return on Friday" of what will be; "returned" says that it has been.
    forms = {token.word for quote in said for token in quote}
    changed = [token for token in words if token.word not in forms]
    return _governed(changed, said, _FUTURE) or _still_to_do(changed, said)


def _still_to_do(changed: Iterable[Token], said: Sequence[tuple[Token, ...]]) -> bool:
    """Whether a deed of the sentence stands in the quotes only as one to be done: "would ask him to fine her"."""
    done = {token.stem for token in changed if token.topical and is_past(token.word)}
    to_do: set[str] = set()
    other: set[str] = set()
    for quote in said:
        for place, token in enumerate(quote):
            open_ended = place > 1 and quote[place - 1].word == "to" and quote[place - 2].word not in _BROUGHT_ABOUT
            (to_do if open_ended else other).add(token.stem)
    return bool(done & (to_do - other))


def _governed(words: Iterable[Token], said: Sequence[tuple[Token, ...]], governors: frozenset[str]) -> bool:
    """Whether one of the words stands in the quotes only where a governor such as "not" rules it."""
    own = {token.stem for token in words if token.topical}
    ruled: set[str] = set()
    free: set[str] = set()
    for quote in said:
        scope = _scope(quote, governors)
        ruled |= {quote[place].stem for place in scope}
        free |= {token.stem for place, token in enumerate(quote) if place not in scope}
    return bool(own & (ruled - free))


def _scope(words: Sequence[Token], governors: frozenset[str]) -> set[int]:
    """Indices of the topical words that a governor rules: the next few of its clause, adverbs left out."""
    ruled: set[int] = set()
    for place, token in enumerate(words):
        if not _is_one(token, governors):
            continue
        behind = [
            index
            for index in range(place + 1, len(words))
            if words[index].clause == token.clause and words[index].topical and not words[index].word.endswith("ly")
        ]
        ruled.update(behind[:_SCOPE])
    return ruled


def _opposite(words: Sequence[Token], said: Sequence[tuple[Token, ...]]) -> bool:
    """Whether the sentence says one of two opposites and the quotes only the other."""
    own, theirs = _free(words), {word for quote in said for word in _free(quote)}
    return any(
        (own & one and not own & other and theirs & other and not theirs & one)
        or (own & other and not own & one and theirs & one and not theirs & other)
        for one, other in _pairs()
    )


def _free(words: Sequence[Token]) -> set[str]:
    """The words that are no bound of a number: "at least" and "more than" are no opposites."""
    bounds = {place for place, (one, other) in enumerate(pairwise(words)) if f"{one.word} {other.word}" in _BOUNDS}
    return {token.word for place, token in enumerate(words) if place not in bounds and place - 1 not in bounds}


def _is_one(token: Token, governors: frozenset[str]) -> bool:
    if token.word == "may" and token.capital and not token.opens:
        return False  # the month
    return token.word in governors or (governors is _NEGATIONS and is_negation(token.word))


@lru_cache(maxsize=1)
def _pairs() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    groups = (line.partition("|") for line in _OPPOSITES.strip().splitlines())
    return tuple((frozenset(one.split()), frozenset(other.split())) for one, _, other in groups)
