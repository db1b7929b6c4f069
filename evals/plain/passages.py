"""The best passage as it is, by words or by vectors: what a search box gives.

Never refuses while a passage shares a word or a meaning, condenses no follow-up and sees no disagreement.
"""

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter

from assistant import Answer, Assistant, Attribution, Citation, Filters, Retrieval, Sentence, Turn
from evals.running import Ask

_ALL = Filters()
_DEPTH = 50
"""Passages among which the best one is looked for."""
_KEYS: Mapping[str, Callable[[Retrieval], list[float]]] = {
    "BM25, best passage": lambda found: [hit.words for hit in found.hits],
    "dense, best passage": lambda found: [hit.cosine for hit in found.hits],
}


def best_passages(desk: Assistant) -> dict[str, Ask]:
    """Both ways of ranking, by their names."""
    return {name: _asking(desk, scores) for name, scores in _KEYS.items()}


def _asking(desk: Assistant, scores: Callable[[Retrieval], list[float]]) -> Ask:
    def ask(question: str, history: Sequence[Turn], /, *, filters: Filters = _ALL) -> Answer:
        started = perf_counter()
        found = desk.retrieve(question, _DEPTH, filters=filters)
        ranked = scores(found)
        best = max(range(len(ranked)), key=ranked.__getitem__, default=None)
        answer = Answer(question=question, query=question, text="", refused=True, engine="quotes")
        if best is not None and ranked[best] > 0:
            answer = _passage(desk, found, best, answer)
        return answer.model_copy(update={"elapsed_ms": round(1000 * (perf_counter() - started))})

    return ask


def _passage(desk: Assistant, found: Retrieval, best: int, answer: Answer) -> Answer:
    """A passage as an answer of one sentence, cited to itself."""
    chunk = found.hits[best].chunk
    citation = Citation(
        label=1,
        quote=chunk.text,
        start=chunk.start,
        end=chunk.end,
        check="exact",
        article=desk.article(chunk.article_id),
        attribution=Attribution(),
    )
    return answer.model_copy(
        update={
            "text": f"{chunk.text} [1]",
            "sentences": (Sentence(text=chunk.text, citations=(citation,)),),
            "citations": (citation,),
            "refused": False,
        }
    )
