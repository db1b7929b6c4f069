"""The errors a caller of `evals` can act on.

    TwosourceError                  (assistant.errors) root of all
      GoldError                     a file of gold cases that cannot be used; exit code 2
      BaselineError                 a baseline that cannot be read, or nowhere to write it; exit code 2
      ReportError                   a report that cannot be written; exit code 2
      RunError                      a run folder that cannot be written, read or gone on with; exit code 2
      BenchError                    a benchmark file that is missing or malformed; exit code 2

A wrong answer, a case that raises, a score below the bar are values, not errors.
"""

from assistant.errors import TwosourceError


class GoldError(TwosourceError):
    """A file of gold cases that cannot be used; one line per fault, each with file and line number."""

    exit_code = 2


class BaselineError(TwosourceError):
    """A baseline that cannot be read, or nowhere to write it."""

    exit_code = 2


class ReportError(TwosourceError):
    """A report that cannot be written where it was asked for."""

    exit_code = 2


class BenchError(TwosourceError):
    """A benchmark file that is missing or malformed, or a set that does not exist."""

    exit_code = 2


class RunError(TwosourceError):
    """A run folder that cannot be written, read or gone on with."""

    exit_code = 2
