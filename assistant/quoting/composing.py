"""An answer made of the articles' own sentences: which of them, in which order, each told once.

Chooses among ranked sentences; knows nothing of labels, refusals or models.
"""

from collections.abc import Sequence
from datetime import date

from assistant.alike import alike, contained, negated, overlap
from assistant.attribution.attribute import attribute
from assistant.close_reading.reader import answers
from assistant.collation.collate import adjoin
from assistant.collation.contradicting.contradictions import Statement, contradictions
from assistant.collation.contradicting.rivals import Reply, rivals
from assistant.question.analysis import Question
from assistant.quoting.describing import asks_of_person
from assistant.quoting.leading import CLOSE, Composed, settled_first, strongest_first, sums, sure
from assistant.quoting.opposing import OPEN_ENDED
from assistant.quoting.pointing import pointed_at, reply
from assistant.quoting.room import Owners
from assistant.quoting.short_values import same_value, telling_number
from assistant.quoting.weighing.ranking import Ranked, Ranking

MOST_SENTENCES = 4
"""An answer that is longer is not read."""
MOST_BESIDE = 3
"""Others that are cited for saying the same; who reads them all wants the library, not the answer."""
SECOND = 0.15
"""As `CLOSE` for another article with the same number, date or name as its short answer."""
CLASHES = 0.6
"""As `CLOSE` for a sentence that contradicts the best one: both must be on what is asked."""
SAME_MATTER = 0.25
"""Share of topic words (Jaccard) from which a sentence reports what the best one reports."""
FITS = 0.6
"""Share of the best one's hold on the question that a second source must have."""
COVERED = 0.4
"""Share of the question, by rarity, that a sentence must hold to be taken as an answer of its own."""
NEARLY = 2.5
"""Logits that a further sentence may be behind the best one."""
SURELY = 1.0
"""Logit of a close reading from which a sentence answers by itself."""
WHOLLY = 0.95
"""Share of the question's words, by rarity, that such a sentence holds else."""


def compose(ranking: Ranking, owners: Owners, opposed: Sequence[Ranked] = ()) -> list[Composed]:
    """The sentences of the answer, best first; empty where nothing was found.

    The best sentence leads. A further one must earn its place: it contradicts the best (both sides), or gives the
    same from elsewhere (nothing stands on one source). `opposed` are found to contradict the best in other words.
    News of some days are told in their order.
    """
    groups = settled_first(ranking.question, _groups(ranking, owners))
    if not groups:
        return []
    if ranking.news:
        return sorted((one._replace(short=None) for one in groups[:MOST_SENTENCES]), key=_published)
    best, rest = groups[0], [one for one in groups[1:] if one.told.score >= SECOND * groups[0].told.score]
    placed = [(place, one) for one in rest if (place := _place(one, best, ranking)) is not None]
    placed += [(0, one) for one in rest if any(one.told is other for other in opposed)]
    told = [best]
    for _, one in sorted(placed, key=lambda pair: (pair[0], -pair[1].told.score)):
        if not any(shares_words(one.told, other.told) for other in told):
            told.append(one)
    told = strongest_first(told[:MOST_SENTENCES])
    return told if asks_of_person(ranking.question) else sure(told)


def _published(one: Composed) -> date:
    """The day of its article; of an undated one the first of all."""
    return published.date if (published := one.told.candidate.article.published) else date.min


def contrasting(ranking: Ranking) -> list[Ranked]:
    """The sentences right before and behind the best one, where others speak in them: they may say otherwise."""
    best = ranking.ranked[0]
    article, span = best.candidate.article, best.candidate.span
    own = attribute(article.text, span.start, span.end).speaker
    if own is None:
        return []
    return [
        one
        for one in ranking.ranked[1:]
        if one.candidate.article.id == article.id
        and adjoin(article.text, one.candidate.span, span)
        and attribute(article.text, one.candidate.span.start, one.candidate.span.end).speaker not in (None, own)
    ]


def shares_words(one: Ranked, other: Ranked) -> bool:
    """Whether two sentences share characters: speech that is told with its speaker reaches into its neighbours."""
    first, second = one.candidate.span, other.candidate.span
    same = one.candidate.article.id == other.candidate.article.id
    return same and first.start < second.end and second.start < first.end


