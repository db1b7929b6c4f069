"""Questions that are empty, endless, garbled or unlucky: each is answered, refused in words, or told to be wrong."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fakes import WordEmbedder

from assistant import Assistant, QuestionError, Settings, open_assistant
from assistant.quoting.candidates import SentenceCache, candidates
from index import EmbedderError, Filters

DAM = "The dam at Orlin opened in 1931, engineer Ada Roe said. It was closed for a month in 1987."
MARKET = "The fish market of Sund opens at six, the town clerk said."
QUESTION = "When did the dam at Orlin open?"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "dam.txt").write_text(DAM)
    (folder / "market.txt").write_text(MARKET)
    with open_assistant(folder, Settings(home=tmp_path_factory.mktemp("home")), embedder=WordEmbedder()) as opened:
        yield opened


@pytest.mark.fault("query", 50)
@pytest.mark.parametrize("question", ["", "   ", "\n\t", "?!…", "\u200b\u200b", "🙂🙂"])
def test_a_question_without_a_word_is_told_to_be_empty(desk: Assistant, question: str) -> None:
    with pytest.raises(QuestionError, match="type a question"):
        desk.ask(question)


@pytest.mark.threat("T13")
@pytest.mark.fault("query", 51)
@pytest.mark.parametrize("question", ["why " * 1_250_000, "x" * 5_000_000, "word " * 100_000])
def test_an_endless_question_is_refused_with_its_limit(desk: Assistant, question: str) -> None:
    with pytest.raises(QuestionError, match="ask in at most 4,000"):
        desk.ask(question)


@pytest.mark.fault("query", 52)
@pytest.mark.parametrize(
    "question",
    [
        "When did\0 the dam at Orlin open?",
        "\u202eWhen did the dam\u2066 at Orlin open?\u2069",
        "When did the dam at Orlin open? \ud83d",
        "\ufeffWhen did the \x1b[2Jdam at Orlin open?\x07",
        "When did the dam at Orlin open?\r\nWhen did the dam at Orlin open?",
    ],
    ids=["nul", "bidi", "surrogate", "escape", "twice"],
)
def test_a_garbled_question_is_cleaned_and_answered(desk: Assistant, question: str) -> None:
    answer = desk.ask(question)

    assert "1931" in answer.text
    assert answer.question.isprintable()
    answer.model_dump_json().encode()


@pytest.mark.fault("query", 54)
@pytest.mark.parametrize("question", ["Who won the chess final in Harrow?", "🙂 banana banana banana"])
def test_what_no_article_says_is_said_so_without_a_citation(desk: Assistant, question: str) -> None:
    answer = desk.ask(question)

    assert (answer.refused, answer.citations, answer.sentences) == (True, (), ())
    assert answer.text.startswith("These articles do not say.")


@pytest.mark.fault("query", 55)
def test_filters_that_leave_nothing_leave_no_answer(desk: Assistant) -> None:
    assert desk.ask(QUESTION, filters=Filters(publisher="Nobody")).refused


@pytest.mark.fault("query", 56)
def test_an_article_that_was_removed_since_the_search_is_left_out(tmp_path: Path) -> None:
    embedder = WordEmbedder()
    (tmp_path / "dam.txt").write_text(DAM)
    (tmp_path / "market.txt").write_text(MARKET)
    with open_assistant(settings=Settings(home=tmp_path / "home"), embedder=embedder) as desk:
        desk.add([tmp_path / "dam.txt", tmp_path / "market.txt"])
        hits = desk.retrieve(f"{QUESTION} {MARKET}").hits
        desk.remove(next(article.id for article in desk.articles() if article.key == "dam.txt"))

        found = candidates(hits, article=desk.article, cache=SentenceCache(embedder.embed))

    assert len(hits) == 2
    assert {one.article.key for one in found} == {"market.txt"}


@pytest.mark.fault("query", 57)
@pytest.mark.parametrize("question", ["Wann wurde der Damm eröffnet?", "Когда открыли плотину?", "大坝何时启用？"])
def test_a_question_in_another_language_is_answered_or_not_found(desk: Assistant, question: str) -> None:
    answer = desk.ask(question)

    assert answer.complete
    assert answer.refused or answer.citations


@pytest.mark.fault("query", 58)
@pytest.mark.parametrize("fault", [np.nan, 0.0])
def test_a_question_whose_vector_is_none_is_refused(tmp_path: Path, fault: float) -> None:
    class Faulty(WordEmbedder):
        def embed(self, texts):  # type: ignore[no-untyped-def]
            return super().embed(texts) * np.float32(fault if texts == [QUESTION] else 1)

    (tmp_path / "dam.txt").write_text(DAM)
    with open_assistant(settings=Settings(home=tmp_path / "home"), embedder=Faulty()) as desk:
        desk.add(tmp_path / "dam.txt")

        with pytest.raises(EmbedderError, match="unit length"):
            desk.retrieve(QUESTION)


@pytest.mark.fault("query", 56)
def test_a_text_whose_blanks_changed_is_quoted_as_it_stands_now(tmp_path: Path) -> None:
    """An article keeps its id where only white space changed: what was read of it before is no longer there."""
    file = tmp_path / "dam.txt"
    file.write_text(DAM)
    with open_assistant(settings=Settings(home=tmp_path / "home"), embedder=WordEmbedder()) as desk:
        desk.add(file)
        desk.ask(QUESTION)
        desk.remove(desk.articles()[0].id)
        file.write_text("\n\n" + DAM.replace(" ", "  "))
        desk.add(file)

        answer = desk.ask(QUESTION)

    assert answer.citations
    for one in answer.citations:
        assert one.article.text[one.start : one.end] == one.quote
