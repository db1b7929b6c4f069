"""Whether what is typed is put to the assistant itself: "What is your name?", "How are you?", "Thanks!".

Reads the question alone; what the articles hold does not matter.
"""

import re

from assistant.words import topic_words

_HOLDINGS = r"articles?|sources?|texts?|library|collection|files?|documents?|papers?|news|archive|material|data"
_YOURS = re.compile(
    rf"\W*(?:hello|hi|hey|and|so)?\W*(?:what|who|where|how|which|when)(?:['’]s| is| are| was) your\b"
    rf"(?!\s+(?:\w+\s+)?(?:{_HOLDINGS})\b)",
    re.I,
)
_YOU = re.compile(r"\b(?:you|yourself|ur|u)\b", re.I)
_SPEECH = re.compile(r"[“\"„«][^”\"“»]*[”\"“»]")
_GREETINGS = frozenset("hello hi hey thanks thank bye goodbye greetings cheers".split())
_SMALL_TALK = _GREETINGS | frozenset("feel feeling today doing help real human robot ai bot name good morning".split())
"""Words that make no question to the articles, beside "you" or a greeting."""


def asks_assistant(text: str) -> bool:
    """Whether a question is about the one who is asked, or none at all.

    >>> asks_assistant("What is your name?"), asks_assistant("Hello, how are you today?")
    (True, True)
    >>> asks_assistant("Can you tell me who won?"), asks_assistant("What do your articles say of it?")
    (False, False)
    """
    own = _SPEECH.sub(" ", text)
    if _YOURS.match(own):
        return True
    said = set(topic_words(own).values())
    return bool(_YOU.search(own) or said & _GREETINGS) and said <= _SMALL_TALK
