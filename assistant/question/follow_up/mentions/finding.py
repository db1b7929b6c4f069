"""The people, places, groups and things that a short text mentions, found by the shape of its words.

Knows nothing of conversations: which mention a pronoun means is decided in `anaphora`.
"""

from collections.abc import Iterator
from functools import lru_cache

from assistant.question.follow_up.mentions.names import is_title, name, name_end, title
from assistant.question.follow_up.mentions.nouns import noun, noun_end
from assistant.question.follow_up.mentions.phrases import WORD, Mention
from assistant.words import placed


@lru_cache(maxsize=512)
def mentions(text: str) -> tuple[Mention, ...]:
    """Every mention of `text`, in order, without overlaps; names before common nouns."""
    words = tuple(placed(WORD, text))
    if is_title(text, words):
        return (title(text, words),)
    found: list[Mention] = []
    at = 0
    while at < len(words):
        stop = name_end(text, words, at)
        if stop > at:
            found.extend(name(text, words, at, stop))
            at = stop
            continue
        stop = noun_end(text, words, at)
        if stop > at:
            found.extend(noun(text, words, at, stop))
        at = max(stop, at + 1)
    return tuple(_with_pairs(text, found))


def _with_pairs(text: str, found: list[Mention]) -> Iterator[Mention]:
    for place, mention in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        joined = after and text[mention.end : after.start].strip() in {"and", "&", ", and"}
        if after and joined and mention.named and after.named:
            both = f"{mention.text} and {after.text}"
            yield Mention(both, mention.start, after.end, "pair", True, True, after.head, None)
        yield mention
