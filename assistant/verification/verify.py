"""Whether quotes prove a sentence: by code, and where the words decide by a close reading of them too.

Code reads words, numbers, names and negations and understands nothing; no reading overrules a number, a name or a
"not" that does not fit. Its threshold was set on the development halves of WiCE (Kamoi et al. 2023) and SummEdits
(Laban et al. 2023), those of the reading on claims that it had not learnt from (`evals/ADAPTER.md`).
"""

from collections.abc import Sequence
from datetime import date

from assistant.answer import Check
from assistant.collation.contradicting.titles import titles
from assistant.irregular import is_past
from assistant.verification.locks.certainty import adds_certainty
from assistant.verification.locks.figure_lock import as_dated, figures_hold, without_known_dates
from assistant.verification.locks.naming import missing_name, names
from assistant.verification.locks.polarity import contradicts
from assistant.verification.locks.roles import dates_swapped, names_swapped, numbers_swapped
from assistant.verification.locks.voice import doer_changed, of_another
from assistant.verification.reading import Reading
from assistant.verification.said import Said
from assistant.verification.wording import coverage, nearest, stands_whole, told, unheld
from assistant.writing.cleaning import visible

ENOUGH = 0.7
"""Share of a sentence's topical words that must stand in its quotes."""
FEW, SOME, FEWER = 2, 5, 4
"""Words, its names left out, of which all must stand there; up to which `MOST` of them must, and of more `HALF`;
and up to which none that is missing may be its verb, and quotes prove it together only if it is of one piece."""
MOST, HALF = 0.6, 0.5
DOUBTED, SURE = -0.5, 1.0
"""Logit of a close reading from which quotes prove what their words would, and from which they prove it in others."""


def verify(sentence: str, quote: str, *, published: date | None = None) -> Check:
    """How `sentence` relates to `quote`, whose article was published on the day `published`.

    `exact`: its words stand there verbatim. `normalised`: they do but for case, white space, quotation marks,
    dashes; or it is a fair paraphrase: every number, date and name stands there in the same part or follows from
    what does, no negation or certainty differs, and enough of its topical words do. `number_mismatch`,
    `name_mismatch`: one is not there, or plays another's part. `unsupported`: anything else.
    """
    return check(sentence, Said(quote, published))


def check(sentence: str, quote: Said, reading: Reading | None = None) -> Check:
    """The same, with a `reading` to refuse what only shares the quote's words, and to pass what says it in others."""
    quote = quote._replace(text=visible(quote.text))  # what nobody sees in it parts its words
    whole = stands_whole(sentence, quote.text)
    if whole and not contradicts(sentence, [quote.text]):
        return whole
    return _paraphrase(sentence, [quote], reading)


def supported(check: Check) -> bool:
    """Whether a check says that the quote proves the sentence."""
    return check in ("exact", "normalised")


def proves(sentence: str, quotes: Sequence[Said], reading: Reading | None = None) -> bool:
    """Whether the quotes prove `sentence`: one of them, or the few nearest to it together.

    Together, a number or a name may stand in any of them.
    """
    quotes = [quote for quote in quotes if not of_another(sentence, quote.text)]
    if any(supported(check(sentence, quote, reading)) for quote in quotes):
        return True
    quotes = [quote._replace(text=visible(quote.text)) for quote in quotes]
    texts = nearest(sentence, [quote.text for quote in quotes])
    together = [next(quote for quote in quotes if quote.text == text) for text in texts]
    of_one_piece = len(together) > 1 and _of_one_piece(sentence, texts) and not doer_changed(sentence, texts)
    return of_one_piece and supported(_paraphrase(sentence, together, reading))


def _paraphrase(sentence: str, quotes: Sequence[Said], reading: Reading | None) -> Check:
    texts = [quote.text for quote in quotes]
    undated = without_known_dates(sentence, quotes)
    if not figures_hold(undated, quotes):
        return "number_mismatch"
    if any(missing_name(name, texts) for name in names(sentence)):
        return "name_mismatch"
    if numbers_swapped(undated, texts) or dates_swapped(sentence, texts):
        return "number_mismatch"
    if names_swapped(sentence, texts) or _other_office(sentence, texts):
        return "name_mismatch"
    if contradicts(sentence, texts) or adds_certainty(sentence, texts):
        return "unsupported"
    worded = coverage(undated, texts) >= ENOUGH and not _unsaid(undated, texts)
    if reading is not None and reading.fits(sentence, quotes):
        # "Monday, April 8" is read as the quote's "Monday": which day that was, its article's date says.
        says = reading.says(as_dated(sentence, quotes), quotes)
        worded = says >= (DOUBTED if worded else SURE)
    return "normalised" if worded else "unsupported"


def _other_office(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether the quotes give somebody of the sentence another office: "former" mayor, and not mayor."""
    return any(any(titles(sentence, quote)) for quote in quotes)


def _unsaid(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether the quotes lack what a sentence says of its names: "Doe met Roe" does not prove "Doe shot Roe"."""
    words = told(sentence)
    missing = unheld(words, quotes)
    if len(words) <= FEW:
        return bool(missing)
    least = MOST if len(words) <= SOME else HALF
    verb = len(words) <= FEWER and any(is_past(token.word) for token in missing)
    return verb or len(words) - len(missing) < least * len(words)


def _of_one_piece(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether one of the quotes names somebody whom a short sentence names and says two of its words of them, or all.

    Else "Doe resigned" would be proved by a quote that names Doe and another in which Roe resigned.
    """
    words = told(sentence)
    if len(words) > FEWER:
        return True
    named = names(sentence)
    return any(
        len(words) - len(unheld(words, [quote])) >= min(2, len(words))
        and (not named or any(not missing_name(name, [quote]) for name in named))
        for quote in quotes
    )