def _groups(ranking: Ranking, owners: Owners) -> list[Composed]:
    """Ranked sentences, near repeats put together, best first."""
    groups: list[list[Ranked]] = []
    for one in ranking.ranked:
        group = next((group for group in groups if _repeats(one, group[0])), None)
        if group:
            group.append(one)
        else:
            groups.append([one])
    return [Composed(group[0], _elsewhere(group, owners), pointed_at(ranking.question, group[0])) for group in groups]


def _elsewhere(group: Sequence[Ranked], owners: Owners) -> tuple[Ranked, ...]:
    """The repeats of a group's first sentence in other articles, one for each text and outlet, a few at most."""
    others: dict[object, Ranked] = {}
    for one in group:
        others.setdefault((owners.text(one.candidate.article.id), one.candidate.article.publisher), one)
    return tuple(one for one in others.values() if one is not group[0])[:MOST_BESIDE]


def _repeats(one: Ranked, told: Ranked) -> bool:
    text, other = one.candidate.text, told.candidate.text
    elsewhere = one.candidate.article.id != told.candidate.article.id
    return alike(text, other) or (elsewhere and contained(text, other))


def _place(one: Composed, best: Composed, ranking: Ranking) -> int | None:
    """Where a further sentence stands: 0 for a contradiction, 1 for a second source, 2 for more; None: nowhere."""
    text, lead = one.told.candidate.text, best.told.candidate.text
    elsewhere = one.told.candidate.article.id != best.told.candidate.article.id
    share = one.told.score / best.told.score
    question = ranking.question
    clash = share >= CLASHES and elsewhere and _contradicts(question, one.told, best.told)
    if clash or (share >= CLASHES and _other_side(one, best, question)):
        return 0
    fits = one.told.features.outward.cover >= FITS * best.told.features.outward.cover
    if question.wanted in OPEN_ENDED and fits and _also_answers(one.told, best.told):
        return 2
    if not elsewhere:
        return None
    if sums(one, best):
        return 1
    same = one.short is not None and best.short is not None and same_value(one.short, best.short)
    if same and (fits or telling_number(one.short or "")):
        return 1
    if not fits or share < CLOSE or (best.short and not one.short):
        return None
    return 1 if overlap(text, lead) >= SAME_MATTER else None


def _also_answers(one: Ranked, best: Ranked) -> bool:
    """Whether a sentence answers by itself, nearly as surely as the best one by a close reading; no heading does.

    A question for what may have several answers.
    """
    if one.features.outward.no_prose or one.score < CLOSE * best.score:
        return False
    if one.read is None or best.read is None:
        return one.features.outward.cover >= WHOLLY
    logit = answers(one.read)
    sure = logit >= SURELY or one.features.outward.cover >= WHOLLY
    return sure and logit >= answers(best.read) - NEARLY


def _contradicts(question: Question, one: Ranked, lead: Ranked) -> bool:
    """Whether two sentences contradict each other in what is asked; who said something is no matter of either."""
    if question.asks_speaker:
        return False
    ours, theirs = reply(question, one), reply(question, lead)
    rival = ours is not None and theirs is not None and rivals(question, ours, theirs) is not None
    return rival or bool(contradictions(question, _statement(one, ours), _statement(lead, theirs)))


def _statement(one: Ranked, reply: Reply | None) -> Statement:
    span = one.candidate.span
    said = attribute(one.candidate.article.text, span.start, span.end)
    told = Statement(one.candidate.text, said.speaker, said.channel, one.candidate.before)
    return told._replace(short=reply.short, logit=reply.logit) if reply else told


def _other_side(one: Composed, best: Composed, question: Question) -> bool:
    """Whether a question for yes or no is answered by one of the two with a negation and by the other without."""
    covered = min(one.told.features.outward.cover, best.told.features.outward.cover) >= COVERED
    return (
        question.wanted == "yes_no"
        and covered
        and negated(one.told.candidate.core) != negated(best.told.candidate.core)
    )


def shown(composed: Sequence[Composed]) -> list[Ranked]:
    """Every sentence that the answer cites, in order of appearance."""
    return [one for group in composed for one in (group.told, *group.others)]
