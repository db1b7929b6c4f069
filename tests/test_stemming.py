"""Stems are the same whoever asks, and how many ask at once."""

from concurrent.futures import ThreadPoolExecutor

from index.stemming import stem


def made_up_words() -> list[str]:
    middles, endings = "ara elo itu ono".split(), "ation ising ness fully ed ies ally ements".split()
    return [first + middle + end for first in "bcdfglmprst" for middle in middles for end in endings]


def test_threads_that_stem_at_once_get_what_one_alone_gets() -> None:
    words = made_up_words()
    alone = [stem.__wrapped__(word, "english") for word in words]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: [stem.__wrapped__(word, "english") for word in words], range(8)))

    assert together == [alone] * 8
