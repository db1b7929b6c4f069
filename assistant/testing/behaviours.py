"""What an OpenAI-compatible endpoint may do with a request, good and bad. Knows no sockets."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping

from index import Frozen


class Request(Frozen):
    """A request as the scripted endpoint got it."""

    path: str
    """Path of the address: `"/v1/chat/completions"`."""
    headers: dict[str, str]
    """Header names in lower case."""
    body: str
    """The JSON text that came."""

    def field(self, name: str) -> object:
        """A field of the JSON body; None where it is missing."""
        return json.loads(self.body).get(name)


class Reaction:
    """A response: its status, its headers, and its body in the pieces it is sent in."""

    def __init__(self, status: int, body: Iterable[bytes], headers: Mapping[str, str]) -> None:
        self.status = status
        self.body = body
        self.headers = dict(headers)


Behaviour = Callable[[Request, threading.Event], Reaction]
"""Makes the response to a request; the event is set when the server closes."""


def says(
    text: str,
    *,
    finish_reason: str | None = "stop",
    prompt_tokens: int = 0,
    completion_tokens: int = 0,
    piece_chars: int = 7,
) -> Behaviour:
    """Streams `text` in small pieces. `finish_reason=None`: the stream is cut and ends without a word."""
    pieces = [text[start : start + piece_chars] for start in range(0, len(text), piece_chars)]
    events: list[object] = [_choice({"content": piece}, None) for piece in pieces]
    if finish_reason is not None:
        tokens = {"prompt_tokens": prompt_tokens, "completion_tokens": completion_tokens}
        events += [_choice({}, finish_reason), {"choices": [], "usage": tokens}]
    return streams(events, end=finish_reason is not None)


def streams(events: Iterable[object], *, end: bool = True) -> Behaviour:
    """Streams `events`, whatever they are; a str is sent as it stands, anything else as JSON."""
    lines = [event if isinstance(event, str) else json.dumps(event) for event in events]
    body = [f"data: {line}\n\n".encode() for line in [*lines, *(["[DONE]"] if end else [])]]
    return lambda request, closing: Reaction(200, body, {"Content-Type": "text/event-stream"})


def says_nothing() -> Behaviour:
    """A proper stream whose content is null throughout."""
    return streams([_choice({"content": None}, None), _choice({"content": None}, "stop")])


def sends_no_choices() -> Behaviour:
    """A proper stream with `choices: []`."""
    return streams([{"choices": []}])


def sends_broken_json() -> Behaviour:
    """A stream whose second event is no JSON."""
    return streams([_choice({"content": "Hello"}, None), '{"choices": [{"del'])


def sends_error(message: str) -> Behaviour:
    """A stream with status 200 that holds an error object."""
    return streams([{"error": {"message": message, "type": "server_error"}}])


def sends_html(status: int = 200) -> Behaviour:
    """A web page, as a proxy or a wrong address gives it."""
    return lambda request, closing: Reaction(status, [b"<html>Welcome</html>"], {"Content-Type": "text/html"})


def drips() -> Behaviour:
    """A stream that sends a byte every few milliseconds and never an event, until the server closes."""
    return lambda request, closing: Reaction(200, _drip(closing), {"Content-Type": "text/event-stream"})


def stalls(text: str = "") -> Behaviour:
    """Streams `text`, and then nothing until the server closes."""
    pieces = [f"data: {json.dumps(_choice({'content': text}, None))}\n\n".encode()] if text else []
    return lambda request, closing: Reaction(200, _stall(pieces, closing), {"Content-Type": "text/event-stream"})


def hangs_up(text: str) -> Behaviour:
    """Promises more than it sends: the connection ends in the middle of an event."""
    body = f"data: {json.dumps(_choice({'content': text}, None))}\n\ndata: {{".encode()
    headers = {"Content-Type": "text/event-stream", "Content-Length": str(2 * len(body))}
    return lambda request, closing: Reaction(200, [body], headers)


def sends(body: str, content_type: str = "application/json", *, status: int = 200) -> Behaviour:
    """A body as it stands."""
    return lambda request, closing: Reaction(status, [body.encode()], {"Content-Type": content_type})


def tells_key(before: str = "Your key is ", after: str = ".") -> Behaviour:
    """Streams the key that came with the request, letter by letter."""

    def react(request: Request, closing: threading.Event) -> Reaction:
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
        return says(f"{before}{key}{after}", piece_chars=1)(request, closing)

    return react


def fails(status: int, message: str = "out of order", *, code: str = "", retry_after: str = "") -> Behaviour:
    """An error status with a JSON error object; with a `Retry-After` header where one is given."""
    headers = {"Content-Type": "application/json"} | ({"Retry-After": retry_after} if retry_after else {})
    body = json.dumps({"error": {"message": message, "code": code or None}}).encode()
    return lambda request, closing: Reaction(status, [body], headers)


def refuses_key() -> Behaviour:
    """401, with the key echoed in the message, as real endpoints do."""

    def react(request: Request, closing: threading.Event) -> Reaction:
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
        return fails(401, f"Incorrect API key provided: {key}.")(request, closing)

    return react


def redirects(to: str) -> Behaviour:
    """307 to another address."""
    return lambda request, closing: Reaction(307, [], {"Location": to})


def _choice(delta: Mapping[str, str | None], finish_reason: str | None) -> dict[str, object]:
    return {
        "object": "chat.completion.chunk",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}],
    }


def _stall(pieces: Iterable[bytes], closing: threading.Event) -> Iterator[bytes]:
    yield from pieces
    closing.wait()


def _drip(closing: threading.Event) -> Iterator[bytes]:
    while not closing.wait(0.005):
        yield b":"
