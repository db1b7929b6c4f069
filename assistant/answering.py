"""From a question to growing answers: condense, retrieve, rank, judge, write, verify.

The one code path behind `ask` and `stream`, window, shell and evals. Knows nothing of files, storage or screens.
"""

import hashlib
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple, Protocol, get_args

from assistant.answer import Answer, Engine, Evidence, Removed, Turn, Verdict
from assistant.assembling import empty_library, not_to_the_articles, refusal, told
from assistant.close_reading.opposition import Opposition
from assistant.close_reading.reader import CloseReader
from assistant.collation.backing.support import supports
from assistant.errors import ModelError, QuestionError
from assistant.question.addressee import asks_assistant
from assistant.question.analysis import Question, analyse, may_stand_alone
from assistant.question.follow_up.condense import condense
from assistant.question.parts import parts
from assistant.question.short_answer import short_answer
from assistant.quoting import room
from assistant.quoting.candidates import Candidate, SentenceCache, candidates
from assistant.quoting.engine import disputes, merged, quote
from assistant.quoting.numbering import number, number_quotes
from assistant.quoting.outlets import put_to, tells_of
from assistant.quoting.period import asks_news, dated, news, published_in
from assistant.quoting.room import Holdings, Owners, passages
from assistant.quoting.weighing.judging import ANSWERABLE, confidence, missing
from assistant.quoting.weighing.ranking import News, Ranking, rank
from assistant.settings import Settings
from assistant.verification.drafts import verdicts
from assistant.verification.proving import prove
from assistant.verification.reading import Reading
from assistant.verification.wording import coverage
from assistant.writing import ChatModel, ModelEngine, condense_with_model
from index import Article, DaysTold, Filters, Retrieval

PASSAGES = 24
"""Passages whose sentences are looked at; more costs time and finds the same."""
WORTH_ASKING = 0.1
"""Confidence below which a model is not asked either: nothing in the library is near the question."""
_NO_MODEL = "No language model is set up; this answer is made of quotes."


class Library(Holdings, Protocol):
    """What answering needs of an index."""

    @property
    def stamp(self) -> str:
        """Changes whenever the articles change."""

    def article(self, article_id: str) -> Article:
        """The article of an id. Raises NotFoundError where it was removed meanwhile."""

    def publishers_named(self, text: str) -> frozenset[str]:
        """Those of the library's publishers that a text names."""

    def days_told(self, text: str, asked_on: date | None) -> tuple[DaysTold, ...]:
        """The days that a text names, "this week" seen from `asked_on`."""


