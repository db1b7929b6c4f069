"""Short hashes of what an answer depends on: settings and code.

Knows nothing of libraries; the fingerprint of an answer names its articles too.
"""

import hashlib
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from assistant import Settings

PACKAGES = ("assistant", "index", "prompts")
"""Whose code decides what is answered."""


def fingerprint(settings: Settings, more: Iterable[Path] = ()) -> str:
    """12 hexadecimal digits that change with a setting or a line of code that can change an answer.

    `more` are further files or folders that count.
    """
    told = hashlib.sha256(settings.fingerprint().encode())
    for path in (*_packages(), *more):
        for file in sorted(_sources(path)):
            told.update(file.read_bytes())
    return told.hexdigest()[:12]


def _packages() -> Iterator[Path]:
    for package in PACKAGES:
        spec = find_spec(package)
        yield from map(Path, spec.submodule_search_locations or () if spec else ())


def _sources(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    else:
        yield from (file for file in path.rglob("*") if file.suffix in (".py", ".txt"))
