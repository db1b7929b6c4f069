"""What the commands that measure public sets have in common: their options, where they keep things, what they write.

Measures nothing.
"""

from pathlib import Path
from typing import Annotated

import platformdirs
import typer

from evals.errors import ReportError
from evals.files import write_atomically

BENCH = typer.Option(metavar="DIR", help="The benchmark files.", show_default=False)
"""A union with an annotated type would lose it: where it may be left out, annotate `Path | None`."""
Bench = Annotated[Path, BENCH]
Sets = Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this set; may be repeated.  [default: all]")]
Home = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="Keeps libraries and figures.  [default: your cache directory]")
]


def kept_in(home: Path | None) -> Path:
    """Where libraries and figures stay from run to run."""
    return home or platformdirs.user_cache_path("twosource") / "bench"


def write_page(out: Path, *files: tuple[Path, str]) -> None:
    """Each file whole or not at all. Raises ReportError, which names the file of `--out`."""
    try:
        for path, text in files:
            write_atomically(path, text)
    except OSError as error:
        raise ReportError(f"{out}: {error.strerror}; name a writable file with --out") from error
