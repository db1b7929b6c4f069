"""An answer as stored text and back.

The text is the JSON of `twosource ask --json`. Articles come back without their text: the library has it.
"""

import json

from pydantic import ValidationError

from assistant.answer import Answer


def written(answer: Answer) -> str:
    """The answer as JSON."""
    return answer.model_dump_json()


def read(text: str) -> Answer | None:
    """The answer that was written. None: a version of twosource wrote it whose answers this one cannot read."""
    try:
        return Answer.model_validate(json.loads(text, object_hook=_whole))
    except (ValueError, ValidationError):
        return None


def said(question: str, answer: Answer | None) -> str:
    """What a reader saw: the question, the few words that answer, each sentence; or the refusal."""
    if answer is None:
        return question
    told = [answer.text] if answer.refused else [answer.short or "", *(line.text for line in answer.sentences)]
    return "\n".join([question, *told])


def _whole(value: dict[str, object]) -> dict[str, object]:
    """An article's card with the empty text that makes it an article."""
    return {**value, "text": ""} if "title_how" in value and "text" not in value else value
