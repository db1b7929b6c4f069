"""Reads the events of a streamed chat completion into pieces, and insists on its end.

Knows the shape of the events, not how they come in.
"""

from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ValidationError

from assistant.errors import ModelCutError
from assistant.writing.chat import Piece
from assistant.writing.failures import Failures

MAX_REPLY_CHARS = 200_000
"""A reply longer than this is dropped: no answer is, and memory is finite."""


def read_events(events: Iterable[object], failures: Failures) -> Iterator[Piece]:
    """The pieces of a reply. Raises ModelCutError or ModelUnavailableError unless it says that it is done."""
    finish_reason, length, choices = None, 0, 0
    for raw in events:
        event = _event(raw, failures)
        choice = event.choices[0] if event.choices else _Choice()
        text = choice.delta.content or "" if choice.delta else ""
        choices += len(event.choices)
        length += len(text)
        if length > MAX_REPLY_CHARS:
            raise ModelCutError(f"{failures.who} wrote over {MAX_REPLY_CHARS:,} characters; the answer was dropped")
        finish_reason = choice.finish_reason or finish_reason
        tokens = event.usage or _Tokens()
        yield Piece(text=text, prompt_tokens=tokens.prompt_tokens, completion_tokens=tokens.completion_tokens)
    if not choices:
        raise failures.unexpected("no choices")
    _require_done(finish_reason, length, failures)


def _event(raw: object, failures: Failures) -> "_Event":
    try:
        return _Event.model_validate(raw)
    except ValidationError:
        pass
    raise failures.unexpected("an event that is no chat completion")


def _require_done(finish_reason: str | None, length: int, failures: Failures) -> None:
    if finish_reason is None:
        raise failures.broke_off()
    if finish_reason == "length":
        raise ModelCutError(f"{failures.who} reached its limit of tokens (TWOSOURCE_MAX_TOKENS) before it was done")
    if finish_reason == "content_filter":
        raise ModelCutError(f"a content filter cut the answer of {failures.who}")
    if finish_reason not in _DONE:
        raise failures.unexpected(f"it ended with {finish_reason!r}")
    if not length:
        raise failures.unexpected("no text")


# "stop" is OpenAI's word; text-generation-inference and some gateways pass their own through.
_DONE = frozenset({"stop", "eos_token", "stop_sequence", "end_turn"})


class _Delta(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    delta: _Delta | None = None
    finish_reason: str | None = None


class _Tokens(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Event(BaseModel):
    choices: list[_Choice]
    usage: _Tokens | None = None