class Answering:
    """Answers questions from a library.

    `chat` None: the quotes engine only; `reader` None: no question is read closely, `reading` None: no claim
    is, `opposition` None: no two answers are read against each other.
    """

    def __init__(
        self,
        *,
        library: Library,
        retrieve: Callable[[str, int, Filters], Retrieval],
        sentences: SentenceCache,
        reader: CloseReader | None = None,
        reading: Reading | None = None,
        opposition: Opposition | None = None,
        settings: Settings,
        chat: ChatModel | None = None,
    ) -> None:
        self._library = library
        self._retrieve = retrieve
        self._sentences = sentences
        self._reader = reader
        self._reading = reading
        self._opposition = opposition
        self._settings = settings
        self._chat = chat

    def stream(
        self, question: str, history: Sequence[Turn], filters: Filters, *, engine: Engine | None = None
    ) -> Iterator[Answer]:
        """Growing answers; the last one is complete.

        Raises QuestionError for a question that is empty or too long, or an engine that there is none of.
        """
        started = time.perf_counter()
        asked = self._checked(question)
        fingerprint = hashlib.sha256(f"{self._settings.fingerprint()} {self._library.stamp}".encode()).hexdigest()[:12]
        if engine not in (None, *get_args(Engine)):
            raise QuestionError(f"there is no engine {engine!r}; choose {' or '.join(map(repr, get_args(Engine)))}")
        chat = None if engine == "quotes" else self._chat
        for answer in self._answers(asked, history, filters, chat):
            if engine == "model" and chat is None:
                answer = answer.model_copy(update={"notice": _NO_MODEL})
            elapsed_ms = round(1000 * (time.perf_counter() - started))
            yield answer.model_copy(update={"elapsed_ms": elapsed_ms, "fingerprint": fingerprint})

    def verify(self, draft: str, filters: Filters) -> tuple[Verdict, ...]:
        """One verdict per sentence of a draft, in order."""
        return verdicts(draft, lambda sentence: self._nearest(sentence, filters), self._reading)

    def _nearest(self, sentence: str, filters: Filters) -> tuple[Evidence, ...]:
        """The quotes that hold most of a sentence's words, best first; none that holds no word of it."""
        if not any(char.isalnum() for char in sentence):
            return ()
        retrieval = self._retrieve(sentence, PASSAGES, filters)
        found = candidates(retrieval.hits, article=self._library.article, cache=self._sentences)
        held = sorted(((coverage(sentence, [one.text]), one) for one in found), key=lambda each: -each[0])
        return number_quotes([(one, share) for share, one in held[: self._settings.evidence] if share])

    def _checked(self, question: str) -> str:
        """The question on one line, control characters removed."""
        if not isinstance(question, str):
            raise QuestionError(f"the question must be a str, not {type(question).__name__!r}")
        limit = self._settings.max_question_chars
        if len(question) > limit:
            raise QuestionError(f"the question has {len(question):,} characters; ask in at most {limit:,}")
        asked = " ".join("".join(char if char.isprintable() else " " for char in question).split())
        if not any(char.isalnum() for char in asked):
            raise QuestionError("the question is empty; type a question")
        return asked

    def _answers(
        self, asked: str, history: Sequence[Turn], filters: Filters, chat: ChatModel | None
    ) -> Iterator[Answer]:
        small_talk = asks_assistant(asked)
        query, notice = (asked, None) if small_talk else self._query(asked, history, filters, chat)
        start = Answer(question=asked, query=query, text="", engine="quotes", notice=notice, complete=False)
        yield start
        if not self._library.count():
            yield empty_library(start)
            return
        if small_talk:
            yield not_to_the_articles(start)
            return
        rankings = self._rankings(query, filters)
        start = start.model_copy(update={"confidence": max(confidence(ranking) for ranking in rankings)})
        owners = Owners(self._library, _article_ids(rankings), filters)
        if chat and start.confidence >= WORTH_ASKING:
            failed = yield from self._write(start, rankings, owners, chat)
            if failed is None:
                return
            start = start.model_copy(update={"notice": failed.why, "removed": failed.removed})
        limit, opposition = self._settings.evidence, self._opposition
        yield from quote(start, rankings, owners, self._sentences, limit=limit, opposition=opposition)

    def _query(
        self, asked: str, history: Sequence[Turn], filters: Filters, chat: ChatModel | None
    ) -> tuple[str, str | None]:
        """The question made to stand alone, and what to tell the reader if the model could not do it."""
        notice = None
        if history and chat:
            try:
                if rewritten := condense_with_model(chat, asked, history):
                    return rewritten, None
            except ModelError as error:
                notice = _fallen_back(error)
        return self._alone(asked, condense(asked, history), filters), notice

    def _alone(self, asked: str, query: str, filters: Filters) -> str:
        """A question as it was typed, or `query`, which is made to stand alone by what was asked before.

        That only helps a question that the articles do not answer as it stands; of few words, one that they answer
        with it.
        """
        if query == asked or not may_stand_alone(asked, topics=1):
            return query
        if confidence(self._rank(asked, filters)) < ANSWERABLE:
            return query
        alone = may_stand_alone(asked) or confidence(self._rank(query, filters)) < ANSWERABLE
        return asked if alone else query

    def _rankings(self, query: str, filters: Filters) -> list[Ranking]:
        """One ranking for each part of the question; a later part may lean on the first ("and when did he?")."""
        first, *others = parts(query)
        said = [Turn(role="user", text=first)]
        leaning = (self._alone(other, condense(other, said), filters) for other in others)
        return [self._rank(part, filters) for part in (first, *leaning)]

    def _rank(self, query: str, filters: Filters) -> Ranking:
        question = analyse(query)
        told = self._library.days_told(query, filters.asked_on)
        outlet = self._outlet(question, filters)
        found = self._found(query, filters)
        if outlet is not None:
            question = put_to(question, outlet)
            filters = filters.model_copy(update={"publisher": outlet})
            found = [*self._found(question.text, filters), *(one for one in found if tells_of(outlet, one))]
        if asks_news(question, told):
            return self._news(question, told, found, filters)
        found = dated(question.text, found, told)
        return rank(question, found, self._sentences, self._reader, articles=self._library.count())

    def _news(
        self, question: Question, told: Sequence[DaysTold], found: Sequence[Candidate], filters: Filters
    ) -> Ranking:
        """What the articles tell of the days that a question asks for; `found` where there is nothing."""
        near = (self._found(question.text, published_in(filters, each.days)) for each in told)
        of_these_days = news([*chain.from_iterable(near), *found], told)
        count = self._library.count()
        ranking = rank(question, of_these_days or found, self._sentences, articles=count)
        return ranking._replace(news=News(tuple(each.words for each in told), bool(of_these_days)))

    def _found(self, query: str, filters: Filters) -> list[Candidate]:
        hits = passages(self._library, lambda k, limits: self._retrieve(query, k, limits).hits, filters, limit=PASSAGES)
        return candidates(hits, article=self._library.article, cache=self._sentences)

    def _outlet(self, question: Question, filters: Filters) -> str | None:
        """The one outlet of the library whose words a question asks for: nobody else's answer it."""
        if question.speaker is None or filters.publisher is not None:
            return None
        named = self._library.publishers_named(f"according to {question.speaker}")
        return next(iter(named)) if len(named) == 1 else None

    def _write(
        self, start: Answer, rankings: Sequence[Ranking], owners: Owners, chat: ChatModel
    ) -> Generator[Answer, None, "_Failed | None"]:
        """Yield what a model writes as far as it is proved; give back why the quotes engine must answer instead.

        None: the model's answer stands.
        """
        evidence = number(room.evidence(owners, merged(rankings), self._settings.evidence))
        start = start.model_copy(update={"engine": "model", "model": chat.name})
        last: Answer | None = None
        try:
            for draft in ModelEngine(chat, max_tokens=self._settings.max_tokens).write(start.query, evidence):
                if draft.refused and draft.complete:
                    if start.confidence >= ANSWERABLE:
                        return _Failed(f"{chat.name} found no answer in the quotes; these come nearest.")
                    lacking = missing(rankings[0], self._sentences)
                    yield refusal(start.model_copy(update={"usage": draft.usage}), lacking, evidence)
                    return None
                proved = prove(draft.sentences, evidence, self._reading)
                grown = start.model_copy(update={"usage": draft.usage, "removed": proved.removed})
                last = told(grown, proved.sentences, evidence=evidence, complete=False)
                if last.sentences and not draft.complete:
                    yield last
        except ModelError as error:
            return _Failed(_fallen_back(error))
        if last is None or not last.sentences:
            why = f"{chat.name} wrote nothing that the quotes prove; this answer is made of quotes."
            return _Failed(why, last.removed if last else ())
        yield _finished(last, rankings, evidence, self._opposition)
        return None


class _Failed(NamedTuple):
    """Why the quotes engine must answer instead of a model."""

    why: str
    removed: tuple[Removed, ...] = ()


def _finished(
    answer: Answer, rankings: Sequence[Ranking], evidence: Sequence[Evidence], opposition: Opposition | None
) -> Answer:
    """A model's answer with what code finds in its quotes: the few words of them that it uses, and disagreements."""
    found = (short_answer(rankings[0].question, citation.quote) for citation in answer.citations)
    short = next((one for one in found if one and one in answer.text), None)
    disagreements = disputes(evidence, rankings, answer.sentences, opposition)
    support = supports(answer.sentences, evidence)
    found_too = {"short": short, "disagreements": disagreements, "support": support, "complete": True}
    return answer.model_copy(update=found_too)


def _article_ids(rankings: Sequence[Ranking]) -> list[str]:
    return list(dict.fromkeys(one.candidate.article.id for ranking in rankings for one in ranking.ranked))


def _fallen_back(error: ModelError) -> str:
    return f"{error}; this answer is made of quotes."
