"""What a benchmark of speed gives: pure data, as it stands in evals/speed.json.

Computes nothing but what a record says of itself.
"""

from typing import Literal

from assistant.answer import Frozen

Arm = Literal["twosource float32", "twosource int8", "llama-index"]
"""Who was measured."""


class Machine(Frozen):
    """Where it was measured; figures of two machines are not compared."""

    cores: int
    """Cores that the benchmark could use."""
    load: float
    """Mean number of processes that wanted a core in the minute before it began; above 0, figures are pessimistic."""
    python: str
    """Version."""
    sgemm_gflops: float
    """Best float32 matrix multiplication (2048 x 2048) by numpy on all cores, in 10^9 operations a second."""


class Ingest(Frozen):
    """Texts into an empty library, in rounds that took turns with the others."""

    arm: Arm
    """Who."""
    articles: int
    """Texts taken in."""
    chunks: int
    """What they were cut into."""
    seconds: tuple[float, ...]
    """Of each round, reading the files included."""
    cpu_s: float
    """Processor time of all rounds and threads, which other work on the machine hardly changes."""
    embedding_s: float | None
    """Of that, inside the model. None: not known."""
    disk_mb: float
    """Afterwards."""
    peak_mb: float
    """Resident memory at its highest, model included."""

    @property
    def articles_per_s(self) -> float:
        """Over all rounds."""
        return self.articles / sum(self.seconds)

    @property
    def chunks_per_s(self) -> float:
        """Over all rounds."""
        return self.chunks / sum(self.seconds)


class Resync(Frozen):
    """A sync that finds few of its files changed."""

    arm: Arm
    """Who."""
    articles: int
    """In the folder."""
    changed: int
    """Of those, edited."""
    seconds: float
    """Of the sync, process and model warm."""
    full_seconds: float
    """Of taking in the whole folder."""
    cpu_share: float
    """Processor time of the sync as a share of the full ingest's."""

    @property
    def share(self) -> float:
        """Of a full ingest."""
        return self.seconds / self.full_seconds


class Embedding(Frozen):
    """The model alone, on chunks in the order of their texts."""

    arm: Arm
    """Who."""
    tokens_per_s: float
    """Median of the rounds; padding not counted."""
    tokens_per_cpu_s: float
    """The same by processor time."""
    share: float
    """Of what `sgemm_gflops` would allow if the model were nothing but multiplication; above 1 only in eight bits."""


class Search(Frozen):
    """Retrievals of ten passages, one after the other, in a warm process."""

    arm: Arm
    """Who."""
    chunks: int
    """In the library."""
    queries: int
    """Asked, each once."""
    median_ms: float
    """The query's embedding included."""
    p95_ms: float
    """Of every twentieth query more."""
    cpu_ms: float
    """Processor time of a query, mean."""
    disk_mb: float
    """The library's files."""
    peak_mb: float
    """Resident memory at its highest, model included; of retrieving only."""
    ask_ms: float | None = None
    """Median of whole answers. None: not asked."""
    ask_peak_mb: float | None = None
    """Resident memory at its highest after answers, too. None: not asked."""


class ColdStart(Frozen):
    """Whole processes, start to end, taking turns."""

    chunks: int
    """In the library that was asked."""
    ask_s: float
    """`twosource ask`, median."""
    chromadb_s: float
    """`python -c "import chromadb"`, median."""
    ask_cpu_s: float
    """Processor time of the first, median."""
    chromadb_cpu_s: float
    """Processor time of the second, median."""

    @property
    def ratio(self) -> float:
        """Times the import."""
        return self.ask_s / self.chromadb_s


class Defaults(Frozen):
    """What llama-index's splitter makes of the same texts, left as it comes: 1,024 tokens, 200 of overlap."""

    chunks: int
    """Of 1,024 tokens."""
    cut: int
    """Of those, longer than the model reads."""
    tokens: int
    """In all of them."""
    unread: int
    """Of those, beyond the 256 that the model reads of a chunk."""
    chunks_256: int
    """With chunks of 256 tokens without overlap, as measured."""
    chunks_256_overlapping: int
    """With chunks of 256 tokens and its overlap of 200."""


class SpeedReport(Frozen):
    """One run."""

    version: str
    """Of twosource."""
    texts: str
    """What was taken in."""
    machine: Machine
    """Where."""
    ingest: tuple[Ingest, ...]
    """Each arm's."""
    resync: tuple[Resync, ...]
    """Ours only: the stack has no folder to keep up with."""
    embedding: tuple[Embedding, ...]
    """Each arm's."""
    search: tuple[Search, ...]
    """By arm and size."""
    cold: tuple[ColdStart, ...]
    """By size."""
    defaults: Defaults | None
    """None: the stack is not installed."""
    missing: str | None
    """Why there is nothing to stand beside. None: there is."""
