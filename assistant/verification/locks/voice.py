"""Whether a sentence puts the words of one speaker into another's mouth, or one's deed on another.

Sees what one text says of its own speaker; knows nothing of articles.
"""

from collections.abc import Sequence

from assistant.attribution.attribute import attribute
from assistant.irregular import is_past
from assistant.tokens import Token, tokens
from assistant.verification.locks.naming import missing_name, names
from assistant.words import terms

_REACH = 3
"""Words behind a name among which its verb stands."""


def of_another(sentence: str, quote: str) -> bool:
    """Whether a sentence and a quote are the words of two speakers, of whom the quote does not name the first.

    >>> of_another("Roe said the dam is safe.", "Doe said the dam is safe.")
    True
    >>> of_another("Roe said the dam is safe.", "The dam is safe, the mayor, Ann Roe, said.")
    False
    """
    own, theirs = (attribute(text, 0, len(text)).speaker for text in (sentence, quote))
    if own is None or theirs is None:
        return False
    ours = terms(own)
    return bool(ours) and ours[-1] not in terms(quote) and not set(ours) & set(terms(theirs))


def doer_changed(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether the quotes tell what somebody of the sentence did only of others, whom they name.

    >>> doer_changed("Roe asked for more.", ["Doe asked for more.", "Roe was there."])
    True
    >>> doer_changed("Roe asked for more.", ["He asked for more.", "Roe was there."])
    False
    """
    words = tokens(sentence)
    for name in names(sentence)[:1]:
        place = words.index(name[-1])
        behind = [token for token in words[place + 1 : place + 1 + _REACH] if token.clause == name[-1].clause]
        verb = next((token for token in behind if is_past(token.word)), None)
        telling = [quote for quote in quotes if verb and verb.stem in {token.stem for token in tokens(quote)}]
        if verb and telling and all(_tells_of_others(name, verb, quote) for quote in telling):
            return True
    return False


def _tells_of_others(name: Sequence[Token], verb: Token, quote: str) -> bool:
    """Whether a quote names somebody else right before each of its verbs of that stem, and never this one."""
    words, named = tokens(quote), {token for other in names(quote) for token in other}
    doers = [words[max(0, place - _REACH) : place] for place, token in enumerate(words) if token.stem == verb.stem]
    return missing_name(name, [quote]) and all(any(token in named for token in doer) for doer in doers)
