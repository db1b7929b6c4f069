"""A run as one HTML file that asks nothing of any network: style, script and plots stand inside it.

Every text that comes from an article, a question or a model is escaped by the template.
"""

from collections.abc import Mapping
from importlib.resources import files

import numpy as np

from evals.benchmarks import statistics
from evals.case import Mean, Report
from evals.runs.page.plots import plots
from evals.runs.records import CaseRecord, RunRecord


def render(
    report: Report, cases: Mapping[str, CaseRecord], run: RunRecord, *, plain: Mapping[str, Report] | None = None
) -> str:
    """The page. `cases` holds the answers by case id; a case without one is told without its evidence.

    `plain` are the reports of plain methods, by name, to stand beside.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    answers = {name: case.answer for name, case in cases.items()}
    folder = files("evals.runs.page")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(folder.joinpath("report.html").read_text(encoding="utf-8")).render(
        style=Markup(folder.joinpath("report.css").read_text(encoding="utf-8")),
        script=Markup(folder.joinpath("report.js").read_text(encoding="utf-8")),
        plots=[(plot.title, plot.caption, Markup(plot.svg)) for plot in plots(report)],
        report=report,
        run=run,
        rows=[(outcome, answers.get(outcome.case.id)) for outcome in report.outcomes],
        kinds=list(dict.fromkeys(outcome.case.kind for outcome in report.outcomes)),
        methods=list({"twosource": report, **plain}.items()) if plain else [],
        scores=[(mean, *_within(report, mean)) for mean in report.means if mean.kind == "all"],
    )


def _within(report: Report, mean: Mean) -> statistics.Interval:
    """The 95 % interval of a mean over the cases."""
    held = [value for outcome in report.outcomes if (value := outcome.value(mean.scorer)) is not None]
    return statistics.interval_of_mean(np.array(held))
