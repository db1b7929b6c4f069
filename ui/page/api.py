"""The window's own API: what programs call by name, and what an MCP client is offered as tools.

Each gives the JSON that the command line prints, as text: Gradio takes an object with a `path`, as articles have, for
a file and would fetch it. The docstrings are what a client is shown.
"""

from datetime import date

import gradio as gr
from gradio.events import api

from assistant import Filters, TwosourceError
from ui.desk import Desk

_MOST_PASSAGES = 50


def offer(desk: Desk) -> None:
    """Add the endpoints `/ask`, `/find` and `/read_article` to the blocks being built."""

    def ask(question: str, publisher: str = "", since: str = "", until: str = "", engine: str = "") -> str:
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
        try:
            filters = Filters(publisher=publisher or None, since=_day(since), until=_day(until))
            answer = desk.ask(question, filters=filters, engine="quotes" if engine == "quotes" else None)
            return answer.model_dump_json()
        except TwosourceError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def find(query: str, k: int = 10) -> str:
        """Find the passages of the library that fit a query best; says nothing of whether they answer it.

        Args:
            query: Words or a question.
            k: How many passages, at most 50.

        Returns:
            `query`, and `hits`, best first: each a chunk with article id, character span and text, and its score.
        """
        try:
            return desk.retrieve(query, k=min(max(1, k), _MOST_PASSAGES)).model_dump_json()
        except TwosourceError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def read_article(article_id: str) -> str:
        """One article of the library, whole.

        Args:
            article_id: Its id, as answers and passages name it.

        Returns:
            Title, publisher, date, each with how it is known, and the text.
        """
        try:
            article = desk.article(article_id)
        except TwosourceError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return article.model_dump_json()

    for endpoint in (ask, find, read_article):
        api(endpoint, concurrency_limit=8, concurrency_id="api")


def _day(told: str) -> date | None:
    """The day; None where none is told."""
    if not told:
        return None
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise gr.Error(f"{told!r} is no date; write it as 2025-05-23", print_exception=False) from error
