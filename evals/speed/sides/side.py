"""The caller's end of the line to a side in a process of its own.

Knows nothing of what the sides do.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from pydantic import ConfigDict, JsonValue

from assistant.answer import Frozen
from evals.errors import BenchError

Reply = TypeVar("Reply", bound=Frozen)

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[2]


class Nothing(Frozen):
    """The reply to a request that only does something; its figures are let go."""

    model_config = ConfigDict(extra="ignore")


class Side:
    """A running process; `ask` waits for its reply."""

    def __init__(self, module: str, *, python: str | None = None, folder: Path) -> None:
        """`module` is a file of this package; `python` None: this one. It runs in `folder`."""
        self._name = module
        self._told = tempfile.TemporaryFile()  # noqa: SIM115 - closed at the end of the process
        # Its own code and no other, wherever the user stands.
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        quiet = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "true"}
        self._process = subprocess.Popen(
            [python or sys.executable, "-P", str(_HERE / "channel.py"), str(_HERE / f"{module}.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._told,
            text=True,
            encoding="utf-8",
            cwd=folder,
            env=os.environ | quiet | {"PYTHONPATH": os.pathsep.join(paths)},
        )

    def ask(self, do: str, reply: type[Reply], **fields: JsonValue) -> Reply:
        """What the side gives back. Raises BenchError, with its last words, where it broke."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise BenchError(f"{self._name}: no line to it")
        try:
            stdin.write(json.dumps({"do": do, **fields}) + "\n")
            stdin.flush()
            line = stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            self._process.wait()
            raise BenchError(f"the side {self._name!r} broke at {do!r}: {self._last_words()}")
        return reply.model_validate_json(line)

    def do(self, do: str, **fields: JsonValue) -> None:
        """Ask for something that has no figures."""
        self.ask(do, Nothing, **fields)

    def _last_words(self) -> str:
        self._told.seek(0)
        said = self._told.read().decode(errors="replace").strip().splitlines()
        return said[-1] if said else "it said nothing"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin is not None:
            # A side that broke has nobody left to read what was not sent yet.
            with suppress(BrokenPipeError):
                self._process.stdin.close()
        if kind is not None:
            self._process.terminate()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._told.close()
