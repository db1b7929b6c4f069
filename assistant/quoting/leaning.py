"""Sentences that lean on the one before them ("She will not resign."), told together with it.

Who prints an answer must be able to say whom it means. Looks at the form alone: whom a pronoun means is left to
the reader, who gets the words that say so.
"""

import re
from collections.abc import Sequence

from assistant.answer import Evidence, Quote, Sentence
from assistant.attribution.attribute import person
from assistant.irregular import is_past
from assistant.quoting.candidates import SentenceCache
from assistant.quoting.numbering import Told
from assistant.verification.citing import cite, prose
from assistant.verification.verify import supported
from assistant.words import fold
from index import Article

_MOST = 320
"""Characters of a sentence with those before it; what is longer is told alone."""
_FARTHEST = 2
"""Sentences that one may reach back over."""
_LINK = r"(?:(?:but|and|so|yet|now|then|still|also|instead|later|today|meanwhile|however),?\s)?"
_POINTS_BACK = re.compile(
    rf"[^\w\"“]*{_LINK}(?P<who>(?P<person>he|she|him|his|her|hers)|they|them|their|theirs|its|both|neither)\b(?!\sof\b)",
    re.I,
)
_IT = re.compile(rf"[^\w\"“]*{_LINK}it\s(?:(?P<be>is|was)\s)?(?P<next>\w+)(?P<rest>.*)", re.I | re.S)
_EMPTY = frozenset(
    "is was be takes took seems seemed appears appeared remains remained rains rained snows snowed turns turned happens"
    " happened became becomes may might".split()
)
"""Verbs whose "it" often means nothing: "It took two days to ..."."""
_CLEFT = re.compile(r"\b(?:who|that|when|to|where|whether)\b", re.I)
_SPEAKER = re.compile(
    r"[\"“]?[^\"“”]*[\"”],?\s(?:said\s|says\s|wrote\s|told\s|asked\s)?(?P<who>(?P<person>he|she)|they)\b(?!\swho\b)",
    re.I,
)


def leans(sentence: str) -> bool:
    """Whether a sentence begins with somebody or something that only the one before it names.

    >>> leans("She will not resign."), leans("It took two days to find them."), leans("“Go,” she said.")
    (True, False, True)
    >>> leans("Her lawyer, Ann Doe, said so."), leans("Both of the boats sank."), leans("It was built in 1970.")
    (True, False, True)
    """
    return _pronoun(sentence) is not None or _means_a_thing(sentence)


def _pronoun(sentence: str) -> re.Match[str] | None:
    return _POINTS_BACK.match(sentence) or _SPEAKER.match(sentence)


def _means_a_thing(sentence: str) -> bool:
    """Whether a sentence begins with an "it" that stands for something."""
    found = _IT.match(sentence)
    if found is None or fold(found["next"]) in _EMPTY:
        return False
    return found["be"] is None or (is_past(fold(found["next"])) and not _CLEFT.search(found["rest"]))


def standing_alone(told: Told, cache: SentenceCache) -> Told:
    """The same, each sentence that leans on another told with it; its quote begins where that one does.

    Positions of a disagreement keep their own, narrower quotes.
    """
    evidence = {one.label: one for one in told.evidence}
    sentences = list[Sentence]()
    for sentence in told.sentences:
        lead = evidence[sentence.citations[0].label]
        wider = _wider(lead, sentences[-1:], cache) if prose(lead.quote.text) == sentence.text else lead
        text = prose(wider.quote.text)
        cited = [cite(text, wider if one.label == lead.label else evidence[one.label]) for one in sentence.citations]
        if wider is lead or not supported(cited[0].check):
            sentences.append(sentence)
            continue
        evidence[lead.label] = wider
        proofs = tuple(one for one in cited if supported(one.check))
        sentences.append(sentence.model_copy(update={"text": text, "citations": proofs}))
    return told._replace(evidence=tuple(evidence.values()), sentences=tuple(sentences))


def _wider(lead: Evidence, just_told: Sequence[Sentence], cache: SentenceCache) -> Evidence:
    """A piece of evidence with the sentences that it leans on, unless they were just told."""
    article, quote = lead.article, lead.quote
    start = _start(article, quote, cache)
    beside = [one for told in just_told for one in told.citations if one.article.id == article.id]
    if any(one.start <= start < one.end for one in beside):
        return lead
    text = article.text[start : quote.end]
    return lead.model_copy(update={"quote": quote.model_copy(update={"start": start, "text": text})})


def _start(article: Article, quote: Quote, cache: SentenceCache) -> int:
    """Where the sentence begins that names what the quote leans on; its own start where it leans on none."""
    if not leans(quote.text):
        return quote.start
    found = _pronoun(quote.text)
    before = [one.span for one in cache.sentences(article) if one.span.end <= quote.start][-_FARTHEST:]
    named = _named(article.text, quote.start + found.start("who"), found["who"]) if found and found["person"] else None
    for span in reversed(before):
        if span.kind != "sentence" or quote.end - span.start > _MOST:
            break
        said = article.text[span.start : span.end]
        if span.start <= named < span.end if named is not None else not leans(said):
            return span.start
    return quote.start


def _named(text: str, start: int, pronoun: str) -> int | None:
    """Where the person last is named whom a pronoun means; None where it is not clear who that is."""
    name = person(text, start, start + len(pronoun))
    return text.rfind(name, 0, start) if name else None
