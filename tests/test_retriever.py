"""How two scores become one order, and how articles share it."""

from pathlib import Path

import pytest
from fakes import WordEmbedder
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Chunk, Filters, Hit, Retrieval
from index.article_index import ArticleIndex
from index.retriever import HybridRetriever, Weights, diversified, fuse


def hit(article_id: str, start: int, score: float) -> Hit:
    chunk = Chunk(id=f"{article_id}{start}", article_id=article_id, start=start, end=start + 1, text="x")
    return Hit(chunk=chunk, score=score, cosine=0.0, words=0.0)


def names(hits: tuple[Hit, ...]) -> list[str]:
    return [one.chunk.id for one in hits]


class Fixed:
    """An index that finds the same hits whatever is asked."""

    def __init__(self, *hits: Hit) -> None:
        self.hits = hits

    def search(self, query: str, *, k: int, filters: Filters, weights: Weights) -> Retrieval:
        return Retrieval(query=query, hits=self.hits[:k])


# Fusion


def test_a_hit_that_leads_in_both_scores_leads() -> None:
    scores = fuse([0.9, 0.2, 0.1], [7.0, 1.0, 0.0])

    assert scores.argmax() == 0


def test_a_clear_lead_in_words_beats_a_narrow_lead_in_meaning() -> None:
    near, worded = fuse([0.51, 0.50, 0.10, 0.10], [0.0, 9.0, 0.0, 0.0])[:2]

    assert worded > near


def test_a_score_that_is_the_same_for_all_decides_nothing() -> None:
    assert fuse([0.3, 0.2, 0.1], [0.0, 0.0, 0.0]).argmax() == 0
    assert fuse([0.5, 0.5], [2.0, 2.0]).tolist() == [0.0, 0.0]
    assert fuse([], []).tolist() == []


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 50)), min_size=1))
def test_better_in_both_is_never_worse_fused(pairs: list[tuple[float, float]]) -> None:
    cosines, words = zip(*pairs, strict=True)

    scores = fuse(cosines, words)

    for one in range(len(pairs)):
        for other in range(len(pairs)):
            if cosines[one] >= cosines[other] and words[one] >= words[other]:
                assert scores[one] >= scores[other] - 1e-9


# Diversity


def test_one_article_does_not_crowd_out_another_that_is_nearly_as_good() -> None:
    hits = [*(hit("a", start, 2.0 - start / 100) for start in range(6)), hit("b", 0, 1.9), hit("c", 0, 1.88)]

    assert names(diversified(hits, k=4)) == ["a0", "a1", "b0", "c0"]


def test_a_clearly_better_hit_is_never_hidden_by_another_article() -> None:
    hits = [*(hit("a", start, 3.0) for start in range(5)), hit("b", 0, 0.5)]

    assert names(diversified(hits, k=6))[-1] == "b0"


@given(scores=st.lists(st.tuples(st.sampled_from("abc"), st.floats(-2, 4)), max_size=40), k=st.integers(1, 50))
def test_hits_come_best_first_none_lost_and_none_made_up(scores: list[tuple[str, float]], k: int) -> None:
    hits = [hit(article_id, start, score) for start, (article_id, score) in enumerate(scores)]

    picked = diversified(hits, k=k)

    assert len(picked) == min(k, len(hits))
    assert len(set(names(picked))) == len(picked)
    assert [one.score for one in picked] == sorted((one.score for one in picked), reverse=True)


def test_equal_hits_keep_their_order() -> None:
    hits = [hit("b", 0, 1.0), hit("a", 0, 1.0), hit("c", 0, 1.0)]

    assert names(diversified(hits, k=3)) == ["b0", "a0", "c0"]


# The whole


def test_the_best_hits_of_an_index_are_retrieved() -> None:
    found = HybridRetriever(Fixed(hit("a", 0, 1.0), hit("b", 0, 0.5))).retrieve("anything", k=1, filters=Filters())

    assert found.query == "anything"
    assert names(found.hits) == ["a0"]


@pytest.mark.parametrize("k", [0, 1_001])
def test_a_number_of_hits_out_of_range_is_refused(k: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 1000"):
        HybridRetriever(Fixed(hit("a", 0, 1.0))).retrieve("anything", k=k)


def test_a_question_finds_several_articles_in_a_library_with_one_long_one(tmp_path: Path) -> None:
    sentences = "The convoy with the prisoners crossed the border before noon. "
    long = Article(id="long", key="l", title="t", title_how="heading", text=sentences * 200)
    short = Article(id="short", key="s", title="t", title_how="heading", text=sentences + "So he said.")
    others = [
        Article(
            id=str(day), key="o", title="t", title_how="heading", text=f"On day {day} the budget passed, they said."
        )
        for day in range(20)
    ]
    with ArticleIndex.open(tmp_path, embedder=WordEmbedder()) as index:
        index.add_articles([long, short, *others])

        found = HybridRetriever(index).retrieve("When did the prisoners cross the border?", k=5)

    assert {one.chunk.article_id for one in found.hits} == {"long", "short"}


def test_an_empty_library_has_no_hits(tmp_path: Path) -> None:
    with ArticleIndex.open(tmp_path, embedder=WordEmbedder()) as index:
        assert HybridRetriever(index).retrieve("anything", k=5).hits == ()
