"""The quotes engine: an answer made of the articles' own sentences.

Needs no model. Knows nothing of conversations or settings.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from assistant.answer import Answer, Disagreement, Evidence, Sentence
from assistant.assembling import refusal, told
from assistant.close_reading.opposition import Opposition
from assistant.collation.backing.support import supports
from assistant.collation.collate import collate
from assistant.question.languages import english
from assistant.quoting.candidates import SentenceCache
from assistant.quoting.composing import MOST_SENTENCES, compose, contrasting, shares_words, shown
from assistant.quoting.leading import Composed
from assistant.quoting.leaning import standing_alone
from assistant.quoting.numbering import Told, cited_first, number
from assistant.quoting.opposing import opposing, stances
from assistant.quoting.pointing import in_words, reply
from assistant.quoting.room import Owners, quotes
from assistant.quoting.weighing.judging import ANSWERABLE, confidence, missing
from assistant.quoting.weighing.ranking import Ranked, Ranking
from assistant.verification.citing import cite, prose
from assistant.verification.verify import supported

ENGLISH_ONLY = "Questions are read in English best; ask it in English to be sure that the articles are silent."
MORE_NEWS = "More articles may tell of these days; name a subject to ask for it."


def quote(
    start: Answer,
    rankings: Sequence[Ranking],
    owners: Owners,
    cache: SentenceCache,
    *,
    limit: int,
    opposition: Opposition | None = None,
) -> Iterator[Answer]:
    """Growing answers, sentence by sentence, the last one complete; or one refusal. All is known before the first.

    `rankings` holds one ranking for each part of the question; a part that the articles leave open is told in
    `missing`. `limit` bounds the evidence, `owners` the share of one text or outlet in it; where values and words show
    no disagreement, `opposition` reads answers against each other (None: nothing does).
    """
    answered = [ranking for ranking in rankings if confidence(ranking) >= ANSWERABLE]
    parts = [compose(ranking, owners) for ranking in answered]
    composed = _together(parts)
    if not composed:
        if not english(rankings[0].question.text):
            start = start.model_copy(update={"notice": start.notice or ENGLISH_ONLY})
        yield refusal(start, missing(rankings[0], cache), number(quotes(owners, rankings[0].ranked, limit)))
        return
    more = any(ranking.news for ranking in answered) and len(composed) >= MOST_SENTENCES
    start = start.model_copy(
        update={"missing": _open(rankings, answered), "notice": start.notice or (MORE_NEWS if more else None)}
    )
    backed = _backed(composed, answered, owners, limit)
    if opposition and not backed.disagreements and (opposed := _opposed(answered, parts, opposition)):
        composed = _together([compose(ranking, owners, opposed) for ranking in answered])
        backed = _backed(composed, answered, owners, limit, opposition)
    whole = standing_alone(cited_first(backed), cache)
    few = composed[0].short or in_words(answered[0].question, composed[0].told)
    short = prose(few) if few else None
    for count in range(1, len(whole.sentences) + 1):
        yield told(start, whole.sentences[:count], evidence=whole.evidence, short=short, complete=False)
    start = start.model_copy(update={"support": whole.support})
    yield told(start, whole.sentences, evidence=whole.evidence, short=short, disagreements=whole.disagreements)


def _opposed(rankings: Sequence[Ranking], parts: Sequence[Sequence[Composed]], opposition: Opposition) -> list[Ranked]:
    """The sentences that contradict the best one of their part in other words."""
    led = [(ranking, part[0].told) for ranking, part in zip(rankings, parts, strict=True) if part]
    sides = (side for ranking, lead in led for side in opposing(ranking.question, lead, ranking.ranked, opposition))
    return [one for side in sides for one in side]


def _backed(
    composed: Sequence[Composed],
    rankings: Sequence[Ranking],
    owners: Owners,
    limit: int,
    opposition: Opposition | None = None,
) -> Told:
    """The sentences with their evidence, what it disagrees on, and who backs each."""
    used = [*shown(composed), *(one for ranking in rankings for one in contrasting(ranking))]
    numbered = number(_first(used, quotes(owners, merged(rankings), limit), limit))
    labels = {(one.quote.article_id, one.quote.start, one.quote.end): one for one in numbered}
    said = tuple(_sentence(group, labels) for group in composed)
    return Told(numbered, said, disputes(numbered, rankings, said, opposition), supports(said, numbered))


def _sentence(group: Composed, labels: Mapping[tuple[str, int, int], Evidence]) -> Sentence:
    text = prose(group.told.candidate.text)
    cited = (cite(text, labels[_place(one)]) for one in (group.told, *group.others))
    return Sentence(text=text, citations=tuple(one for one in cited if supported(one.check)))


def disputes(
    evidence: Sequence[Evidence],
    rankings: Sequence[Ranking],
    sentences: Sequence[Sentence],
    opposition: Opposition | None = None,
) -> tuple[Disagreement, ...]:
    """The disagreements that touch any part of the question, each once."""
    used = [citation.label for sentence in sentences for citation in sentence.citations]
    found: list[Disagreement] = []
    for ranking in rankings:
        read = _labelled(evidence, ranking)
        replies = {label: told for label, one in read.items() if (told := reply(ranking.question, one)) is not None}
        lead = next((label for label in used if label in read), None)
        taken = stances(ranking.question, lead, read, opposition) if opposition and lead is not None else {}
        found += collate(evidence, ranking.question, cited=set(used), replies=replies, stances=taken)
    return tuple({(one.kind, *sorted(side.value for side in one.positions)): one for one in found}.values())


def _labelled(evidence: Sequence[Evidence], ranking: Ranking) -> dict[int, Ranked]:
    """Each quote of the evidence that is in a ranking, by its label, the best first."""
    labels = {(one.quote.article_id, one.quote.start, one.quote.end): one.label for one in evidence}
    return {labels[_place(one)]: one for one in ranking.ranked if _place(one) in labels}


def merged(rankings: Sequence[Ranking]) -> list[Ranked]:
    """The sentences of all rankings, each once, the best of each first."""
    turns = zip_longest(*(ranking.ranked for ranking in rankings))
    places = {_place(one): one for turn in turns for one in reversed(turn) if one is not None}
    return list(places.values())


def _together(answers: Sequence[Sequence[Composed]]) -> list[Composed]:
    """The answers to the parts one after the other, nothing told twice; a part of several gets two sentences."""
    told_already: list[Composed] = []
    for answer in answers:
        new = [one for one in answer if not any(shares_words(one.told, other.told) for other in told_already)]
        told_already += new if len(answers) == 1 else new[:2]
    return told_already


def _open(rankings: Sequence[Ranking], answered: Sequence[Ranking]) -> str | None:
    """Which parts of the question the articles leave open; None: none."""
    left = [ranking.question.text for ranking in rankings if ranking not in answered]
    return " ".join(f"not stated: {text}" for text in left) or None


def _first(used: Sequence[Ranked], ranked: Sequence[Ranked], limit: int) -> list[Ranked]:
    """What the answer uses, then the rest of the ranking, at most `limit`."""
    first = [one for place, one in enumerate(used) if one not in used[:place]]
    rest = [one for one in ranked if one not in first]
    return [*first, *rest][: max(limit, len(first))]


def _place(one: Ranked) -> tuple[str, int, int]:
    return one.candidate.article.id, one.candidate.span.start, one.candidate.span.end
