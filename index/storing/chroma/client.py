"""Chroma's clients and collections as we want them: none of its telemetry, settings files and foreign code.

The only file that imports chromadb, and only once a collection is asked for. Knows not what a collection mirrors.
"""

from collections.abc import Iterator
from contextlib import suppress
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit
from urllib.request import urlopen

from index.errors import LibraryError

if TYPE_CHECKING:
    from chromadb.api.client import Client as Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection as Collection
    from chromadb.config import Settings
    from httpx import Client as HttpSession

_TIMEOUT_S = 30.0
WRITING = "being written"
"""In place of a generation."""
# News repeats itself, and near copies crowd each other out of the graph: of 2,000 vectors in groups of 20 near copies,
# Chroma's defaults (16, 100, 100) find 84 to 92 of the 100 nearest, at worst 40; these find all, in little more time.
_GRAPH: "CreateHNSWConfiguration" = {"space": "cosine", "max_neighbors": 64, "ef_construction": 400, "ef_search": 400}


def connect(folder: Path) -> "Client":
    """A client of the collections in a folder."""
    import chromadb

    return cast("Client", chromadb.PersistentClient(str(folder), settings=_settings()))


def reach(url: str) -> "Client":
    """A client of the server at `url`. Raises LibraryError where that is no address."""
    import chromadb

    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise LibraryError(f"{url!r}: no address of a Chroma server; write http://host:8000")
    secure = address.scheme == "https"
    port = address.port or (443 if secure else 8000)
    # Chroma waits for ever for a server that does not answer: ask first, then bound every later wait.
    with urlopen(f"{address.scheme}://{address.hostname}:{port}/api/v2/heartbeat", timeout=_TIMEOUT_S):
        pass
    client = cast("Client", chromadb.HttpClient(address.hostname, port, ssl=secure, settings=_settings()))
    for session in _sessions(client):
        session.timeout = _TIMEOUT_S
    return client


def leave(client: "Client") -> None:
    """Close a client of a server."""
    left_open = _sessions(client)
    client.close()
    # Chroma leaves its connections open.
    for session in left_open:
        session.close()


def find(client: "Client", name: str) -> "Collection | None":
    """The collection of that name. None: there is none."""
    from chromadb.errors import NotFoundError

    try:
        return client.get_collection(name, embedding_function=None)
    except NotFoundError:
        return None


def delete(client: "Client", name: str) -> None:
    """Delete the collection of that name, if there is one."""
    from chromadb.errors import NotFoundError

    with suppress(NotFoundError):
        client.delete_collection(name)


def _sessions(client: "Client") -> "list[HttpSession]":
    """The connections of a client and of the one it administers with; Chroma offers no way to them."""
    session = attrgetter("_server._session")
    return [cast("HttpSession", session(one)) for one in (client, client._admin_client)]


def _settings() -> "Settings":
    from chromadb.config import Settings

    # Without this, a file `.env` in whatever folder the user stands in could name classes for Chroma to load.
    return Settings(_env_file=None, anonymized_telemetry=False)


def create(client: "Client", name: str) -> "Collection":
    """An empty collection that is still to be filled."""
    return client.create_collection(
        name,
        embedding_function=None,
        configuration={"hnsw": _GRAPH},
        metadata={"generation": WRITING, "count": 0},
    )


def runs_code(collection: "Collection") -> bool:
    """Whether Chroma would build an embedding function that the stored collection names: it may load any code."""
    model = collection.get_model()
    return any(
        kind not in (None, "legacy", "unknown")
        for told in (model.configuration_json, model.serialized_schema)
        for kind in _functions(told)
    )


def _functions(told: object) -> Iterator[object]:
    """The kind of every embedding function in a stored configuration, however deep."""
    if isinstance(told, dict):
        for key, value in told.items():
            if key == "embedding_function":
                yield value.get("type", "unnamed") if isinstance(value, dict) else value
            yield from _functions(value)
    elif isinstance(told, list):
        for value in told:
            yield from _functions(value)
