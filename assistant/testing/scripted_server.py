"""An OpenAI-compatible endpoint on 127.0.0.1 that behaves as told. Knows nothing of models."""

import threading
from collections import deque
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from assistant.testing.behaviours import Behaviour, Request, fails, says


class ScriptedServer:
    """A context manager: an endpoint with a queue of behaviours and a history of requests.

    A str in the queue is a reply. When the queue is empty, the endpoint answers with status 500.

        with ScriptedServer(["390 came home [1].", fails(429, retry_after="1")]) as server:
            chat = OpenAIChat("any", server.base_url)
    """

    def __init__(self, behaviours: Iterable[Behaviour | str] = ()) -> None:
        self.requests: list[Request] = []
        """Every request so far, in order."""
        self._behaviours: deque[Behaviour | str] = deque(behaviours)
        self._closing = threading.Event()
        self._http: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """The address for a client; valid inside the `with` block."""
        if self._http is None:
            raise RuntimeError("ScriptedServer is not running: use it in a with statement")
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def then(self, *behaviours: Behaviour | str) -> None:
        """Adds behaviours to the end of the queue."""
        self._behaviours.extend(behaviours)

    def forget(self) -> None:
        """Empties the queue and the history."""
        self._behaviours.clear()
        self.requests.clear()

    def next_behaviour(self, request: Request) -> Behaviour:
        """Notes the request and takes the next behaviour."""
        self.requests.append(request)
        try:
            behaviour = self._behaviours.popleft()
        except IndexError:
            return fails(500, f"the script ended before request {len(self.requests)}")
        return says(behaviour) if isinstance(behaviour, str) else behaviour

    def __enter__(self) -> Self:
        self._closing.clear()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self, self._closing))
        self._http.daemon_threads = False
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), name="scripted-server")
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        if self._http is not None and self._thread is not None:
            self._http.shutdown()
            self._http.server_close()
            self._thread.join()
        self._http = self._thread = None


def _handler(script: ScriptedServer, closing: threading.Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10  # seconds for a client that connects and says nothing

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(path=self.path, headers=headers, body=self.rfile.read(length).decode())
            try:
                self._send(script.next_behaviour(request), request)
            except ConnectionError:
                self.close_connection = True  # the client left, as it may

        def _send(self, behaviour: Behaviour, request: Request) -> None:
            reaction = behaviour(request, closing)
            self.send_response(reaction.status)
            for name, value in reaction.headers.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in reaction.body:
                self.wfile.write(piece)
                self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing: a test's output is its own."""

    return Handler
