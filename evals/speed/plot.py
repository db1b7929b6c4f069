"""The picture of a report: ingest as bars, retrieval by size.

Draws what it is given; needs matplotlib, of the extra `bench`.
"""

from pathlib import Path

from evals.speed.records import Arm, SpeedReport


def draw(report: SpeedReport, path: Path) -> None:
    """Write the picture. Raises ImportError without matplotlib, OSError where it cannot be written."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    # Text as text, and the same picture for the same figures.
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "twosource"}):
        figure = Figure(figsize=(9, 3.4), layout="constrained")
        bars, lines = figure.subplots(1, 2)
        for place, one in enumerate(reversed(report.ingest)):
            bars.barh(place, one.chunks_per_s, color=_COLOURS[one.arm])
            bars.text(one.chunks_per_s, place, f" {one.chunks_per_s:.0f}", va="center")
        bars.set_yticks(range(len(report.ingest)), [one.arm for one in reversed(report.ingest)])
        bars.set_xlabel("chunks a second")
        bars.set_title("Ingest")
        for arm in dict.fromkeys(one.arm for one in report.search):
            found = [one for one in report.search if one.arm == arm]
            sizes, medians = [one.chunks for one in found], [one.median_ms for one in found]
            lines.plot(sizes, medians, marker="o", color=_COLOURS[arm], label=arm)
            lines.fill_between(sizes, medians, [one.p95_ms for one in found], color=_COLOURS[arm], alpha=0.15)
        lines.set_xscale("log")
        lines.set_ylim(bottom=0)
        lines.set_xlabel("chunks in the library")
        lines.set_ylabel("ms, median to p95")
        lines.set_title("Retrieval, warm")
        if report.search:
            lines.legend(frameon=False)
        for axes in (bars, lines):
            axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(path, metadata={"Date": None})


_COLOURS: dict[Arm, str] = {"twosource float32": "#1f5fa8", "twosource int8": "#7fb0e0", "llama-index": "#999999"}
