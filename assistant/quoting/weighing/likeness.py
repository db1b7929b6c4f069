"""Which words of a question no word of the sentences stands in for: "truce" stands in for "ceasefire".

Compares single words by their vectors; a number or a name is never stood in for.
"""

from collections.abc import Collection, Mapping

from assistant.quoting.candidates import SentenceCache
from assistant.words import fold

ALIKE = 0.58
"""Cosine of two single words from which one stands in for the other (all-MiniLM-L6-v2: "hotel" and "city" have 0.44,
"soldiers" and "servicemen" 0.83)."""


def unmet(
    asked: Mapping[str, str], heard: Mapping[str, str], names: Collection[str], cache: SentenceCache
) -> list[str]:
    """The words of `asked` that none of `heard` is or stands in for; both hold, for each stem, a word as written.

    `names` are the stems of `asked` that nothing stands in for.
    """
    lacking = {term: word for term, word in asked.items() if term not in heard}
    open_words = [term for term in lacking if term not in names and not term[0].isdigit()]
    spoken = [word for term, word in heard.items() if not term[0].isdigit()]
    if open_words and spoken:
        vectors = cache.vectors([fold(word) for word in (*(lacking[term] for term in open_words), *spoken)])
        nearest = (vectors[: len(open_words)] @ vectors[len(open_words) :].T).max(axis=1)
        for term, cosine in zip(open_words, nearest.tolist(), strict=True):
            if cosine >= ALIKE:
                del lacking[term]
    return list(lacking.values())
