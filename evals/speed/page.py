"""A report of speed for people: tables for a terminal and a page in Markdown.

Shows what it is given; computes nothing.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table

from evals.speed.marks import cpu_ratio, ingest_ratio, marks
from evals.speed.records import ColdStart, Ingest, Resync, Search, SpeedReport

PLOT = "speed.svg"
"""The picture that the page shows, beside it."""


class _Block(NamedTuple):
    title: str
    columns: Sequence[str]
    rows: list[tuple[str, ...]]
    about: str = ""


def tables(report: SpeedReport) -> RenderableType:
    """Every table, one below the other."""
    return Group(*(_table(block) for block in _blocks(report)), *([report.missing] if report.missing else []))


def markdown(report: SpeedReport, *, plot: bool) -> str:
    """The page; `plot`: whether its picture lies beside it."""
    machine = report.machine
    parts = [
        "# Speed",
        "",
        f"Made by `twosource bench --out evals/SPEED.md`; do not edit. Version {report.version}, Python"
        f" {machine.python}, {machine.cores} cores ({machine.load} processes wanted them in the minute before), float32"
        f" matrix multiplication {machine.sgemm_gflops:.0f} GFLOP/s. {report.texts}.",
        "",
        _HOW_TO_READ,
        "",
        *([f"![Ingest and retrieval, side by side]({PLOT})", ""] if plot else []),
        *([f"**Nothing stands beside these figures:** {report.missing}.", ""] if report.missing else []),
    ]
    for block in _blocks(report):
        lines = [_line(block.columns), _line(["---", *["---:"] * (len(block.columns) - 1)]), *map(_line, block.rows)]
        parts += [f"## {block.title}", "", *([block.about, ""] if block.about else []), *lines, ""]
    return "\n".join([*parts, *_defaults(report)])


def _blocks(report: SpeedReport) -> Iterator[_Block]:
    yield _Block("Marks", ("what", "mark", "measured", "reached"), [_marked(*mark) for mark in marks(report)])
    yield _Block("Ingest", _INGEST_COLUMNS, [_ingest(report, one) for one in report.ingest], _INGEST)
    yield _Block(
        "The model alone",
        ("who", "tokens/s", "tokens/CPU s", "of the machine's float32 limit"),
        [
            (one.arm, f"{one.tokens_per_s:,.0f}", f"{one.tokens_per_cpu_s:,.0f}", f"{one.share:.0%}")
            for one in report.embedding
        ],
    )
    yield _Block("Retrieval, warm", _SEARCH_COLUMNS, [_search(one) for one in report.search], _SEARCH)
    yield _Block(
        "Cold start",
        ("chunks", "`twosource ask`, s", "`import chromadb`, s", "times", "by CPU time"),
        [_cold(one) for one in report.cold],
    )
    yield _Block(
        "A sync that finds 1 % changed",
        ("who", "articles", "changed", "seconds", "full ingest, s", "share", "by CPU time"),
        [_resync(one) for one in report.resync],
    )


def _ingest(report: SpeedReport, one: Ingest) -> tuple[str, ...]:
    return (
        one.arm,
        f"{one.articles:,}",
        f"{one.chunks:,}",
        f"{one.articles_per_s:.2f}",
        f"{one.chunks_per_s:.1f}",
        _times(ingest_ratio(report, one.arm)),
        _times(cpu_ratio(report, one.arm)),
        "–" if one.embedding_s is None else f"{one.embedding_s / sum(one.seconds):.0%}",
        f"{one.disk_mb:.0f}",
        f"{one.peak_mb:.0f}",
    )


def _search(one: Search) -> tuple[str, ...]:
    return (
        one.arm,
        f"{one.chunks:,}",
        str(one.queries),
        f"{one.median_ms:.1f}",
        f"{one.p95_ms:.1f}",
        f"{one.cpu_ms:.1f}",
        f"{one.disk_mb:,.0f}",
        f"{one.peak_mb:,.0f}",
        "–" if one.ask_ms is None else f"{one.ask_ms:.0f}",
        "–" if one.ask_peak_mb is None else f"{one.ask_peak_mb:,.0f}",
    )


def _cold(one: ColdStart) -> tuple[str, ...]:
    return (
        f"{one.chunks:,}",
        f"{one.ask_s:.2f}",
        f"{one.chromadb_s:.2f}",
        f"{one.ratio:.2f}",
        f"{one.ask_cpu_s / one.chromadb_cpu_s:.2f}",
    )


def _resync(one: Resync) -> tuple[str, ...]:
    return (
        one.arm,
        f"{one.articles:,}",
        str(one.changed),
        f"{one.seconds:.2f}",
        f"{one.full_seconds:.1f}",
        f"{one.share:.1%}",
        f"{one.cpu_share:.1%}",
    )


def _defaults(report: SpeedReport) -> list[str]:
    told = report.defaults
    if told is None:
        return []
    return [
        "## The splitter's own defaults",
        "",
        f"Left as it comes (1,024 tokens), llama-index's splitter makes {told.chunks:,} chunks of these texts. The "
        f"model reads 256 tokens of each: {told.cut / told.chunks:.0%} of the chunks are cut, and "
        f"{told.unread / told.tokens:.0%} of their tokens are dropped without a word. With 256 tokens and its own "
        f"overlap of 200 it makes {told.chunks_256_overlapping:,} chunks, "
        f"{told.chunks_256_overlapping / told.chunks_256:.1f} times the {told.chunks_256:,} measured above.",
        "",
    ]


def _marked(name: str, wanted: str, value: str, reached: bool) -> tuple[str, ...]:
    return name, wanted, value, "yes" if reached else "**no**"


def _times(ratio: float | None) -> str:
    return "–" if ratio is None else f"{ratio:.1f}"


def _table(block: _Block) -> Table:
    shown = Table(*block.columns, title=block.title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in shown.columns[1:]:
        column.justify = "right"
    for row in block.rows:
        shown.add_row(*(cell.strip("*") for cell in row))
    return shown


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


_INGEST_COLUMNS = (
    *("who", "articles", "chunks", "articles/s", "chunks/s", "times llama-index", "by CPU time", "in the model"),
    *("disk MB", "peak MB"),
)
_SEARCH_COLUMNS = (
    *("who", "chunks", "queries", "median ms", "p95 ms", "CPU ms", "disk MB", "peak MB", "answer ms"),
    "peak MB with answers",
)
_HOW_TO_READ = """\
Everything is measured in one run on one machine, each side in a process of its own, the sides by turns. Read the \
ratios: absolute figures are this machine's, and worse where other work shares it; processor (CPU) time, of all \
threads, hardly changes then. *llama-index* is its usual stack \
over the same weights: VectorStoreIndex, ChromaVectorStore, SentenceSplitter at 256 tokens without overlap, \
HuggingFaceEmbedding (sentence-transformers, torch, float32, CPU)."""
_INGEST = """\
From text files to a library that can be asked. The stack splits, embeds and stores in Chroma. Ours does that, and \
reads title, publisher, dates and language, indexes words, stores all in SQLite, each article safely on disk before \
it is reported, and finds copies and shared sentences."""
_SEARCH = """\
Ten passages for a title, the query's embedding included; ours searches meaning and words, the stack meaning. Beyond \
the texts that were truly embedded a library is filled with copies: their words in another order, for vectors those \
of real chunks turned to a cosine of .9. *answer*: a whole `ask` without a language model."""
