"""Who made an answer and what it took, in words.

Prices are the user's own setting; none is known to the program.
"""

from dataclasses import dataclass

from assistant import Answer, Settings

_MILLION = 1_000_000


@dataclass(frozen=True)
class Prices:
    """US dollars for a million tokens; None: not known."""

    prompt: float | None = None
    """Of what the model is sent."""
    completion: float | None = None
    """Of what it writes."""

    @classmethod
    def of(cls, settings: Settings) -> "Prices":
        """As they are set."""
        return cls(settings.prompt_price, settings.completion_price)

    def cost(self, prompt_tokens: int, completion_tokens: int) -> float | None:
        """In US dollars. None: a price is not known."""
        if self.prompt is None or self.completion is None:
            return None
        return (self.prompt * prompt_tokens + self.completion * completion_tokens) / _MILLION


def made(answer: Answer, prices: Prices) -> str:
    """Who wrote it, how long it took, and what it used.

    >>> made(Answer(question="?", query="?", text="", engine="quotes", elapsed_ms=40), Prices())
    'Made of quotes, no model, 40 ms'
    """
    took = f"{answer.elapsed_ms / 1000:.1f} s" if answer.elapsed_ms >= 1000 else f"{answer.elapsed_ms} ms"
    spent = _spent(answer, prices)
    if answer.engine == "quotes":
        return ", ".join(["Made of quotes, no model", took, *spent])
    return ", ".join([f"Written by {answer.model or 'a model'}, proved by quotes", took, *spent])


def _spent(answer: Answer, prices: Prices) -> list[str]:
    sent, written = answer.usage.prompt_tokens, answer.usage.completion_tokens
    if not sent and not written:
        return [] if answer.engine == "quotes" else ["tokens not told"]
    cost = prices.cost(sent, written)
    return [f"{sent:,} + {written:,} tokens", "price not set" if cost is None else f"${cost:.4f}"]
