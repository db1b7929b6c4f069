"""The chat over real HTTP, against a scripted endpoint on loopback."""

import logging
import traceback
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from assistant.errors import (
    ModelCutError,
    ModelError,
    ModelRefusedError,
    ModelUnavailableError,
    PromptTooLongError,
    SettingsError,
)
from assistant.testing import ScriptedServer
from assistant.testing.behaviours import (
    Behaviour,
    drips,
    fails,
    redirects,
    refuses_key,
    says,
    says_nothing,
    sends_broken_json,
    sends_error,
    sends_html,
    sends_no_choices,
    streams,
)
from assistant.writing.chat import Message
from assistant.writing.openai_chat import OpenAIChat

KEY = "sk-secret-0123456789abcdef"
MESSAGES = [Message(role="system", text="Be brief."), Message(role="user", text="Who came home?")]


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        yield running


def chat(server: ScriptedServer, *, deadline_s: float = 20.0, pauses: list[float] | None = None) -> OpenAIChat:
    pause = (pauses if pauses is not None else []).append
    return OpenAIChat("tiny", server.base_url, api_key=SecretStr(KEY), deadline_s=deadline_s, pause=pause)


def reply(model: OpenAIChat) -> str:
    return "".join(piece.text for piece in model.stream(MESSAGES, max_tokens=50))


def failure(model: OpenAIChat) -> ModelError:
    with pytest.raises(ModelError) as caught:
        reply(model)
    return caught.value


def test_a_reply_comes_whole_and_in_pieces(server: ScriptedServer):
    server.then(says("390 Ukrainians came home [1]."))

    pieces = [piece.text for piece in chat(server).stream(MESSAGES, max_tokens=50) if piece.text]

    assert "".join(pieces) == "390 Ukrainians came home [1]."
    assert len(pieces) > 3


def test_the_endpoint_counts_the_tokens(server: ScriptedServer):
    server.then(says("Yes [1].", prompt_tokens=120, completion_tokens=4))

    last = list(chat(server).stream(MESSAGES, max_tokens=50))[-1]

    assert (last.prompt_tokens, last.completion_tokens) == (120, 4)


def test_the_request_names_the_model_the_messages_and_the_limit(server: ScriptedServer):
    server.then("Yes.")

    reply(chat(server))

    request = server.requests[0]
    assert request.path == "/v1/chat/completions"
    assert request.field("model") == "tiny"
    assert request.field("max_tokens") == 50
    assert request.field("messages") == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Who came home?"},
    ]


@pytest.mark.threat("T12")
def test_the_environment_sends_nothing_along(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-endpoint")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-another-endpoint")
    server.then("Yes.")

    reply(OpenAIChat("tiny", server.base_url))

    assert "another-endpoint" not in str(server.requests[0].headers)


