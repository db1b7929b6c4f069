"""Finds the noun phrase that a verb belongs to: right before it, over an insertion, at the head of its sentence.

Knows the words of one sentence. Knows nothing of quotations.
"""

from assistant.attribution.noun_phrases import LINKS, Subject, ending_at, gap
from assistant.attribution.speech import BETWEEN, BREAKS, DETERMINERS, PEOPLE, PRONOUNS, SPEECH
from assistant.question.follow_up.words import PLACES
from assistant.words import Word, is_negation

_OPENERS = frozenset(
    "in on at after before while when as despite since during following amid speaking asked according with by if"
    " although".split()
)
"""What opens a phrase or a clause before the main one."""
_LINKING = frozenset("but and however meanwhile so yet still".split())
_OF_PHRASE = DETERMINERS | PEOPLE | LINKS


def before(text: str, words: list[Word], verb: int) -> Subject | None:
    """The noun phrase whose verb is `words[verb]`; None where none stands right before it."""
    at, denied = verb - 1, False
    while at >= 0 and _stands_between(words[at]):
        denied = denied or is_negation(words[at].low)
        if gap(text, words, at) not in {" ", ""}:
            break
        at -= 1
    if at < 0:
        return None
    between = gap(text, words, at).strip()
    if between in {",", "—", "–", ")"}:
        return _over_insertion(text, words, at, denied)
    return None if between else _with_name(text, words, ending_at(text, words, at, denied=denied))


def _with_name(text: str, words: list[Word], found: Subject | None) -> Subject | None:
    """As in "Jean Davis, a retired nurse told": a full name before the noun phrase belongs to it."""
    first = next((i for i, word in enumerate(words) if found and word.start == found.start), 0)
    if not found or first < 2 or words[first].low not in {"a", "an"} or gap(text, words, first - 1).strip() != ",":
        return found
    name = first - 1
    while name >= 0 and words[name].text[0].isupper() and (name == first - 1 or gap(text, words, name) == " "):
        name -= 1
    return found._replace(start=words[name + 1].start) if first - 2 > name else found


def head_of(text: str, words: list[Word], limit: int) -> Subject | None:
    """The subject of the main clause: the first noun phrase of the sentence that can speak, before `limit`."""
    at = 0
    opens = bool(words) and (words[0].low in _OPENERS or (words[0].low in SPEECH and words[0].low.endswith("ing")))
    if opens:
        at = next((i + 1 for i in range(len(words) - 1) if gap(text, words, i).strip() == ","), 0)
    if opens and at < len(words) and words[at].start >= limit and words[0].low in {"while", "when", "as", "although"}:
        at = 1
    while at < len(words) and (words[at].low in _LINKING or _is_adverbial(text, words, at)):
        at += 1
    end = at
    while end < len(words) and words[end].start < limit and _continues(text, words, at, end):
        end += 1
    while end > at and words[end - 1].low in LINKS:
        end -= 1
    return ending_at(text, words, end - 1) if end > at else None


def _stands_between(word: Word) -> bool:
    """The word may stand between a subject and its verb; "Emily" and "Italy" are no adverbs."""
    return word.low in BETWEEN or is_negation(word.low) or (word.text[0].islower() and word.low.endswith("ly"))


def _is_adverbial(text: str, words: list[Word], at: int) -> bool:
    """As in "Surprisingly, the mayor stayed": an adverb that a comma sets apart at the head of a sentence."""
    low = words[at].low
    return at == 0 and low.endswith("ly") and low not in PLACES and gap(text, words, at).startswith(",")


def _continues(text: str, words: list[Word], at: int, end: int) -> bool:
    word = words[end]
    if end > at and gap(text, words, end - 1).strip():
        return False
    if word.low in PRONOUNS:
        return end == at
    return (
        (word.text[0].isupper() and word.low not in BREAKS)
        or word.low in _OF_PHRASE
        or (end > at and end + 1 < len(words) and words[end - 1].low in DETERMINERS)
    )


def _over_insertion(text: str, words: list[Word], at: int, denied: bool) -> Subject | None:
    """As in "Doe, a senior official in the region, said": the phrase before the insertion."""
    name = at
    while name >= 0 and words[name].text[0].isupper() and (name == at or not gap(text, words, name).strip()):
        name -= 1
    if at - name > 1 and name >= 0 and gap(text, words, name).strip() == "," and words[name].text[0].islower():
        return Subject(words[name + 1].start, words[at].end, False, denied)
    kept: Subject | None = None
    for back in range(at - 1, max(-1, at - 40), -1):
        between = gap(text, words, back)
        if any(mark in between for mark in '.!?;:“”"'):
            break
        if any(mark in between for mark in (",", "—", "–", "(")):
            found = ending_at(text, words, back, denied=denied)
            if found and not found.pronoun and not _is_place_name(text, words, back, found):
                kept = found
                if text[found.start].isupper():
                    break
    return kept


def _is_place_name(text: str, words: list[Word], last: int, found: Subject) -> bool:
    """As in "in Palm Coast, Florida,": a name after a preposition or after another name's comma."""
    first = next(i for i, word in enumerate(words) if word.start >= found.start)
    if first == 0 or words[first].low in DETERMINERS:
        return False
    after_comma = first == last and gap(text, words, first - 1).strip() == "," and words[first - 1].text[0].isupper()
    return after_comma or words[first - 1].low in {"in", "at", "from", "near", "of", "to"}
