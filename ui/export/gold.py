"""An answer that the reader found right, as a gold case for `twosource eval`.

A case is one JSON line in the schema of gold files. Knows nothing of how a case is scored.
"""

import json
import os
import threading
from pathlib import Path

from assistant import Answer
from ui.keeping.conversation import Conversation, Exchange

FILE = "gold.jsonl"
"""Name of the file under the library's home."""

_writing = threading.Lock()


def save(path: Path, conversation: Conversation, exchange: Exchange) -> bool:
    """Add the exchange to the gold file; whether there was an answer to add."""
    case = gold_case(conversation, exchange)
    if case is None:
        return False
    # Plain ASCII: a line separator of Unicode inside a string would part the line.
    line = json.dumps(case) + "\n"
    with _writing, path.open("a", encoding="utf-8") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    return True


def gold_case(conversation: Conversation, exchange: Exchange) -> dict[str, object] | None:
    """The case, as a gold file has it. None: there is no complete answer."""
    answer = exchange.answer
    if answer is None or exchange.state not in ("done", "refused"):
        return None
    history = [turn.model_dump(mode="json") for turn in conversation.history(exchange)]
    case: dict[str, object] = {
        "id": f"window-{exchange.id}",
        "kind": _kind(answer, follow_up=bool(history)),
        "question": exchange.question,
        "asked_on": exchange.asked.astimezone().date().isoformat(),
        "refuse": answer.refused,
        "why": exchange.note or _why(answer),
    }
    if history:
        case["history"] = history
    if not answer.refused:
        case["targets"] = _targets(answer)
        case["cite"] = _cited(answer)
    return case


def _kind(answer: Answer, *, follow_up: bool) -> str:
    if answer.refused:
        return "unanswerable"
    if answer.disagreements:
        return "disagreement"
    return "follow_up" if follow_up else "fact"


def _targets(answer: Answer) -> list[list[str]]:
    """What a right answer says: each side of the first disagreement, else the few words, else the first sentence."""
    if answer.disagreements:
        return [[position.value] for position in answer.disagreements[0].positions]
    return [[answer.short or answer.sentences[0].text]]


def _cited(answer: Answer) -> list[str]:
    """File names of what is cited, in sentences and on the sides of disagreements."""
    cites = [*answer.citations, *(one for each in answer.disagreements for p in each.positions for one in p.citations)]
    return list(dict.fromkeys(one.article.called for one in cites))


def _why(answer: Answer) -> str:
    if answer.refused:
        return f"Saved from the window: {answer.missing or 'the articles do not say'}."
    return f"Saved from the window: {answer.citations[0].quote}"
