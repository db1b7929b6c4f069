"""What went wrong at a model endpoint, in our words: which setting to check, and whether to try again.

Knows status codes and what endpoints say, no client library; sends nothing. No message holds the key: an
endpoint's words go through `Endpoint.quote`, and are left out altogether where a key was refused.
"""

import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from assistant.errors import (
    ModelCutError,
    ModelError,
    ModelRefusedError,
    ModelUnavailableError,
    PromptTooLongError,
)
from assistant.writing.endpoint import Endpoint


class Failures:
    """Names what one model at one endpoint did wrong."""

    def __init__(self, model: str, endpoint: Endpoint) -> None:
        self.who = f"the model {model!r} at {endpoint.url}"
        self._model = model
        self._endpoint = endpoint

    def unexpected(self, what: str) -> ModelUnavailableError:
        """The reply is no chat completion; `what` it is instead."""
        return ModelUnavailableError(
            f"{self._endpoint.url} answered in an unexpected form: {self._endpoint.quote(what)}; "
            "check TWOSOURCE_BASE_URL, it often ends with /v1"
        )

    def broke_off(self) -> ModelCutError:
        """The connection ended before the reply did."""
        return ModelCutError(f"{self.who} broke off before its answer was complete")

    def unreachable(self, words: str) -> ModelUnavailableError:
        """No connection; `words` say why."""
        said = self._endpoint.quote(words)
        return ModelUnavailableError(
            f"cannot reach {self._endpoint.url} ({said}); check TWOSOURCE_BASE_URL and that the server runs"
        )

    def status(self, status: int, words: str) -> ModelError:
        """The endpoint answered with an error status, from 300 up, and `words`."""
        if status in (401, 403):
            advice = "check TWOSOURCE_API_KEY" if self._endpoint.key else "it wants a key: set TWOSOURCE_API_KEY"
            return ModelRefusedError(f"{self._endpoint.url} refused the key ({status}); {advice}")
        if status == 404:
            return ModelRefusedError(
                f"{self._endpoint.url} has no model {self._model!r} (404); check TWOSOURCE_MODEL and TWOSOURCE_BASE_URL"
            )
        if status < 400:
            advice = "set TWOSOURCE_BASE_URL to where it leads"
            return ModelRefusedError(f"{self._endpoint.url} redirects ({status}); {advice}")
        said = f"({status}): {self._endpoint.quote(words)}"
        if _TOO_LONG.search(words) or status == 413:
            return PromptTooLongError(f"the prompt is too long for {self.who} {said}")
        if status == 429 or status >= 500 or status == 408:
            return ModelUnavailableError(f"{self.who} is overloaded or out of order {said}")
        return ModelRefusedError(f"{self.who} refused the request {said}")


def wait_s(status: int, words: str, *, headers: Mapping[str, str], attempt: int) -> float | None:
    """Seconds to wait before the same request may work; None if it will not (or not without a person).

    `attempt` counts from 1. A `Retry-After` header is obeyed, in seconds or as a date (RFC 9110, 10.2.3).
    """
    if status not in (408, 429) and status < 500:
        return None
    if "insufficient_quota" in words:
        return None
    asked = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", asked):
        return float(asked)
    try:
        return max(0.0, parsedate_to_datetime(asked).timestamp() - time.time())
    except ValueError:
        return backoff_s(attempt)


def backoff_s(attempt: int) -> float:
    """Seconds to wait after the failed `attempt`, counted from 1, where nobody says how long."""
    return 0.25 * 2.0**attempt


def adapted(body: Mapping[str, object], words: str) -> dict[str, object] | None:
    """`body` without the parameter that an endpoint's `words` reject; None if they reject none of ours.

    Endpoints differ in what they take: newer models want `max_completion_tokens` and no temperature, some
    servers know no `stream_options`.
    """
    if "max_tokens" in body and "max_tokens" in words and not _TOO_LONG.search(words):
        rest = {name: value for name, value in body.items() if name != "max_tokens"}
        return {**rest, "max_completion_tokens": body["max_tokens"]}
    for parameter in ("temperature", "stream_options"):
        if parameter in body and parameter in words:
            return {name: value for name, value in body.items() if name != parameter}
    return None


_TOO_LONG = re.compile(r"(?i)context[ _](?:length|window|size)|prompt is too long|too many (?:input )?tokens")
