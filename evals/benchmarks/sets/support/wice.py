"""WiCE (Kamoi et al. 2023): claims of Wikipedia against the web page they cite; and the words it does not support."""

from typing import Literal

from evals.benchmarks.answer_set import AnswerSet, Ask, Item
from evals.benchmarks.judging import support, unsupported_words
from evals.benchmarks.loading import Row
from evals.benchmarks.measures import Columns, Measure, average
from evals.benchmarks.records import Finding
from evals.benchmarks.sets.support.measuring import support_finding, support_measures


class Origin(Row):
    """Where a claim stands."""

    id: str
    claim_title: str


class Cited(Item):
    """A claim with the sentences of the page it cites."""

    claim: str
    label: Literal["supported", "partially_supported", "not_supported"]
    evidence: tuple[str, ...]
    meta: Origin

    @property
    def name(self) -> str:
        return self.meta.id

    @property
    def group(self) -> str:
        """The article whose claim it is."""
        return self.meta.claim_title

    @property
    def asked(self) -> str:
        return self.claim


class Marked(Cited):
    """A claim whose unsupported words are marked."""

    claim_tokens: tuple[str, ...]
    non_supported_spans: tuple[bool, ...]


def examine(item: Cited, _ask: Ask) -> Finding:
    """Whether the page carries the whole claim; a claim supported in part is not."""
    return support_finding(support(item.claim, item.evidence), supported=item.label == "supported", expected=item.label)


def examine_words(item: Marked, _ask: Ask) -> Finding:
    """Which words of the claim the page does not support."""
    said = unsupported_words(item.claim_tokens, item.evidence)
    wanted = item.non_supported_spans
    hits = sum(one and other for one, other in zip(said, wanted, strict=True))
    return Finding(
        values={
            "hits": float(hits),
            "said": float(sum(said)),
            "wanted": float(sum(wanted)),
            "words": float(len(wanted)),
            "caught": float(hits > 0),
        },
        expected=_told(item.claim_tokens, wanted),
        shown=_told(item.claim_tokens, said),
    )


def _told(words: tuple[str, ...], marks: list[bool] | tuple[bool, ...]) -> str:
    return " ".join(word for word, mark in zip(words, marks, strict=True) if mark) or "(none)"


def _precision(of: Columns) -> float:
    return float(of["hits"].sum() / of["said"].sum()) if of["said"].sum() else float("nan")


def _recall(of: Columns) -> float:
    return float(of["hits"].sum() / of["wanted"].sum())


def _f1(of: Columns) -> float:
    return float(2 * of["hits"].sum() / (of["said"].sum() + of["wanted"].sum()))


def _every_word(of: Columns) -> float:
    """F1 of marking every word."""
    return float(2 * of["wanted"].sum() / (of["words"].sum() + of["wanted"].sum()))


CLAIMS = AnswerSet(
    name="e_support/wice_claim",
    file="e_support/wice_claim.dev.jsonl",
    about="claims against the web page they cite",
    grouped_by="article of the claim",
    item=Cited,
    examine=examine,
    measures=support_measures(area_floor=0.774, area_published="T5-3B ANLI .913, GPT-4 .802 (100-claim subset)"),
)
WORDS = AnswerSet(
    name="e_support/wice_nonsupported_tokens",
    file="e_support/wice_nonsupported_tokens.dev.jsonl",
    about="which words of a claim its page does not support",
    grouped_by="article of the claim",
    item=Marked,
    examine=examine_words,
    measures=(
        Measure("F1 over words", ("hits", "said", "wanted", "words"), _f1, floor=_every_word),
        Measure("precision over words", ("hits", "said"), _precision),
        Measure("recall over words", ("hits", "wanted"), _recall),
        average("caught", "claims with an unsupported word found"),
    ),
)
