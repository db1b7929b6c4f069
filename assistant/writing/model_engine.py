"""Asks a chat model to write an answer from evidence, and reads what it writes into growing drafts.

Knows nothing of retrieval, and trusts no draft: whoever uses one checks every sentence against its labels.
"""

import re
import secrets
from collections.abc import Iterator, Sequence

from assistant.answer import Evidence, Turn, Usage
from assistant.errors import PromptTooLongError
from assistant.writing.chat import ChatModel, Message
from assistant.writing.cleaning import one_line
from assistant.writing.evidence_text import evidence_text
from assistant.writing.reply import DraftSentence, read_reply
from index import Frozen
from prompts import render

REFUSAL = "NOT IN THE ARTICLES"
"""The line by which a model says that the evidence does not answer."""


class Draft(Frozen):
    """What a model has written so far."""

    sentences: tuple[DraftSentence, ...] = ()
    """Finished sentences, in order; those without labels too."""
    refused: bool = False
    """True: the model says that the evidence does not answer; there are no sentences then."""
    usage: Usage = Usage()
    """What it cost so far; tokens come with the last draft."""
    complete: bool = False
    """True for the last draft only: the model said that it was done."""


class ModelEngine:
    """Writes answers with a chat model."""

    def __init__(self, chat: ChatModel, *, max_tokens: int) -> None:
        """`max_tokens` is the length of an answer at most."""
        self._chat = chat
        self._max_tokens = max_tokens

    def write(self, query: str, evidence: Sequence[Evidence]) -> Iterator[Draft]:
        """Growing drafts, each with one finished sentence more; the last one is complete.

        Raises ModelError where the model fails, however much it has written by then. A prompt that is too
        long is tried once more with the first half of the evidence.
        """
        try:
            yield from self._drafts(query, evidence)
        except PromptTooLongError:
            if len(evidence) < 2:
                raise
            yield from self._drafts(query, evidence[: len(evidence) // 2])

    def _drafts(self, query: str, evidence: Sequence[Evidence]) -> Iterator[Draft]:
        labels = frozenset(one.label for one in evidence)
        text, ended, shown, prompt_tokens, completion_tokens = "", 0, 0, 0, 0
        for piece in self._chat.stream(_messages(query, evidence), max_tokens=self._max_tokens):
            text += piece.text
            prompt_tokens = piece.prompt_tokens or prompt_tokens
            completion_tokens = piece.completion_tokens or completion_tokens
            # Reading is cheap but not free: a sentence is at its end where a word follows its full stop or its line.
            if len(text) > _GROWING_CHARS or not (ends := [each.end() for each in _ENDS.finditer(text, ended)]):
                continue
            ended = ends[-1]
            growing = read_reply(text, labels, refusal=REFUSAL, complete=False)
            if len(growing.sentences) > shown:
                shown = len(growing.sentences)
                yield Draft(sentences=growing.sentences, usage=Usage(invented_labels=growing.invented_labels))
        reply = read_reply(text, labels, refusal=REFUSAL, complete=True)
        usage = Usage(
            prompt_tokens=prompt_tokens, completion_tokens=completion_tokens, invented_labels=reply.invented_labels
        )
        yield Draft(sentences=reply.sentences, refused=reply.refused, usage=usage, complete=True)


def condense_with_model(chat: ChatModel, question: str, history: Sequence[Turn]) -> str | None:
    """`question` made to stand alone, on one line; None where the reply is no such thing.

    Raises ModelError where the model fails.
    """
    conversation = "\n".join(f"{turn.role}: {_told(turn.text)}" for turn in history[-_TURNS:])
    messages = [
        Message(role="system", text=render("condense_system")),
        Message(role="user", text=render("condense_user", history=conversation, question=_told(question))),
    ]
    reply = "".join(piece.text for piece in chat.stream(messages, max_tokens=_CONDENSED_TOKENS))
    line = reply.strip().strip('"“”')
    if "\n" in line or not any(map(str.isalnum, line)) or len(line) > 400:
        return None
    return one_line(line, max_chars=400)


def _messages(query: str, evidence: Sequence[Evidence]) -> list[Message]:
    nonce = secrets.token_hex(8)
    user = render(
        "answer_user",
        nonce=nonce,
        evidence=evidence_text(evidence, nonce),
        query=one_line(query, max_chars=100_000),
    )
    return [Message(role="system", text=render("answer_system", refusal=REFUSAL)), Message(role="user", text=user)]


def _told(text: str) -> str:
    """A turn on one line, without labels: they belong to an answer that is gone."""
    return one_line(re.sub(r"\s*\[\d+(?:,\s*\d+)*\]", "", text), max_chars=1_500)


# A reply this long is no answer, and reading it again and again would take the machine's time.
_GROWING_CHARS = 4_000
_TURNS = 8
_CONDENSED_TOKENS = 200
_ENDS = re.compile(r"(?:\n|[.!?…。！？\]][\"”’)]*\s)(?=[\W\d]{0,20}[^\W\d])")
