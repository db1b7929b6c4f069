"""What the window sends to the browser, without a browser: pieces, views, owners, pace."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Answer, Article, Attribution, Citation, ModelError, Published, Sentence
from ui.chat.conversations import Conversations, Exchange
from ui.chat.examples import examples, shared_names
from ui.chat.pace import newest
from ui.chat.passages import paragraphs
from ui.chat.views import card, talk

TEXT = "Ada won. 😀 Bob lost.\n\nNobody drew."


def article(text: str = TEXT, **known: object) -> Article:
    return Article.model_validate(
        {"id": "a" * 24, "key": "a.txt", "title": "Ada won", "title_how": "heading", "text": text, **known}
    )


def citation(start: int, end: int, label: int = 1) -> Citation:
    return Citation(
        label=label,
        quote=TEXT[start:end],
        start=start,
        end=end,
        check="exact",
        article=article(),
        attribution=Attribution(),
    )


def exchange(*cites: Citation) -> Exchange:
    sentences = tuple(Sentence(text=cite.quote, citations=(cite,)) for cite in cites)
    return Exchange(
        "Who won?",
        state="done",
        answer=Answer(question="Who won?", query="Who won?", text="", sentences=sentences, engine="quotes"),
    )


def test_a_quote_behind_an_emoji_is_marked_whole() -> None:
    start = TEXT.index("Bob")

    marked = [piece.text for line in paragraphs(TEXT, chosen=(start, start + 9)) for piece in line if piece.mark]

    assert marked == ["Bob lost."]


@given(st.text(alphabet="ab 😀\n\r", max_size=40), st.lists(st.integers(0, 45), min_size=2, max_size=6))
def test_cutting_an_article_loses_no_word(text: str, cuts: list[int]) -> None:
    spans = [(min(pair), max(pair)) for pair in pairwise(cuts)]

    lines = paragraphs(text, cited=spans[1:], chosen=spans[0])

    told = "".join(piece.text for line in lines for piece in line)
    assert "".join(told.split()) == "".join(text.split())


def test_the_chosen_passage_wins_over_one_that_holds_it() -> None:
    lines = paragraphs("One two three", cited=[(0, 13)], chosen=(4, 7))

    assert [(piece.text, piece.mark) for piece in lines[0]] == [("One ", "cited"), ("two", "on"), (" three", "cited")]


def test_what_is_unknown_of_an_article_stays_unknown() -> None:
    known = card(article(publisher="The Day", published=Published(date=date(2025, 5, 3), how="stated")))
    unknown = card(article())

    assert (known.publisher, known.date) == ("The Day", "3 May 2025")
    assert (unknown.publisher, unknown.date) == (None, None)


def test_a_source_cited_twice_is_sent_once() -> None:
    first, second = citation(0, 8), citation(11, 20)

    sent = talk(exchange(first, second, first))

    assert [source.quote for source in sent.sources] == [first.quote, second.quote]
    assert [line.cites for line in sent.lines] == [(0,), (1,), (0,)]


def test_one_label_with_two_spans_makes_two_sources() -> None:
    sent = talk(exchange(citation(0, 8), citation(11, 20)))

    assert [source.label for source in sent.sources] == [1, 1]


def test_a_conversation_belongs_to_its_owner() -> None:
    conversations = Conversations()
    mine = conversations.new("me", "Who won?")

    assert conversations.get("me", mine.id) is mine
    assert conversations.get("you", mine.id) is None
    assert conversations.of("you") == []


def test_history_holds_what_was_answered_before() -> None:
    conversation = Conversations().new("me", "Who won?")
    stopped, now = Exchange("Why?", state="stopped"), Exchange("And then?")
    conversation.exchanges += [exchange(citation(0, 8)), stopped, now]

    assert [turn.text for turn in conversation.history(now) if turn.role == "user"] == ["Who won?"]


def test_examples_ask_about_the_name_that_most_articles_share() -> None:
    told = [article("He met Ann Lee."), article("Then Mayor Ann Lee spoke. Bo Ek wept. Bo Ek sang.")]

    assert shared_names(told) == ["Ann Lee", "Bo Ek"]
    assert examples(told)[0] == "What do the articles say about Ann Lee?"


def test_without_shared_names_the_examples_ask_about_titles() -> None:
    asked = examples([article(title="Ada won"), article(title="word " * 40)])

    assert "“Ada won”" in asked[0]
    assert len(asked[1]) < 140


def follow(snapshots: Iterator[int]) -> list[int]:
    async def collect() -> list[int]:
        return [snapshot async for snapshot in newest(snapshots)]

    return asyncio.run(collect())


def test_a_fast_stream_is_thinned_and_its_end_kept() -> None:
    seen = follow(iter(range(10_000)))

    assert seen[-1] == 9_999
    assert len(seen) < 100
    assert seen == sorted(seen)


def test_an_error_in_the_stream_reaches_the_reader() -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise ModelError("gone")

    with pytest.raises(ModelError, match="gone"):
        follow(failing())


def test_leaving_early_closes_the_stream() -> None:
    closed = threading.Event()

    def endless() -> Iterator[int]:
        try:
            while True:
                yield 1
        finally:
            closed.set()

    async def leave() -> None:
        watched = newest(endless())
        async for _ in watched:
            break
        await watched.aclose()

    asyncio.run(leave())

    assert closed.wait(5)
