"""Which sentences answer a question otherwise than the best one, as a close reading of both together tells.

Finds what counts of words and values do not: "the pilots are still waiting for their pay", "the wages were paid".
"""

from collections.abc import Mapping, Sequence

from assistant.alike import negated, overlap
from assistant.attribution.attribute import attribute
from assistant.close_reading.opposition import Opposition
from assistant.close_reading.reader import answers
from assistant.collation.claims.values import dates
from assistant.collation.contradicting.clashes import as_side
from assistant.collation.contradicting.contradictions import days_differ
from assistant.collation.contradicting.rivals import SAME_EVENT, WITHIN
from assistant.collation.sides import Side, Stance
from assistant.figures import compatible, quantities
from assistant.question.analysis import Question
from assistant.quoting.pointing import in_words, pointed_at
from assistant.quoting.weighing.ranking import Ranked
from assistant.words import fold

REPLIES = 2.0
"""Logit from which a sentence is surely an answer to the question, in whatever words."""
NEARLY = 0.9
"""Share of the best one's score that another answer must have to be read against it."""
OPPOSED = 1.0
"""Logit from which two answers cannot both be true."""
NAMED = 0.2
"""Share of an open question, by rarity, that a sentence must hold."""
OPEN_ENDED = ("what", "why")
"""Sorts of questions that several different sentences may answer."""
SAME_WORDS, ELSE = 0.1, 0.4
"""Share of topic words (Jaccard) from which two days are told in the same words, and share of the question by which the
second then falls short: "The mill was built in 1987" is of no barn."""
MOST_READ = 6
"""Further answers that are read against the best one, the likeliest first: reading costs time."""


def opposing(question: Question, lead: Ranked, others: Sequence[Ranked], opposition: Opposition) -> list[list[Ranked]]:
    """The answers that contradict `lead`, those together that do not contradict each other; each by relevance.

    Who said something, and who somebody is, is no matter of contradiction here.
    """
    if question.asks_speaker or question.person is not None or lead.read is None or answers(lead.read) < 0:
        return []
    near = [one for one in others if one.score >= NEARLY * lead.score and _replies(question, one)]
    near = [one for one in near if _apart(lead, one) and not _both_true(question, lead, one)]
    logits = opposition.against(question.text, lead.candidate.core, [one.candidate.core for one in near[:MOST_READ]])
    sides: list[list[Ranked]] = []
    for one, logit in zip(near, logits, strict=False):
        if logit < OPPOSED:
            continue
        heads = [side[0].candidate.core for side in sides]
        between = opposition.against(question.text, one.candidate.core, heads) if heads else []
        same = next((side for side, apart in zip(sides, between, strict=True) if apart < OPPOSED), None)
        if same is None:
            sides.append([one])
        else:
            same.append(one)
    return sides


def stances(question: Question, lead: int, read: Mapping[int, Ranked], opposition: Opposition) -> dict[int, Stance]:
    """The side that each quote takes, by label, among those that contradict the one labelled `lead`, itself included.

    `read` holds the ranked sentences by label, the best first. Empty: none contradicts it.
    """
    labels = {id(one): label for label, one in read.items()}
    others = [one for label, one in read.items() if label != lead]
    sides = [[read[lead]], *opposing(question, read[lead], others, opposition)]
    if len(sides) == 1:
        return {}
    told = _positions(question, [side[0] for side in sides])
    return {labels[id(one)]: stance for stance, side in zip(told, sides, strict=True) for one in side}


def _positions(question: Question, heads: Sequence[Ranked]) -> list[Stance]:
    """What each side says: its few words that answer, or its whole sentence where those tell no two sides apart."""
    few = [pointed_at(question, one) or in_words(question, one) or one.candidate.core for one in heads]
    told = few if len({fold(words) for words in few}) == len(few) else [one.candidate.core for one in heads]
    taken = [_stance(number, words) for number, words in enumerate(told)]
    if len({one.side.key for one in taken}) == len(taken):
        return taken
    return [Stance("polarity", Side(f"side {number}", words)) for number, words in enumerate(told)]


def _stance(number: int, words: str) -> Stance:
    numbers = quantities(words)
    if len(numbers) == 1:
        return Stance("number", as_side(numbers[0])._replace(value=words))
    return Stance("date" if dates(words) else "polarity", Side(f"side {number}", words))


def _replies(question: Question, one: Ranked) -> bool:
    """Whether a sentence was surely read as an answer; no heading is one.

    What may have several answers must be named too: two demands can both be made.
    """
    if one.read is None or one.features.outward.no_prose or answers(one.read) < REPLIES:
        return False
    return question.wanted not in OPEN_ENDED or one.features.outward.cover >= NAMED


def _both_true(question: Question, first: Ranked, second: Ranked) -> bool:
    """Whether the words of two answers let both be true, whatever a reading says: no likelihood decides that.

    One name, one day or a day of something else, numbers that fit each other or are too far apart to count one thing;
    two denials; places, of which one may lie in the other.
    """
    texts = first.candidate.core, second.candidate.core
    if question.wanted in ("when", "year"):
        lacks = first.features.outward.cover - second.features.outward.cover
        of_another = overlap(*texts) > SAME_WORDS and lacks > ELSE
        return of_another or (all(dates(text) for text in texts) and not days_differ(*texts))
    if question.wanted == "where":
        return overlap(*texts) < SAME_EVENT
    if question.wanted == "yes_no":
        return all(negated(text) for text in texts)
    few = [pointed_at(question, one) or "" for one in (first, second)]
    numbers = [quantities(words) for words in few]
    if all(len(told) == 1 for told in numbers):
        (one,), (other,) = numbers
        return compatible(one, other) or max(one.high, other.high) > WITHIN * min(one.high, other.high)
    ours, theirs = (f" {fold(words)} " for words in few)
    return all(few) and (ours in theirs or theirs in ours)


def _apart(one: Ranked, other: Ranked) -> bool:
    """Whether two sentences are of two articles, or two people's words in one."""
    if one.candidate.article.id != other.candidate.article.id:
        return True
    voices = [
        attribute(each.candidate.article.text, each.candidate.span.start, each.candidate.span.end)
        for each in (one, other)
    ]
    speakers = [voice.speaker for voice in voices]
    return None not in speakers and speakers[0] != speakers[1]
