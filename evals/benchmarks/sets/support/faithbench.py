"""FaithBench (Bao et al. 2025): summaries by language models on which detectors of invention disagree.

Invented is what the worst of the annotators' labels calls "Unwanted"; "Consistent" and "Benign" are faithful, and
"Questionable" ones are left out.
"""

import hashlib

from evals.benchmarks import statistics
from evals.benchmarks.answer_set import AnswerSet, Ask, Item
from evals.benchmarks.judging import sentences, support
from evals.benchmarks.loading import Row
from evals.benchmarks.measures import area, classified
from evals.benchmarks.records import Finding
from evals.benchmarks.sets.support.measuring import support_finding, support_measures


class Detectors(Row):
    """What published detectors said: 1 or towards 1 is faithful."""

    hhem: float | None = None
    gpt_4o: float | None = None

    model_config = Row.model_config | {"alias_generator": lambda field: {"hhem": "hhem-2.1"}.get(field, field)}


class Invented(Item):
    """A summary with its source."""

    id: str
    source: str
    summary: str
    worst: str
    detectors: Detectors

    @property
    def name(self) -> str:
        return self.id

    @property
    def group(self) -> str:
        """The source."""
        return hashlib.sha256(self.source.encode()).hexdigest()[:12]

    @property
    def asked(self) -> str:
        return self.summary


def examine(item: Invented, _ask: Ask) -> Finding:
    """Whether the source carries the summary."""
    judged = support(item.summary, sentences(item.source))
    theirs = {"hhem": item.detectors.hhem, "gpt_4o": item.detectors.gpt_4o}
    beside = {name: value for name, value in theirs.items() if value is not None}
    finding = support_finding(judged, supported=item.worst in ("Consistent", "Benign"), expected=item.worst, **beside)
    if item.worst == "Questionable":
        values = {name: value for name, value in finding.values.items() if name != "supported"}
        return finding.model_copy(update={"values": values})
    return finding


SET = AnswerSet(
    name="e_support/faithbench",
    file="e_support/faithbench.dev.jsonl",
    about="summaries by language models that detectors of invention disagree on",
    grouped_by="source",
    item=Invented,
    examine=examine,
    measures=(
        *support_measures(),
        area("hhem", "supported", "AUROC of HHEM 2.1, same summaries"),
        classified(statistics.balanced_accuracy, "gpt_4o", "supported", "balanced accuracy of GPT-4o, same summaries"),
    ),
)
