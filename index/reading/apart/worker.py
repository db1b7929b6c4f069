"""The process that reads files for another one: `python -c ... worker.serve(...)`.

Knows nothing of the library, of settings or of paths: it is handed open files, one after the other.
"""

import ctypes
import os
import signal
import socket
import sys
from collections.abc import Iterator

from index.errors import ArticleError, LibraryError
from index.reading.apart.limits import Limits, grant_time, limit_memory, stop_clock, taken_bytes
from index.reading.apart.wire import Reply, Request, line_of
from index.reading.formats import drafts
from index.reading.told import Draft

_LONGEST_REQUEST = 65_536
_PR_SET_PDEATHSIG = 1


def serve(channel: socket.socket, limits: Limits, *, parent: int) -> None:
    """Read what `channel` asks for until it is closed, or until the process `parent` ends."""
    _die_with(parent)
    limit_memory(limits)
    fresh_bytes = taken_bytes()
    channel.sendall(line_of(Reply(kind="ready")))
    while (asked := _next(channel)) is not None:
        request, file = asked
        last = _answer(channel, limits, request, file)
        spent = last.spent or taken_bytes() - fresh_bytes > limits.memory_bytes // 2
        channel.sendall(line_of(last.model_copy(update={"spent": spent})))
        if spent:
            return


def _answer(channel: socket.socket, limits: Limits, request: Request, file: int) -> Reply:
    """Send all replies but the last, which is given back."""
    try:
        with os.fdopen(file, "rb") as stream:
            replies = _replies(drafts(stream, name=request.name, suffix=request.suffix))
            while True:
                grant_time(limits)
                reply = next(replies, None)
                line = line_of(reply) if reply is not None else b""
                # Whoever reads us may take their time.
                stop_clock()
                if not line:
                    return Reply(kind="end")
                channel.sendall(line)
    except ArticleError as error:
        last = Reply(kind="refused", reason=str(error))
    except LibraryError as error:
        last = Reply(kind="full", reason=str(error))
    except MemoryError:
        limit = limits.memory_bytes // 1_000_000
        last = Reply(kind="refused", reason=f"{request.name}: parser exceeded {limit} MB; save it as text", spent=True)
    except Exception as error:  # One item of a batch.
        told = f"{type(error).__name__}: {error}".encode("utf-8", "replace").decode()[:300]
        last = Reply(kind="refused", reason=f"{request.name}: cannot become an article ({told}); repair or delete it")
    stop_clock()
    return last


def _replies(found: Iterator[Draft | ArticleError]) -> Iterator[Reply]:
    for one in found:
        if isinstance(one, ArticleError):
            yield Reply(kind="flaw", reason=str(one))
        else:
            yield Reply.model_construct(kind="draft", draft=one)


def _next(channel: socket.socket) -> tuple[Request, int] | None:
    """The next request with its open file. None: nobody will ask again."""
    line, files, *_ = socket.recv_fds(channel, _LONGEST_REQUEST, 1)
    while line and not line.endswith(b"\n"):
        line += (more := channel.recv(_LONGEST_REQUEST))
        if not more:
            return None
    return (Request.model_validate_json(line), files[0]) if line else None


def _die_with(parent: int) -> None:
    """End when the parent does, however busy this process is; elsewhere than on Linux, at its next word to it."""
    if sys.platform == "linux":
        # The thread that started this process is meant (prctl(2)): a batch is read by one thread, to its end.
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(0)
