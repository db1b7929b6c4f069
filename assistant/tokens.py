"""The words of a text as figures and verification see them: folded, stemmed, and each with the form it was written in.

Knows no numbers, no names, no meaning.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from assistant.irregular import IRREGULAR
from assistant.words import STOP_WORDS, fold, stem

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*(?:(?:st|nd|rd|th)\b)?|[^\W\d_]+(?:['’][^\W\d_]+)*")
_OPENS = re.compile(r"(?:^|[.!?…:;。！？]['\"”’»)\]]*\s|[\"“„«(\[—–]|\n)\s*['\"“„«(\[]*$")
_CLAUSE = re.compile(r"[,;:.!?…—–()\"“”„«»]")


class Token(NamedTuple):
    """One word or numeral."""

    word: str
    """Folded; an initialism without its dots."""
    stem: str
    """Its stem, possessive removed."""
    capital: bool
    """Whether it begins with a capital letter."""
    opens: bool
    """Whether it opens a sentence, a quotation or a bracket: its capital letter then says little."""
    clause: int
    """Number of the clause that it stands in; clauses end at punctuation."""
    before: str
    """The few characters before it, for signs like `$`."""
    after: str
    """The few characters behind it, for signs like `%`."""

    @property
    def topical(self) -> bool:
        """Whether it says what the text is about."""
        pale = self.word in _PALE
        return not pale and len(self.stem) > 1


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The words and numerals of `text`, in order.

    >>> [token.word for token in tokens("The U.S. didn't say: 1,000 came.")]
    ['the', 'us', "didn't", 'say', '1,000', 'came']
    """
    found: list[Token] = []
    clause, last = 0, 0
    for match in _TOKEN.finditer(text):
        clause += bool(_CLAUSE.search(text, last, match.start()))
        last = match.end()
        word = fold(match[0].replace(".", "") if match[0][0].isalpha() else match[0])
        opens = bool(_OPENS.search(text[max(0, match.start() - 8) : match.start()]))
        found.append(
            Token(
                word=word,
                stem=stem(IRREGULAR.get(word, word)),
                capital=match[0][0].isupper(),
                opens=opens or match.start() == 0,
                clause=clause,
                before=text[max(0, match.start() - 2) : match.start()],
                after=text[last : last + 2],
            )
        )
    return tuple(found)


@lru_cache(maxsize=4096)
def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where each of `tokens(text)` stands: first character, one past the last."""
    return tuple(match.span() for match in _TOKEN.finditer(text))


# Verbs of saying and helping words: who writes them tells nothing new, who leaves them out leaves out nothing.
# A question may ask with "want" or "become"; a statement says something by them.
_PALE = (STOP_WORDS - frozenset("gone want wants wanted becomes became refuse stop".split())) | frozenset(
    """added adding told telling stated stating noted noting mr mrs ms dr including included along among amid around
    across another others due thus therefore well""".split()
)
