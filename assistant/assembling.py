"""An `Answer` put together from its parts: verified sentences, or a refusal.

Decides nothing about what is true or relevant.
"""

from collections.abc import Sequence

from assistant.answer import Answer, Disagreement, Evidence, Sentence
from assistant.verification.citing import cite, labelled

REFUSAL = "These articles do not say."
"""First words of every refusal."""
MOST_GAPS = 3
"""Words told as missing; a question of which more is missing is on something else, or in another language."""
NEAREST = 3
"""Quotes shown beside a refusal."""


def told(
    start: Answer,
    sentences: Sequence[Sentence],
    *,
    evidence: Sequence[Evidence],
    short: str | None = None,
    disagreements: Sequence[Disagreement] = (),
    complete: bool = True,
) -> Answer:
    """`start` with these sentences."""
    citations = {
        (citation.label, citation.start): citation for sentence in sentences for citation in sentence.citations
    }
    return start.model_copy(
        update={
            "text": " ".join(labelled(sentence.text, sentence.citations) for sentence in sentences),
            "sentences": tuple(sentences),
            "citations": tuple(citations.values()),
            "evidence": tuple(evidence),
            "short": short,
            "disagreements": tuple(disagreements),
            "complete": complete,
        }
    )


def refusal(start: Answer, gaps: Sequence[str], evidence: Sequence[Evidence]) -> Answer:
    """`start` as a refusal that names the missing part and shows what comes nearest.

    `gaps` are the question's words that nothing found holds.
    """
    named = f"nothing on {_listed(gaps)}" if 0 < len(gaps) <= MOST_GAPS else None
    return start.model_copy(
        update={
            "text": f"{REFUSAL} "
            + (f"What comes nearest says {named}." if named else "No sentence found answers this."),
            "refused": True,
            "missing": named or "no sentence that answers this",
            "evidence": tuple(evidence),
            "nearest": tuple(cite(one.quote.text, one) for one in evidence[:NEAREST]),
            "complete": True,
        }
    )


def empty_library(start: Answer) -> Answer:
    """`start` as the refusal of a library without articles."""
    text = "There are no articles yet: add some with `twosource add FOLDER`."
    return start.model_copy(update={"text": text, "refused": True, "missing": "articles", "complete": True})


def not_to_the_articles(start: Answer) -> Answer:
    """`start` as the refusal of what is said to the assistant itself."""
    text = f"{REFUSAL} I only quote them: ask what they tell, for instance “What happened, and who says so?”."
    return start.model_copy(
        update={"text": text, "refused": True, "missing": "a question to the articles", "complete": True}
    )


def _listed(words: Sequence[str]) -> str:
    """Words as people list them.

    >>> _listed(["cost", "weather", "menu"])
    '“cost”, “weather” or “menu”'
    """
    quoted = [f"“{word}”" for word in words]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else quoted[0]
