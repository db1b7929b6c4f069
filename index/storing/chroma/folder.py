"""A collection inside this process, and whether its files are whole.

Knows no catalog.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from index.storing.chroma.client import connect, create, runs_code
from index.storing.chroma.generations import Generation, Generations
from index.storing.chroma.home import Draft
from index.storing.database import is_whole

if TYPE_CHECKING:
    from index.storing.chroma.client import Client, Collection


class Folder:
    """Chroma inside this process; a damaged file can crash it, so wholeness is recorded outside of Chroma."""

    def __init__(self, root: Path) -> None:
        self._generations = Generations(root)
        self._client: Client | None = None
        self._folder: Path = root
        self._intact = ""

    @property
    def some(self) -> bool:
        return self._generations.some

    @property
    def stale(self) -> bool:
        return self._generations.stale

    def outdate(self) -> None:
        self._generations.stale = True

    def open(self, generation: str) -> "Collection | None":
        whole = self._generations.current()
        if whole is None or whole.generation != generation or not self._seems_intact(whole):
            return None
        self._generations.opening()
        collection = self._connect(self._generations.root / whole.folder).get_collection(
            "chunks", embedding_function=None
        )
        if runs_code(collection) or collection.count() != whole.count:
            return None
        if whole.count:
            # The first search loads the graph: damaged files show here.
            first = collection.get(include=["embeddings"], limit=1)["embeddings"]
            collection.query(query_embeddings=first, n_results=1, include=[])
        self._generations.opened()
        return collection

    def begin(self) -> "Collection":
        return create(self._connect(self._generations.begin()), "chunks")

    def soil(self) -> None:
        self._generations.soil()

    def settle(self, generation: str, count: int) -> None:
        self.close()
        self._generations.settle(self._folder, generation=generation, count=count)
        self._intact = self._folder.name

    def draft(self) -> Draft:
        folder = self._generations.draft().resolve()
        client = connect(folder)
        return Draft(folder, client, create(client, "chunks"))

    def adopt(self, draft: Draft) -> "Collection":
        draft.client.close()
        self.close()
        collection = self._connect(self._generations.adopt(draft.folder)).get_collection(
            "chunks", embedding_function=None
        )
        self._generations.stale = False
        return collection

    def forget(self) -> None:
        self.close()
        self._generations.forget()

    def _seems_intact(self, whole: Generation) -> bool:
        """Looked at once for each cache that an earlier process settled: ours are as we left them."""
        if whole.folder != self._intact:
            if not is_whole(self._generations.root / whole.folder / "chroma.sqlite3"):
                return False
            if not self._generations.intact(whole):
                return False
        self._intact = whole.folder
        return True

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _connect(self, folder: Path) -> "Client":
        self.close()
        # Two spellings of one folder are two clients to Chroma, and lose vectors.
        self._folder = folder.resolve()
        self._client = connect(self._folder)
        return self._client
