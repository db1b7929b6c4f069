"""Which files a library reads, for front doors that let a person choose files."""

from collections.abc import Mapping

from index import readable_suffixes
from index.reading import largest

LARGEST: Mapping[str, int] = {suffix: largest(suffix) for suffix in readable_suffixes()}
"""Most bytes of a file, by the ending of its name in lower case; what ends otherwise is not read."""
