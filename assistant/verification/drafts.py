"""What articles say of each sentence of a draft: they prove it, they contradict it, or neither.

Judges sentences against evidence that it is handed; finds none itself.
"""

from collections.abc import Callable, Sequence

from assistant.answer import Citation, Evidence, Finding, Verdict
from assistant.collation.contradicting.clashes import clashes
from assistant.tokens import tokens
from assistant.verification.citing import cite, said
from assistant.verification.locks.figure_lock import figures_hold, without_known_dates
from assistant.verification.locks.polarity import denies
from assistant.verification.reading import Reading
from assistant.verification.verify import ENOUGH, check, proves, supported
from assistant.verification.wording import coverage, nearest, stands_whole
from index import sentences

Look = Callable[[str], Sequence[Evidence]]
"""A sentence in, the quotes nearest to it out."""
FEWEST = 2
"""Topical words or numbers of a sentence that can be proved in other words than its own."""


def verdicts(draft: str, look: Look, reading: Reading | None = None) -> tuple[Verdict, ...]:
    """One verdict per sentence of the draft, in order; headings and fields are sentences too.

    A quote has one label in all of them: 1, 2, ... in order of appearance. `reading` None: only words are compared.
    """
    labels: dict[tuple[str, int, int], int] = {}
    return tuple(_verdict(draft, start, end, look, labels, reading) for start, end in parts(draft))


def parts(draft: str) -> list[tuple[int, int]]:
    """The sentences of a draft: the first character of each and one past its last."""
    return [(span.start, span.end) for span in sentences(draft)]


def _verdict(
    draft: str,
    start: int,
    end: int,
    look: Look,
    labels: dict[tuple[str, int, int], int],
    reading: Reading | None,
) -> Verdict:
    text = draft[start:end]
    evidence = look(text)
    proof = _proof(text, evidence, reading)
    proving = {one.label for one in proof}
    against = [one for one in evidence if one.label not in proving and _against(text, one)]
    finding: Finding = "supported" if proof else "contradicted" if against else "not_found"

    def cited(quotes: Sequence[Evidence]) -> tuple[Citation, ...]:
        places = [(one.article.id, one.quote.start, one.quote.end) for one in quotes]
        numbers = [labels.setdefault(place, len(labels) + 1) for place in places]
        given = (cite(text, one, reading) for one in quotes)
        return tuple(one.model_copy(update={"label": label}) for one, label in zip(given, numbers, strict=True))

    return Verdict(text=text, start=start, end=end, finding=finding, citations=cited(proof), against=cited(against))


def _proof(text: str, evidence: Sequence[Evidence], reading: Reading | None) -> list[Evidence]:
    """The quotes that prove a sentence, each by itself; else the few that do so together."""
    if _says_little(text):
        return [one for one in evidence if stands_whole(text, one.quote.text)]
    alone = [one for one in evidence if supported(check(text, said(one), reading))]
    if alone:
        return alone
    chosen = set(nearest(text, [one.quote.text for one in evidence]))
    together = [one for one in evidence if one.quote.text in chosen]
    return together if proves(text, [said(one) for one in together], reading) else []


def _against(text: str, one: Evidence) -> bool:
    """Whether a quote on the same matter says otherwise: another number, date or state, or a "not"."""
    quote = one.quote.text
    if _says_little(text):
        return False
    if clashes(text, quote):
        return True
    if coverage(text, [quote]) < ENOUGH:
        return False
    given = [said(one)]
    return denies(text, [quote]) or not figures_hold(without_known_dates(text, given), given)


def _says_little(text: str) -> bool:
    """Whether a sentence has too few words of its own to be found again in others: "The strike is over." has one."""
    return sum(token.topical or token.word[0].isdigit() for token in tokens(text)) < FEWEST
