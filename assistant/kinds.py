"""Which files a library reads, for front doors that let a person choose files."""

from collections.abc import Mapping
from pathlib import Path

from index import readable_suffixes
from index.reading import holds_many, largest

LARGEST: Mapping[str, int] = {suffix: largest(suffix) for suffix in readable_suffixes()}
"""Most bytes of a file, by the ending of its name in lower case; what ends otherwise is not read."""

MANY = frozenset(suffix for suffix in LARGEST if holds_many(Path(f"a{suffix}")))
"""Endings of files that hold more than one article."""
