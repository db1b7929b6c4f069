"""Short answers compared by what they give: the same, more, the whole of which the other is a part.

Compares words alone; knows nothing of sentences and rankings.
"""

from assistant.figures import entails, quantities, totals
from assistant.figures.number_words import number_value
from assistant.words import fold


def same_value(first: str, second: str) -> bool:
    """Whether two short answers give the same number, or the same words.

    >>> same_value("some 390", "390"), same_value("390", "1,000"), same_value("Kyiv", "kyiv")
    (True, False, True)
    """
    one, other = _numbers(first), _numbers(second)
    return one == other if one or other else fold(first) == fold(second)


def says_more(first: str, second: str) -> bool:
    """Whether the number of one short answer follows from that of the other, and not the other way round.

    >>> says_more("at least 4,757", "more than 4,750"), says_more("390", "390"), says_more("390", "1,000")
    (True, False, False)
    """
    ours, theirs = quantities(first), quantities(second)
    if len(ours) != 1 or len(theirs) != 1:
        return False
    return entails(ours[0], theirs[0]) and not entails(theirs[0], ours[0])


def sums_up(first: str, second: str, told: str) -> bool:
    """Whether the number of `first` is what counts of `told` add up to, a sentence of which `second` gives but one.

    >>> sums_up("390", "270", "It was 270 servicemen and 120 civilians.")
    True
    """
    ours, theirs = quantities(first), quantities(second)
    if len(ours) != 1 or len(theirs) != 1 or entails(theirs[0], ours[0]):
        return False
    return any((whole.low, whole.high) == (ours[0].low, ours[0].high) for whole in totals(told))


def telling_number(short: str) -> bool:
    """Whether a short answer is a number of so many digits that the same one elsewhere is no chance.

    >>> telling_number("390"), telling_number("12"), telling_number("1,000"), telling_number("Friday")
    (True, False, False, False)
    """
    return any(len(str(int(value)).rstrip("0")) >= 2 and value >= 100 for value in _numbers(short))


def _numbers(text: str) -> list[float]:
    return [value for word in text.split() if (value := number_value(word.strip("$€£%,."))) is not None]
