"""A collection on a Chroma server."""

from contextlib import suppress
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit
from urllib.request import urlopen

from index.errors import LibraryError
from index.storing.chroma.client import WRITING, create, runs_code, sessions, settings
from index.storing.chroma.home import Draft

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection as Collection

_TIMEOUT_S = 30.0


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
        from chromadb.errors import NotFoundError

        try:
            collection = self._connect().get_collection(self._name, embedding_function=None)
        except NotFoundError:
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
        from chromadb.errors import NotFoundError

        with suppress(NotFoundError):
            self._connect().delete_collection(self._name)
        return create(self._connect(), self._name)

    def soil(self) -> None:
        self._record(WRITING, 0)

    def settle(self, generation: str, count: int) -> None:
        self._record(generation, count)

    def forget(self) -> None:
        from chromadb.errors import NotFoundError

        with suppress(NotFoundError):
            self._connect().delete_collection(self._name)

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            left_open = sessions(client)
            client.close()
            # Chroma leaves its connections open.
            for session in left_open:
                session.close()

    def _record(self, generation: str, count: int) -> None:
        collection = self._connect().get_collection(self._name, embedding_function=None)
        collection.modify(metadata={"generation": generation, "count": count})

    def _connect(self) -> "Client":
        if self._client is None:
            import chromadb

            address = urlsplit(self._url)
            if address.scheme not in ("http", "https") or not address.hostname:
                raise LibraryError(f"{self._url!r}: no address of a Chroma server; write http://host:8000")
            secure = address.scheme == "https"
            port = address.port or (443 if secure else 8000)
            # Chroma waits for ever for a server that does not answer: ask first, then bound every later wait.
            with urlopen(f"{address.scheme}://{address.hostname}:{port}/api/v2/heartbeat", timeout=_TIMEOUT_S):
                pass
            client = chromadb.HttpClient(address.hostname, port, ssl=secure, settings=settings())
            self._client = cast("Client", client)
            for session in sessions(self._client):
                session.timeout = _TIMEOUT_S
        return self._client
