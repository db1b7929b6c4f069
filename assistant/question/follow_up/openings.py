"""The words before a question that only tie it to the talk: "And", "By the way,", "Different subject:".

Reads the question alone.
"""

import re
from typing import NamedTuple

_LEAD = re.compile(r"^\s*(?:(?:and|but|so|or|also|then|ok|okay|well|now)\b[,\s]+)+(?=\w)", re.I)
_SUBJECT = r"(?:subject|topic|question|matter|issue|theme)s?"
_CHANGE = re.compile(
    r"^\W*(?:"
    rf"(?:(?:on |now )?(?:a |an )?(?:completely |totally |entirely )?"
    rf"(?:different|new|next|another|other|unrelated|separate) (?:{_SUBJECT}|note))"
    rf"|(?:(?:chang|switch)(?:e|ing)|change of) (?:the )?{_SUBJECT}(?: (?:a )?(?:little )?(?:a )?bit)?"
    r"|something (?:else|different)(?: entirely)?|moving on|by the way|btw|unrelated"
    r")(?:\s*[,:;.–—-]+\s+|\s*\n)(?=\w)",
    re.I,
)


class Opened(NamedTuple):
    """A question without what comes before it."""

    text: str
    """The question; its first letter large where the whole had one."""
    changes_subject: bool
    """True: the words before it say that it leaves the subject."""


def opened(question: str) -> Opened:
    """The question after a mark of a new subject.

    >>> opened("Different subject: which bank lent the money?")
    Opened(text='Which bank lent the money?', changes_subject=True)
    """
    match = _CHANGE.match(question)
    if not match:
        return Opened(question, False)
    rest = question[match.end() :]
    return Opened(rest[0].upper() + rest[1:] if question[0].isupper() else rest, True)


def without_lead(question: str) -> str:
    """The question without an "and" or "but" at its start.

    >>> without_lead("And so, who won?")
    'who won?'
    """
    return _LEAD.sub("", question)
