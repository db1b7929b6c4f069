"""SummEdits, news (Laban et al. 2023): summaries of an article, some edited into saying what it does not."""

from evals.benchmarks.answer_set import AnswerSet, Ask, Item
from evals.benchmarks.judging import sentences, support
from evals.benchmarks.records import Finding
from evals.benchmarks.sets.support.measuring import support_finding, support_measures


class Summary(Item):
    """A summary with its article."""

    id: str
    doc: str
    summary: str
    label: int
    edit_types: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.id

    @property
    def group(self) -> str:
        """The article."""
        return self.id.split("_")[0]

    @property
    def asked(self) -> str:
        return self.summary


def examine(item: Summary, _ask: Ask) -> Finding:
    """Whether the article's sentences carry the summary."""
    judged = support(item.summary, sentences(item.doc))
    expected = "supported" if item.label else f"not supported: {', '.join(item.edit_types)}"
    return support_finding(judged, supported=item.label == 1, expected=expected)


SET = AnswerSet(
    name="e_support/summedits_news",
    file="e_support/summedits_news.dev.jsonl",
    about="summaries of news articles, some edited",
    grouped_by="article",
    item=Summary,
    examine=examine,
    measures=support_measures(published="SummaC 61.9, QAFactEval 74.4, GPT-4 83.3, human 90.0"),
)
