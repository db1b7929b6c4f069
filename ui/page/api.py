"""The window's own API: what programs call by name, and what an MCP client is offered as tools.

Each gives the JSON that the command line prints, as text: Gradio takes an object with a `path`, as articles have, for
a file and would fetch it. The docstrings are what a client is shown.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import gradio as gr
from gradio.events import api

from assistant import QuestionError, TwosourceError
from ui.access.limits import BusyError, Limits
from ui.desk import Desk, asked_today
from ui.guard import BUSY, COOKIE

_log = logging.getLogger(__name__)
_MOST_PASSAGES = 50


def offer(desk: Desk, limits: Limits) -> None:
    """Add the endpoints `/ask`, `/find` and `/read_article` to the blocks being built."""

    def ask(
        request: gr.Request, question: str, publisher: str = "", since: str = "", until: str = "", engine: str = ""
    ) -> str:
        """Answer a question from the news articles of the library, each sentence proved by verbatim quotes.

        Args:
            question: What you want to know, in one sentence that stands alone.
            publisher: Only articles of this publisher; empty for all.
            since: Only articles published on this day or later, as 2025-05-23; empty for no bound.
            until: Only articles published on this day or earlier, as 2025-05-23; empty for no bound.
            engine: "quotes" to ask no language model this once; empty for the one that is set up.

        Returns:
            The answer as `twosource ask --json` prints it: text, sentences with citations, disagreements, refused.
        """
        with _turn(limits, request):
            wanted = {"publisher": publisher or None, "since": _day(since), "until": _day(until)}
            filters = asked_today().model_copy(update=wanted)
            answer = desk.ask(question, filters=filters, engine="quotes" if engine == "quotes" else None)
            return answer.model_dump_json()

    def find(request: gr.Request, query: str, k: int = 10) -> str:
        """Find the passages of the library that fit a query best; says nothing of whether they answer it.

        Args:
            query: Words or a question.
            k: How many passages, at most 50.

        Returns:
            `query`, and `hits`, best first: each a chunk with article id, character span and text, and its score.
        """
        with _turn(limits, request):
            limit = desk.settings.max_question_chars
            if len(query) > limit:
                raise QuestionError(f"the query has {len(query):,} characters; use at most {limit:,}")
            return desk.retrieve(query, k=min(max(1, k), _MOST_PASSAGES)).model_dump_json()

    def read_article(request: gr.Request, article_id: str) -> str:
        """One article of the library, whole.

        Args:
            article_id: Its id, as answers and passages name it.

        Returns:
            Title, publisher, date, each with how it is known, and the text.
        """
        with _turn(limits, request):
            return desk.article(article_id).model_dump_json()

    # Not in Gradio's queue: for that its MCP tools would call their own server over HTTP, as nobody.
    for endpoint in (ask, find, read_article):
        api(endpoint, queue=False, concurrency_limit=None)


@contextmanager
def _turn(limits: Limits, request: gr.Request) -> Iterator[None]:
    """Waits until the call may be answered; what goes wrong in it is told in one line."""
    try:
        owner = request.cookies.get(COOKIE)
        if owner:  # a program that nobody asked to log in has none
            limits.ask(owner)
        with limits.turn():
            yield
    except TwosourceError as error:
        if isinstance(error, BusyError):
            setattr(request.state, BUSY, error)
        raise gr.Error(str(error), print_exception=False) from error
    except gr.Error:
        raise
    except Exception as error:  # one call of many: its caller gets a number, the log the rest
        number = secrets.token_hex(4)
        _log.error("a call failed (%s)", number, exc_info=error)
        raise gr.Error(f"this failed for a reason that the log tells under {number}", print_exception=False) from error


def _day(told: str) -> date | None:
    """The day; None where none is told."""
    if not told:
        return None
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise gr.Error(f"{told!r} is no date; write it as 2025-05-23", print_exception=False) from error
