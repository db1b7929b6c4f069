"""What the window sends to the browser, without a browser: pieces, views, owners, pace."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import (
    Answer,
    Article,
    Attribution,
    Citation,
    Disagreement,
    ModelError,
    Position,
    Published,
    Sentence,
    Usage,
)
from assistant.answer import Support
from ui.chat.cost import Prices, made
from ui.chat.running import Run
from ui.chat.views import card, talk
from ui.keeping.conversation import Conversation, Exchange
from ui.library.examples import examples, shared_names
from ui.library.passages import paragraphs

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

    sent = talk(exchange(first, second, first), Prices())

    assert [source.quote for source in sent.sources] == [first.quote, second.quote]
    assert [line.cites for line in sent.lines] == [(0,), (1,), (0,)]


def test_one_label_with_two_spans_makes_two_sources() -> None:
    sent = talk(exchange(citation(0, 8), citation(11, 20)), Prices())

    assert [source.label for source in sent.sources] == [1, 1]


def test_history_holds_what_was_answered_before() -> None:
    conversation = Conversation("Who won?")
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


def test_a_change_over_time_is_drawn_with_the_day_each_side_speaks_from() -> None:
    sides = tuple(
        Position(value=value, citations=(citation(0, 8),), origins=1, told=day)
        for value, day in (("planned", date(2025, 5, 2)), ("done", date(2025, 5, 23)))
    )
    matter = Disagreement(topic="the swap", kind="status", positions=sides, sequence=True)
    answer = Answer(question="?", query="?", text="", engine="quotes", disagreements=(matter,))

    (shown,) = talk(Exchange("?", state="done", answer=answer), Prices()).disputes

    assert shown.sequence
    assert [(side.value, side.date) for side in shown.sides] == [("planned", "2 May 2025"), ("done", "23 May 2025")]


@pytest.mark.threat("T5")
@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ('https://example.org/"onclick=x', None),
        ("https://example.org/a b", None),
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(url: str, shown: str | None) -> None:
    assert card(article(url=url)).url == shown


def test_what_is_remarkable_about_who_says_it_stands_at_its_sentence() -> None:
    told = Support(articles=1, origins=1, labels=(1,), marks=("one_unnamed_source",))
    silent = Support(articles=3, origins=1, labels=(2,))
    asked = exchange(citation(0, 8), citation(10, 18, label=2))
    assert asked.answer is not None
    asked.answer = asked.answer.model_copy(update={"support": (told, silent)})

    shown = talk(asked, Prices())

    assert [line.mark for line in shown.lines] == ["one unnamed source", None]
    assert [source.backing for source in shown.sources] == [None, "3 articles, 1 origin"]


def test_what_a_model_used_is_told_with_its_cost_where_prices_are_set() -> None:
    answer = Answer(
        question="?",
        query="?",
        text="",
        engine="model",
        model="llama3.1",
        elapsed_ms=2400,
        usage=Usage(prompt_tokens=1500, completion_tokens=200),
    )

    assert made(answer, Prices()) == "Written by llama3.1, proved by quotes, 2.4 s, 1,500 + 200 tokens, price not set"
    assert made(answer, Prices(prompt=2.0, completion=10.0)).endswith("1,500 + 200 tokens, $0.0050")


def follow(snapshots: Iterator[int]) -> tuple[list[int], list[Exception | None]]:
    """What a watcher saw, and how the run ended."""
    taken, ended = list[int](), list[Exception | None]()

    async def collect() -> list[int]:
        run = Run(snapshots, taken.append, ended.append)
        run.start()
        return [taken[-1] async for _ in run.steps() if taken]

    return asyncio.run(collect()), ended


def test_a_fast_stream_is_thinned_and_its_end_kept() -> None:
    seen, ended = follow(iter(range(10_000)))

    assert seen[-1] == 9_999
    assert len(seen) < 100
    assert seen == sorted(seen)
    assert ended == [None]


def test_an_error_in_the_stream_is_told_at_its_end() -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise ModelError("gone")

    _, ended = follow(failing())

    assert [str(error) for error in ended] == ["gone"]


def test_a_run_goes_on_when_nobody_watches() -> None:
    ended = threading.Event()
    taken: list[int] = []

    async def look_once() -> None:
        run = Run(iter(range(50)), taken.append, lambda broke: ended.set())
        run.start()
        steps = run.steps()
        async for _ in steps:
            break
        await steps.aclose()

    asyncio.run(look_once())

    assert ended.wait(5)
    assert taken == list(range(50))


def test_a_run_that_is_stopped_closes_its_stream() -> None:
    closed = threading.Event()

    def endless() -> Iterator[int]:
        try:
            while True:
                yield 1
        finally:
            closed.set()

    run = Run(endless(), lambda taken: None, lambda broke: None)
    run.start()
    run.stop()

    assert closed.wait(5)


def test_who_comes_late_sees_the_end() -> None:
    async def watch_late() -> int:
        run = Run(iter([1]), lambda taken: None, lambda broke: None)
        run.start()
        run.join(5)
        return len([None async for _ in run.steps()])

    assert asyncio.run(watch_late()) == 1
