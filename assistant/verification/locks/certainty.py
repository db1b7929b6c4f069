"""Words that say how far something has come or how sure it is, and whether a sentence says more than its quotes.

Groups of words: those before the bar must be proved, all of the group prove them; `polarity` holds the opposites.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from assistant.tokens import tokens

_GROUPS = """
    complete completed completes finished concluded finalised finalized | completion ended over conclude finish done
    agreed agrees | agree agreement accept accepted accepts deal consensus settled approved
    confirmed confirms | confirm confirmation verified acknowledged admitted proved
    denied denies denied | deny denial dismissed refuted rejected reject
    signed | sign signs signing signature
    approved approves ratified adopted | approve approval passed backed endorsed voted agreed
    cancelled canceled scrapped abandoned | cancel called dropped axed
    suspended halted | suspend halt paused stopped stop
    guaranteed guarantees promised promises pledged pledges vowed | guarantee promise pledge vow committed
    convicted | guilty conviction
    resigned resigns | resign resignation quit stepped
    certainly definitely undoubtedly clearly | certain definite sure clear
    only solely exclusively | sole exclusive just one alone
    all every everyone entire | whole each total everybody both full fully
"""


def adds_certainty(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether the sentence says "completed", "agreed" or their like where no quote says anything near it.

    >>> adds_certainty("The talks were concluded.", ["The talks are over."])
    False
    >>> adds_certainty("The talks were concluded.", ["The talks were held in Lorn."])
    True
    """
    words = tokens(sentence)
    # "In all" and "at all" say nothing of every one.
    pairs = enumerate(pairwise(words))
    idle = {place + 1 for place, (one, other) in pairs if one.word in _IDLE and other.word == "all"}
    own = {token.word for place, token in enumerate(words) if place not in idle}
    theirs = {form for quote in quotes for token in tokens(quote) for form in (token.word, token.stem)}
    stems = {token.word: token.stem for token in words}
    return any(stems[word] not in theirs and not near & theirs for sure, near in _groups() for word in sure & own)


_IDLE = frozenset("in at after above".split())


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Each group: the words that must be proved, and all that prove them."""
    lines = (line.partition("|") for line in _GROUPS.strip().splitlines())
    return tuple((frozenset(sure.split()), frozenset((sure + near).split())) for sure, _, near in lines)
