"""The parts of the window put together over one desk.

The only place that builds them. Knows nothing of Gradio or of the web.
"""

from dataclasses import dataclass
from pathlib import Path

from ui.access.limits import Limits
from ui.chat.answering import Answering
from ui.chat.cost import Prices
from ui.chat.shapes import Engine
from ui.desk import Desk
from ui.export.gold import FILE
from ui.keeping.conversations import Conversations
from ui.keeping.file import ConversationFile
from ui.library.catalogue import Catalogue
from ui.library.reader import Reader
from ui.library.shelf import Shelf

CONVERSATIONS = "conversations.sqlite3"
"""Name of the file under the library's home."""


@dataclass(frozen=True)
class Rooms:
    """What the page and the routes are wired to."""

    desk: Desk
    """Answers, and holds the library."""
    conversations: Conversations
    """Everybody's."""
    answering: Answering
    """Asks the desk."""
    catalogue: Catalogue
    """Lists the library."""
    shelf: Shelf
    """Changes the library."""
    reader: Reader
    """Opens articles."""
    prices: Prices
    """Of the model."""
    limits: Limits
    """How much may be asked."""
    gold: Path
    """File that gold cases are added to."""
    file: ConversationFile
    """Where conversations are kept."""

    @classmethod
    def over(cls, desk: Desk, inbox: Path) -> "Rooms":
        """All of them; uploads arrive in `inbox`."""
        desk.settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = ConversationFile.open(desk.settings.home / CONVERSATIONS)
        conversations, catalogue = Conversations(file), Catalogue(desk)
        limits = Limits(per_minute=desk.settings.questions_per_minute, waiting=desk.settings.waiting)
        return cls(
            desk=desk,
            conversations=conversations,
            answering=Answering(desk, conversations, limits, examples=lambda: catalogue.totals().examples),
            catalogue=catalogue,
            shelf=Shelf(desk, catalogue, inbox),
            reader=Reader(desk, conversations),
            prices=Prices.of(desk.settings),
            limits=limits,
            gold=desk.settings.home / FILE,
            file=file,
        )

    @property
    def engine(self) -> Engine:
        """Who answers."""
        return Engine(model=self.desk.model, max_question_chars=self.desk.settings.max_question_chars)

    def close(self) -> None:
        """Stop what is being answered, and let go of the file."""
        self.answering.close()
        self.file.close()
