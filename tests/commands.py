"""The command in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-c", "from assistant.shell import main; main()"]


def set_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library of one's own, and no other setting."""
    for name in [name for name in os.environ if name.startswith("TWOSOURCE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TWOSOURCE_HOME", str(home))


@contextmanager
def running(*words: str) -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    """A command that goes on; killed in the end if it still does."""
    with subprocess.Popen(
        [*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout
        finally:
            process.kill()
