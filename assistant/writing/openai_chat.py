"""A chat model behind any OpenAI-compatible endpoint, through the openai client, which is imported here only.

Knows nothing of evidence or prompts. The client alone would call a broken stream complete, let a dripping
endpoint run for ever, and show the key in an error's text; none of that leaves this file.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from pydantic import SecretStr

from assistant.errors import ModelError, ModelUnavailableError
from assistant.writing.chat import Message, Piece
from assistant.writing.deadline import DeadlinePassed, pieces_until
from assistant.writing.endpoint import Endpoint, Unkeyed
from assistant.writing.events import read_events
from assistant.writing.failures import Failures, adapted, backoff_s, wait_s

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI, Stream

ATTEMPTS = 4
"""Requests for one reply, while none of it has come in; those that adapt to the endpoint count too."""


class OpenAIChat:
    """A ChatModel at an OpenAI-compatible `base_url`: OpenAI, Ollama, vLLM, llama.cpp and their like."""

    def __init__(
        self,
        model: str,
        base_url: str,
        *,
        api_key: SecretStr | None = None,
        deadline_s: float = 60.0,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """`deadline_s` bounds a whole reply, retries included. Raises SettingsError; connects to nothing yet."""
        self.name = model
        self._endpoint = Endpoint(base_url, api_key)
        self._failures = Failures(model, self._endpoint)
        self._deadline_s = deadline_s
        self._pause = pause

    def __repr__(self) -> str:
        return f"OpenAIChat({self.name!r}, {self._endpoint!r})"

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[Piece]:
        """See ChatModel.stream."""
        body: dict[str, object] = {
            "model": self.name,
            "messages": [{"role": message.role, "content": message.text} for message in messages],
            "max_tokens": max_tokens,
            "temperature": 0,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        deadline = time.monotonic() + self._deadline_s
        # Closing the client is the one way to end a read that goes on, so each reply has its own.
        client = self._client()
        unkeyed = Unkeyed(self._endpoint.key)
        try:
            for piece in pieces_until(deadline, partial(self._produce, client, body, deadline), stop=client.close):
                yield piece.model_copy(update={"text": unkeyed.next(piece.text)})
            if rest := unkeyed.rest():
                yield Piece(text=rest)
        except DeadlinePassed:
            late = f"{self._failures.who} did not finish within {self._deadline_s:g} s (TWOSOURCE_DEADLINE_S)"
            raise ModelUnavailableError(late) from None

    def _client(self) -> "OpenAI":
        import httpx
        from openai import DefaultHttpxClient, OpenAI

        key = self._endpoint.key
        client = OpenAI(
            base_url=self._endpoint.url,
            api_key=key.get_secret_value() if key else "none",
            max_retries=0,
            # A proxy has no business between this machine and itself; a redirect would send the prompt elsewhere.
            http_client=DefaultHttpxClient(
                timeout=httpx.Timeout(self._deadline_s, connect=min(10.0, self._deadline_s)),
                follow_redirects=False,
                trust_env=not self._endpoint.is_loopback,
            ),
        )
        # The client takes these two from the environment; they belong to another endpoint.
        client.organization = client.project = None
        return client

    def _produce(self, client: "OpenAI", body: dict[str, object], deadline: float) -> Iterator[Piece]:
        """The reply, in the thread that reads it.

        Errors are raised outside of `except`: the client's own, which would stay attached, holds the key.
        """
        import httpx
        import openai

        failure: ModelError
        stream = self._open(client, body, deadline)
        kind = stream.response.headers.get("content-type", "").split(";")[0]
        if kind != "text/event-stream":
            raise self._failures.unexpected(f"{kind or 'something untyped'} instead of a stream of events")
        try:
            yield from read_events(stream, self._failures)
            return
        except httpx.HTTPError:
            failure = self._failures.broke_off()
        except openai.APIError as error:
            failure = self._failures.unexpected(f"an error in the stream: {error.message}")
        except ValueError:
            failure = self._failures.unexpected("an event that is no JSON")
        raise failure

    def _open(self, client: "OpenAI", body: dict[str, object], deadline: float) -> "Stream[object]":
        import openai

        for attempt in range(1, ATTEMPTS + 1):
            try:
                return _post(client, body)
            except openai.APIStatusError as error:
                setback = self._after_status(error, body, attempt)
            except openai.APIConnectionError as error:
                unreachable = self._failures.unreachable(str(error.__cause__ or error))
                setback = _Setback(unreachable, backoff_s(attempt), body)
            wait, body = setback.wait_s, setback.body
            if wait is None or attempt == ATTEMPTS or time.monotonic() + wait >= deadline:
                break
            if wait:
                self._pause(wait)
        raise setback.failure

    def _after_status(self, error: "APIStatusError", body: dict[str, object], attempt: int) -> "_Setback":
        status, words = error.status_code, _words(error)
        failure = self._failures.status(status, words)
        other = adapted(body, words) if status in (400, 422) else None
        wait = wait_s(status, words, headers=error.response.headers, attempt=attempt)
        return _Setback(failure, 0.0 if other else wait, other or body)


class _Setback(NamedTuple):
    """What to do after a request that failed."""

    failure: ModelError
    wait_s: float | None  # None: give up
    body: dict[str, object]  # for the next request


def _post(client: "OpenAI", body: dict[str, object]) -> "Stream[object]":
    from openai import Stream

    # `cast_to=object` leaves the events as they came: the client's own models take any shape without a word.
    return client.post("/chat/completions", body=body, cast_to=object, stream=True, stream_cls=Stream[object])


def _words(error: "APIStatusError") -> str:
    """What the endpoint says: the message in its error object, else whatever it sent, a page by its name only."""
    body = error.body
    message = body.get("message") if isinstance(body, dict) else body
    said = message if isinstance(message, str) and message else error.message
    said = "a web page" if said.lstrip().startswith("<") else said
    return " ".join(part for part in (error.code, error.param, said) if part)
