"""Everybody's conversations; each method sees only those of the owner it is given.

Keeps the ones in use in memory, so that all who look at one see the same. Knows nothing of SQL or of the browser.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence

from ui.keeping.conversation import Conversation, Exchange
from ui.keeping.file import ConversationFile

TITLE_CHARS = 120
"""Characters of a conversation's title."""
_IN_MEMORY = 64
"""Conversations held in memory beside those being answered."""


class Conversations:
    """A file of conversations, and those of them that are in use."""

    def __init__(self, file: ConversationFile) -> None:
        self._file = file
        self._used: OrderedDict[tuple[str, str], Conversation] = OrderedDict()
        self._lock = threading.RLock()

    def listed(self, owner: str) -> list[tuple[str, str]]:
        """Id and title of each, the one asked last first."""
        return self._file.listed(owner)

    def get(self, owner: str, conversation_id: str) -> Conversation | None:
        """The owner's conversation of that id. None: there is none, or it is somebody else's."""
        with self._lock:
            found = self._used.get((owner, conversation_id))
            if found is None:
                found = self._file.conversation(owner, conversation_id) if conversation_id else None
            if found is not None:
                self._use(owner, found)
            return found

    def new(self, owner: str, title: str) -> Conversation:
        """A conversation without exchanges."""
        conversation = Conversation(_titled(title))
        with self._lock:
            self._file.add(owner, conversation)
            self._use(owner, conversation)
        return conversation

    def save(self, conversation: Conversation, exchange: Exchange) -> None:
        """Keep an exchange as it is now, unless it was replaced meanwhile."""
        with self._lock:
            if exchange in conversation.exchanges:
                self._file.save(conversation, exchange)

    def found(self, owner: str, words: Sequence[str], *, limit: int) -> list[tuple[str, str, str, str, str]]:
        """Conversation, its title, exchange, question, text; of what holds all folded `words`, the last used first."""
        return [(row[0], row[1], row[2], row[3], row[4]) for row in self._file.found(owner, words, limit=limit)]

    def rename(self, owner: str, conversation_id: str, title: str) -> None:
        """Give it another title; an empty one changes nothing."""
        conversation = self.get(owner, conversation_id)
        if conversation is not None and title.strip():
            conversation.title = _titled(title)
            self._file.rename(owner, conversation_id, conversation.title)

    def remove(self, owner: str, conversation_id: str) -> None:
        """Take it off the list; `restore` brings back the last of those, and then the one before."""
        with self._lock:
            self._used.pop((owner, conversation_id), None)
            self._file.remove(owner, conversation_id)

    def restore(self, owner: str) -> str:
        """Bring back what was removed last; gives its id, empty if there is none."""
        with self._lock:
            return self._file.restore(owner)

    def removed(self, owner: str) -> str:
        """Title of what can be brought back; empty if there is none."""
        return self._file.hidden(owner)

    def _use(self, owner: str, conversation: Conversation) -> None:
        self._used[owner, conversation.id] = conversation
        self._used.move_to_end((owner, conversation.id))
        idle = [key for key, one in self._used.items() if not one.busy and one is not conversation]
        for key in idle[: max(0, len(self._used) - _IN_MEMORY)]:
            del self._used[key]


def _titled(title: str) -> str:
    return " ".join(title.split())[:TITLE_CHARS]
