"""Reads files through a process of its own, started when it is needed and ended with the batch.

What exceeds its limits or crashes there is one error here, and the next file gets a fresh process.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import IO, Self

from pydantic import ValidationError

from index.errors import ArticleError, LibraryError
from index.reading.apart.limits import LIMITS, Limits
from index.reading.apart.wire import MAX_LINE_BYTES, Reply, Request, line_of
from index.reading.articles import shown
from index.reading.formats import PLAIN, drafts
from index.reading.told import Draft


class Parser:
    """Reads one file at a time; not for several threads at once."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._read = bytearray()

    @property
    def pid(self) -> int | None:
        """The process. None: none runs."""
        return self._process.pid if self._process else None

    def drafts(self, stream: IO[bytes], *, name: str, suffix: str) -> Iterator[Draft | ArticleError]:
        """What `formats.drafts` gives for a file; what plain formats hold is read right here, in linear time.

        Raises ArticleError and LibraryError as that does; ArticleError, too, where the file exceeds a limit or crashes
        what reads it.
        """
        if suffix in PLAIN:
            yield from drafts(stream, name=name, suffix=suffix)
            return
        whole = False
        try:
            for reply in self._replies(stream, name, suffix):
                if reply.kind in _LAST:
                    whole = not reply.spent
                if wrong := _WRONG.get(reply.kind):
                    raise wrong(reply.reason)
                if reply.draft is not None:
                    yield reply.draft
                elif reply.kind == "flaw":
                    yield ArticleError(reply.reason)
        finally:
            if not whole:
                self.close()

    def close(self) -> None:
        """End the process; closing twice does nothing."""
        process, channel = self._process, self._channel
        self._process = self._channel = None
        self._read.clear()
        if channel is not None:
            channel.close()
        if process is not None:
            process.kill()
            process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()

    def _replies(self, stream: IO[bytes], name: str, suffix: str) -> Iterator[Reply]:
        """Every reply to one request, the last one included."""
        try:
            channel = self._ready(name)
            socket.send_fds(channel, [line_of(Request(name=name, suffix=suffix))], [stream.fileno()])
            while True:
                reply = self._reply(channel, self._limits.wall_s + _GRACE_S)
                yield reply
                if reply.kind in _LAST:
                    return
        except TimeoutError as error:
            raise self._exceeded(name, self._limits.wall_s) from error
        except (OSError, EOFError, ValidationError) as error:
            raise self._ended(name) from error

    def _ready(self, name: str) -> socket.socket:
        """The channel to a process that waits for a request."""
        if self._process is not None and self._process.poll() is not None:
            self.close()  # It ended while it had nothing to do: that is nobody's file's fault.
        if self._channel is not None:
            return self._channel
        ours, theirs = socket.socketpair()
        with theirs:
            self._channel = ours
            code = [sys.executable, "-P", "-c", _CODE, json.dumps(sys.path), str(theirs.fileno()), str(os.getpid())]
            try:
                self._process = subprocess.Popen(
                    [*code, self._limits.model_dump_json()],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=_environment(),
                    # Ctrl-C in a terminal is for whoever started the batch, who ends it in good order.
                    start_new_session=True,
                )
            except OSError as error:
                raise ArticleError(
                    f"{name}: no process to read it in can be started ({error.strerror}); close other programs"
                ) from error
        self._reply(ours, _STARTING_S)
        return ours

    def _reply(self, channel: socket.socket, seconds: float) -> Reply:
        until, looked = time.monotonic() + seconds, 0
        while (end := self._read.find(b"\n", looked)) < 0:
            looked = len(self._read)
            channel.settimeout(max(until - time.monotonic(), 0.001))
            piece = channel.recv(_PIECE)
            if not piece or looked > MAX_LINE_BYTES:
                raise EOFError
            self._read += piece
            if time.monotonic() > until:
                raise TimeoutError
        line = bytes(self._read[:end])
        del self._read[: end + 1]
        reply = Reply.model_validate_json(line)
        return reply.model_copy(update={"reason": shown(reply.reason)})

    def _ended(self, name: str) -> ArticleError:
        """Why the process is no more."""
        process = self._process
        if process is None:
            return ArticleError(f"{name}: what reads it could not be started; try again")
        try:
            code = process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:  # It lives, and speaks nonsense.
            code = 0
        if code == -signal.SIGXCPU:
            return self._exceeded(name, self._limits.cpu_s)
        if code == -signal.SIGALRM:
            return self._exceeded(name, self._limits.wall_s)
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        want = ", for want of memory perhaps" if code == -signal.SIGKILL else ""
        return ArticleError(f"{name}: parser crashed ({how}{want}); save it as text")

    def _exceeded(self, name: str, seconds: float) -> ArticleError:
        return ArticleError(f"{name}: parser exceeded {seconds:g} s; split it or save it as text")


def _environment() -> dict[str, str]:
    """What Python needs, and no key of anything."""
    return {name: value for name, value in os.environ.items() if name.startswith(_NEEDED)} | {
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


_CODE = """
import json, sys
sys.path = json.loads(sys.argv[1])
import socket
from index.reading.apart import Limits, worker
channel = socket.socket(fileno=int(sys.argv[2]))
worker.serve(channel, Limits.model_validate_json(sys.argv[4]), parent=int(sys.argv[3]))
"""
_LAST = ("refused", "full", "end")
_WRONG = {"refused": ArticleError, "full": LibraryError}
_PIECE = 1 << 20
_GRACE_S = 3.0
_STARTING_S = 60.0
_NEEDED = ("PYTHON", "PATH", "HOME", "LANG", "LC_", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