@pytest.mark.threat("T12")
def test_a_proxy_is_not_asked_for_loopback(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server.then("Yes.")

    assert reply(chat(server)) == "Yes."


@pytest.mark.parametrize(
    ("behaviour", "error", "message"),
    [
        (refuses_key(), ModelRefusedError, "refused the key (401); check TWOSOURCE_API_KEY"),
        (fails(403), ModelRefusedError, "refused the key (403)"),
        (fails(404, "no such model"), ModelRefusedError, "has no model 'tiny' (404)"),
        (sends_html(404), ModelRefusedError, "has no model 'tiny' (404)"),
        (fails(400, "bad role"), ModelRefusedError, "bad role"),
        (fails(400, "maximum context length is 8192 tokens"), PromptTooLongError, "too long"),
        (fails(429, "You exceeded your quota", code="insufficient_quota"), ModelUnavailableError, "quota"),
        (redirects("http://127.0.0.1:9/v1"), ModelRefusedError, "redirects (307)"),
        (sends_html(), ModelUnavailableError, "answered in an unexpected form: text/html"),
        (sends_no_choices(), ModelUnavailableError, "answered in an unexpected form: no choices"),
        (says_nothing(), ModelUnavailableError, "answered in an unexpected form: no text"),
        (sends_broken_json(), ModelUnavailableError, "answered in an unexpected form: an event that is no JSON"),
        (
            sends_error("lost GPU"),
            ModelUnavailableError,
            "answered in an unexpected form: an error in the stream: lost GPU",
        ),
        (streams([["x"]]), ModelUnavailableError, "answered in an unexpected form"),
        (streams([{"choices": [None]}]), ModelUnavailableError, "answered in an unexpected form"),
        (streams([{"choices": None}]), ModelUnavailableError, "answered in an unexpected form"),
        (streams([]), ModelUnavailableError, "answered in an unexpected form"),
        (says("Hello [1", finish_reason=None), ModelCutError, "broke off"),
        (says("Hello", finish_reason="length"), ModelCutError, "limit of tokens (TWOSOURCE_MAX_TOKENS)"),
        (says("Hello", finish_reason="content_filter"), ModelCutError, "content filter"),
        (says("Hello", finish_reason="tool_calls"), ModelUnavailableError, "it ended with 'tool_calls'"),
        (says("long " * 60_000, piece_chars=9_000), ModelCutError, "over 200,000 characters"),
    ],
)
@pytest.mark.fault("model")
def test_a_failure_is_named_once_and_not_tried_again(
    server: ScriptedServer, behaviour: Behaviour, error: type[ModelError], message: str
):
    server.then(behaviour)

    caught = failure(chat(server))

    assert type(caught) is error
    assert message in str(caught)
    assert "\n" not in str(caught)
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
@pytest.mark.fault("model", 62, 63)
def test_a_passing_failure_is_tried_again(server: ScriptedServer, status: int):
    server.then(fails(status), "Yes [1].")

    assert reply(chat(server)) == "Yes [1]."
    assert len(server.requests) == 2


@pytest.mark.fault("model", 63)
def test_a_lasting_failure_ends_after_four_requests(server: ScriptedServer):
    server.then(fails(500), fails(503), fails(500), fails(502), "too late")

    caught = failure(chat(server))

    assert isinstance(caught, ModelUnavailableError)
    assert len(server.requests) == 4


@pytest.mark.fault("model", 62)
def test_retry_after_is_obeyed(server: ScriptedServer):
    pauses: list[float] = []
    server.then(fails(429, retry_after="7"), "Yes.")

    reply(chat(server, pauses=pauses))

    assert pauses == [7.0]


@pytest.mark.fault("model", 62)
def test_retry_after_as_a_past_date_means_now(server: ScriptedServer):
    pauses: list[float] = []
    server.then(fails(503, retry_after="Wed, 21 Oct 2015 07:28:00 GMT"), "Yes.")

    reply(chat(server, pauses=pauses))

    assert pauses == []


@pytest.mark.fault("model", 62, 64)
def test_a_wait_beyond_the_deadline_is_not_begun(server: ScriptedServer):
    pauses: list[float] = []
    server.then(fails(429, "slow down", retry_after="3600"))

    caught = failure(chat(server, pauses=pauses))

    assert "slow down" in str(caught)
    assert pauses == []
    assert len(server.requests) == 1


@pytest.mark.threat("T13")
@pytest.mark.fault("model", 64)
def test_a_dripping_endpoint_is_left_at_the_deadline(server: ScriptedServer):
    server.then(drips())

    caught = failure(chat(server, deadline_s=0.3))

    assert isinstance(caught, ModelUnavailableError)
    assert "did not finish within 0.3 s" in str(caught)


@pytest.mark.fault("model", 65)
def test_a_dead_endpoint_is_named():
    with ScriptedServer() as gone:
        model = chat(gone)

    caught = failure(model)

    assert isinstance(caught, ModelUnavailableError)
    assert "cannot reach http://127.0.0.1:" in str(caught)
    assert "Connection refused" in str(caught)


@pytest.mark.fault("model")
def test_parameters_that_an_endpoint_does_not_take_are_adapted(server: ScriptedServer):
    server.then(
        fails(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
        fails(400, "'temperature' does not support 0 with this model."),
        fails(422, "stream_options: Extra inputs are not permitted"),
        "Yes.",
    )

    assert reply(chat(server)) == "Yes."
    last = server.requests[-1]
    assert last.field("max_completion_tokens") == 50
    assert [last.field(name) for name in ("max_tokens", "temperature", "stream_options")] == [None] * 3


@pytest.mark.parametrize(
    "behaviour",
    [
        refuses_key(),
        fails(400, f"bad request with key {KEY}"),
        fails(400, f"bad key {KEY[:12]}***{KEY[-6:]}"),
        fails(500, KEY),
        sends_error(f"Authorization: Bearer {KEY}"),
    ],
)
@pytest.mark.threat("T12")
@pytest.mark.fault("model", 60, 73)
def test_the_key_is_in_no_message_traceback_repr_or_log(
    server: ScriptedServer, behaviour: Behaviour, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    server.then(*[behaviour] * 4)
    model = chat(server)

    caught = failure(model)

    shown = "".join(traceback.TracebackException.from_exception(caught, capture_locals=True).format())
    for text in (str(caught), repr(caught), shown, repr(model), caplog.text):
        assert KEY not in text
        assert KEY[-6:] not in text
    assert caught.__cause__ is None
    assert caught.__context__ is None


@pytest.mark.threat("T12")
@pytest.mark.fault("model", 73)
def test_a_key_too_short_to_be_found_hides_all_that_the_endpoint_says(server: ScriptedServer):
    server.then(fails(400, "your key abc is odd"))

    caught = failure(OpenAIChat("tiny", server.base_url, api_key=SecretStr("abc")))

    assert "abc" not in str(caught)


@pytest.mark.parametrize(
    "base_url",
    ["", "notaurl", "localhost:11434/v1", "ftp://host/v1", "http://", "http://user:hunter2@host/v1", "http://[::1/v1",
     "http://host:99999999/v1", "https://host/v1?key=hunter2"],
)  # fmt: skip
@pytest.mark.threat("T12")
@pytest.mark.fault("model", 70)
def test_a_wrong_address_is_a_settings_error(base_url: str):
    with pytest.raises(SettingsError, match="base_url") as caught:
        OpenAIChat("tiny", base_url)

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "schlüssel"])
@pytest.mark.threat("T12")
@pytest.mark.fault("model", 70)
def test_a_key_that_no_header_carries_is_a_settings_error(key: str):
    with pytest.raises(SettingsError, match="api_key") as caught:
        OpenAIChat("tiny", "http://host/v1", api_key=SecretStr(key))

    assert key not in str(caught.value)


def test_leaving_a_reply_early_ends_it(server: ScriptedServer):
    server.then(says("one two three four " * 50))
    pieces = chat(server).stream(MESSAGES, max_tokens=50)

    first = next(pieces)
    pieces.close()

    assert first.text
    assert list(pieces) == []
