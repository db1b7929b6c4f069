"""The side's end of the line: requests in and replies out, one JSON object a line.

Run as a script with the file of a side, which names its class in `SIDE`. Needs nothing but the standard library, so
that it runs under any Python. Knows no side.
"""

import json
import os
import resource
import runpy
import sys

Figures = dict[str, float | list[float] | list[int]]
"""What a request gives back."""


def serve(side: object) -> None:
    """Do what each line of standard input asks `side` for, until it ends.

    A request names a method in `do`; its other fields are the parameters. Any side is asked for its `peak`.
    """
    # Whatever a library prints must not come between the replies.
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        do = request.pop("do")
        reply = {"mb": _peak_mb()} if do == "peak" else getattr(side, do)(**request)
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


def _peak_mb() -> float:
    """Resident memory of this process at its highest, in MB of a million bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in KiB, macOS in bytes.
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


if __name__ == "__main__":
    serve(runpy.run_path(sys.argv[1])["SIDE"]())
