"""A chat model that says what it was told to say. Knows nothing of what it is asked."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence

from assistant.writing.chat import Message, Piece

Told = str | Exception | Sequence[str | Exception]
"""A whole reply, an error, or the pieces of a reply; an error among the pieces breaks it off there."""
Reply = Told | Callable[[str], Told]
"""What is told, or what tells it from the text of the last message, for a reply that must know its labels."""


class ScriptedModel:
    """A ChatModel with a queue of replies and a history of prompts.

    >>> model = ScriptedModel(["390 came home [1]."])
    >>> "".join(piece.text for piece in model.stream([Message(role="user", text="Who?")], max_tokens=9))
    '390 came home [1].'
    >>> model.prompts[0][0].text
    'Who?'
    """

    def __init__(self, replies: Iterable[Reply], *, name: str = "scripted") -> None:
        self.name = name
        self.prompts: list[tuple[Message, ...]] = []
        """The messages of every call, in order."""
        self.max_tokens: list[int] = []
        """The limit of every call, in order."""
        self._replies: deque[Reply] = deque(replies)

    def then(self, *replies: Reply) -> None:
        """Adds replies to the end of the queue."""
        self._replies.extend(replies)

    def forget(self) -> None:
        """Empties the queue: what was not asked for is not said later."""
        self._replies.clear()

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[Piece]:
        """The next reply in small pieces. Raises LookupError where none is left."""
        self.prompts.append(tuple(messages))
        self.max_tokens.append(max_tokens)
        if not self._replies:
            raise LookupError(f"the script of {self.name!r} ended before call {len(self.prompts)}")
        reply = self._replies.popleft()
        words = 0
        for part in _parts(reply(messages[-1].text) if callable(reply) else reply):
            if isinstance(part, Exception):
                raise part
            words += len(part.split())
            yield Piece(text=part)
        prompt_words = sum(len(message.text.split()) for message in messages)
        yield Piece(prompt_tokens=prompt_words, completion_tokens=words)


def _parts(reply: Told) -> Iterable[str | Exception]:
    if isinstance(reply, Exception):
        return [reply]
    if isinstance(reply, str):
        # Odd sizes, so that labels and words are torn apart as a real stream tears them.
        return [reply[start : start + 7] for start in range(0, len(reply), 7)]
    return reply
