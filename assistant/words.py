"""Words, stems, numbers and names of a text: what questions, quotes and sentences are compared by.

Knows nothing of questions, articles or answers.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import index.stemming

# "head-to-head" and "door-to-door" are words of their own: nobody heads anything in head-to-head talks.
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|([^\W\d_]+)-to-\1\b|[^\W\d_]+(?:['’][^\W\d_]+)*")

STOP_WORDS = frozenset(
    """a about above after again all also although am an and any are as at be because been before being below between
    both but by can could did do does doing down during each either else ever few for from further had has have
    having he her here hers herself him himself his how however i if in into is it its itself just like many may me
    might more most much must my myself neither no nor not now of off on once one only or other our ours out over own
    per s same shall she should since so some such t than that the their theirs them themselves then there these
    they this those though through to too under until up upon us very via was we were what when where whether which
    while who whom whose why will with within without would yet you your yours yourself
    please tell know say says said according article articles report reports reported happen happened happens
    anything something exactly currently actually take took place mention mentioned far long often ago get got make
    made go goes going gone went kind sort type ones thing things way ways view word words call called describe
    described ask asked still already even want wants wanted put puts keep keeps kept manage managed act acts acted
    play plays played part role use used try tried seem seems seemed let become became figures number numbers""".split()
)
"""Words that carry no topic. Asking words and reporting words stand here too: a question's form is read elsewhere."""

ASKING = (
    r"(?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|did|do|does|has|have|had|will|would|can|could"
    r"|should)"
)
"""Pattern of a folded word that begins a question."""
NEGATIONS = frozenset("no not never none nobody nothing neither nor cannot without".split())
"""Words that turn a statement round; those that end in "n't" do too."""

MONTHS = tuple("january february march april may june july august september october november december".split())
WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())


class Word(NamedTuple):
    """A word with its place in a text."""

    text: str
    """Verbatim."""
    start: int
    """First character in the text."""
    end: int
    """One past the last character."""

    @property
    def low(self) -> str:
        """Without case, its apostrophe straight."""
        return self.text.lower().replace("’", "'")


def placed(pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of `text[start:end]` that `pattern` finds, by their place in `text`."""
    found = pattern.finditer(text, start, len(text) if end is None else end)
    return [Word(match.group(), *match.span()) for match in found]


def fold(text: str) -> str:
    """`text` in one plain form: NFKC, straight quotation marks and hyphens, lower case.

    >>> fold("“Truce” – Müller")
    '"truce" - müller'
    """
    return unicodedata.normalize("NFKC", text).translate(_PLAIN).casefold()


_PLAIN = str.maketrans("‘’ʼ“”„«»‐‑‒–—−", '\'\'\'"""""------')


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one folded word (Snowball, English), possessive removed.

    >>> stem("exchanges"), stem("ukraine's")
    ('exchang', 'ukrain')
    """
    return index.stemming.stem(bare(word), "english")


def bare(word: str) -> str:
    """A folded word without its possessive ending.

    >>> bare("ukraine's"), bare("voters'")
    ('ukraine', 'voters')
    """
    return word.removesuffix("'s").removesuffix("'")


def is_negation(word: str) -> bool:
    """Whether a folded word turns its statement round.

    >>> is_negation("never"), is_negation("didn't"), is_negation("did")
    (True, True, False)
    """
    return word in NEGATIONS or word.endswith("n't")


def words(text: str) -> list[str]:
    """The folded words and numbers of `text`, in order.

    >>> words("At least 1,250 voters, Doe's list")
    ['at', 'least', '1,250', 'voters', "doe's", 'list']
    """
    return [found[0] for found in _WORD.finditer(fold(text))]


def terms(text: str) -> list[str]:
    """Stems of the words that carry the topic, in order; stop words left out.

    >>> terms("How many voters came home on the first day?")
    ['voter', 'came', 'home', 'first', 'day']
    """
    return [term for term, _ in _topical(text)]


def topic_words(text: str) -> dict[str, str]:
    """Each stem that carries the topic, with the word that it first stands for, in order.

    >>> topic_words("Voters came home")
    {'voter': 'voters', 'came': 'came', 'home': 'home'}
    """
    found: dict[str, str] = {}
    for term, word in _topical(text):
        found.setdefault(term, word)
    return found


def _topical(text: str) -> Iterator[tuple[str, str]]:
    """Each word that carries the topic, its stem before it."""
    for word in words(text):
        if word not in STOP_WORDS and (len(term := stem(plain_number(word))) > 1 or word.isdigit()):
            yield term, word


def plain_number(word: str) -> str:
    """A numeral without its thousands separators; any other word as it is."""
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", word)
