"""Rewrites a follow-up question so that it stands alone, by rules.

Knows no model and no index. English only: other languages come back as they are.
"""

import re
from collections.abc import Sequence

from assistant.answer import Turn
from assistant.question.follow_up.anaphora import resolve
from assistant.question.follow_up.ellipsis import complete
from assistant.question.follow_up.openings import opened, without_lead
from assistant.question.follow_up.topic import with_topic
from assistant.question.follow_up.turns import Said, with_full_names
from assistant.question.languages import english

MAX_CHARS = 300
"""A longer query dilutes its own words in the search."""
_MAX_TURNS = 16
"""Turns whose names can still be meant; older ones are rarely meant."""
_MAX_TURN_CHARS = 600
_LABEL = re.compile(r"\s*\[\d+(?:\s*,\s*\d+)*\]")


def condense(question: str, history: Sequence[Turn]) -> str:
    """`question` made to stand alone; the same string where it does already.

    >>> condense("Why did he?", [])
    'Why did he?'
    """
    if not history or not english(question):
        return question
    said: tuple[Said, ...] = ()
    for turn in history[-_MAX_TURNS:]:
        text = _LABEL.sub("", turn.text).strip()[:_MAX_TURN_CHARS]
        user = turn.role == "user"
        said = (*said, _stand_alone(text, said) if user and said else Said(user, text))
    return _stand_alone(question, said).text


def _stand_alone(question: str, said: tuple[Said, ...]) -> Said:
    asked, changes_subject = opened(question)
    resolved = resolve(asked, said)
    full = with_full_names(resolved.text, said)
    whole = full if changes_subject else complete(full, said)
    if whole == full and not changes_subject:
        whole = with_topic(full, said, resolved=full != question)
    if whole != question:
        whole = without_lead(whole)
        whole = whole[:1].upper() + whole[1:] if question[:1].isupper() else whole
    return resolved._replace(text=whole if len(whole) <= MAX_CHARS else question)
