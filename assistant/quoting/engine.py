"""The quotes engine: an answer made of the articles' own sentences.

Needs no model. Knows nothing of conversations or settings.
"""

from collections.abc import Iterator, Sequence

from assistant.answer import Answer, Sentence
from assistant.assembling import refusal, told
from assistant.proof.citing import cite, number, prose
from assistant.proof.collate import collate
from assistant.proof.verify import supported
from assistant.quoting.composing import Composed, compose, shown
from assistant.quoting.judging import ANSWERABLE
from assistant.quoting.ranking import Ranked, Ranking


def quote(start: Answer, ranking: Ranking, *, limit: int) -> Iterator[Answer]:
    """Growing answers, sentence by sentence, the last one complete; or one refusal.

    `limit` bounds the evidence; `start.confidence` decides between answer and refusal.
    """
    composed = compose(ranking) if start.confidence >= ANSWERABLE else []
    if not composed:
        yield refusal(start, ranking, number(ranking.ranked[:limit]))
        return
    evidence = number(_first(shown(composed), ranking.ranked, limit))
    labels = {(one.quote.article_id, one.quote.start, one.quote.end): one for one in evidence}
    sentences: list[Sentence] = []
    for group in composed:
        text = prose(group.told.candidate.text)
        places = [_place(one) for one in (group.told, *group.others)]
        cited = tuple(one for place in places if supported((one := cite(text, labels[place])).check))
        sentences.append(Sentence(text=text, citations=cited))
        yield told(start, sentences, evidence=evidence, short=composed[0].short, complete=False)
    used = {citation.label for sentence in sentences for citation in sentence.citations}
    disagreements = collate(evidence, ranking.question, cited=used)
    yield told(start, sentences, evidence=evidence, short=_short(composed), disagreements=disagreements)


def _first(used: Sequence[Ranked], ranked: Sequence[Ranked], limit: int) -> list[Ranked]:
    """What the answer uses, then the rest of the ranking, at most `limit`."""
    rest = [one for one in ranked if one not in used]
    return [*used, *rest][: max(limit, len(used))]


def _place(one: Ranked) -> tuple[str, int, int]:
    return one.candidate.article.id, one.candidate.span.start, one.candidate.span.end


def _short(composed: Sequence[Composed]) -> str | None:
    return next((group.short for group in composed if group.short), None)
