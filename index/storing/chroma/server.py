"""A collection on a Chroma server.

Knows no files and no catalog.
"""

from typing import TYPE_CHECKING

from index.errors import LibraryError
from index.storing.chroma.client import WRITING, create, delete, find, leave, reach, runs_code
from index.storing.chroma.home import Draft

if TYPE_CHECKING:
    from index.storing.chroma.client import Client, Collection


class Server:
    """A Chroma server, which looks after its own files; the generation stands in the collection's metadata."""

    def __init__(self, url: str, library: str) -> None:
        self._url, self._name = url, f"twosource-{library}"
        self._client: Client | None = None

    @property
    def some(self) -> bool:
        return self._name in {collection.name for collection in self._connect().list_collections()}

    @property
    def stale(self) -> bool:
        return False  # Its files are the server's.

    def outdate(self) -> None:
        """Nothing that could be done from here."""

    def draft(self) -> Draft:
        raise LibraryError(f"{self._url}: what a Chroma server keeps of deleted vectors is purged there")

    def adopt(self, draft: Draft) -> "Collection":
        raise LibraryError(f"{self._url}: what a Chroma server keeps of deleted vectors is purged there")

    def open(self, generation: str) -> "Collection | None":
        collection = find(self._connect(), self._name)
        if collection is None:
            return None
        if runs_code(collection):
            raise LibraryError(
                f"{self._url}: collection {self._name!r} asks to run an embedding function of its own and is not "
                "used; delete it on the server"
            )
        told = collection.metadata or {}
        whole = told.get("generation") == generation and told.get("count") == collection.count()
        return collection if whole else None

    def begin(self) -> "Collection":
        delete(self._connect(), self._name)
        return create(self._connect(), self._name)

    def soil(self) -> None:
        self._record(WRITING, 0)

    def settle(self, generation: str, count: int) -> None:
        self._record(generation, count)

    def forget(self) -> None:
        delete(self._connect(), self._name)

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            leave(client)

    def _record(self, generation: str, count: int) -> None:
        collection = self._connect().get_collection(self._name, embedding_function=None)
        collection.modify(metadata={"generation": generation, "count": count})

    def _connect(self) -> "Client":
        if self._client is None:
            self._client = reach(self._url)
        return self._client
