"""What the README shows is what happens."""

import doctest
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_the_python_example_runs_as_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """With the five samples; the reader stands in the repository's root."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    example = doctest.DocTestParser().get_doctest(
        (ROOT / "README.md").read_text(encoding="utf-8"), {}, "README.md", "README.md", 0
    )
    told: list[str] = []

    ran = doctest.DocTestRunner().run(example, out=told.append)

    assert (ran.failed, "".join(told)) == (0, "")
    assert ran.attempted >= 7
