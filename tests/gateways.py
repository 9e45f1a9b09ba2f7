"""A gateway in a thread, for messages by HTTP: it takes, refuses, breaks off and lies as a test says."""

import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson


class Trouble(Enum):
    """What happens to one request that would send."""

    BUSY = "429, and nothing taken"
    WRONG_KEY = "401, and nothing taken"
    CUT_BEFORE = "hung up, and nothing taken"
    CUT_AFTER = "hung up, and all taken"
    ERROR_BEFORE = "500, and nothing taken"
    ERROR_AFTER = "500, and all taken"
    HALF_SAID = "taken, and half an answer"
    NONSENSE = "taken, and an answer that is none"
    SLOW = "taken, and no answer for long"


#: after these the gateway has the messages, though it did not say so
TOOK = (Trouble.CUT_AFTER, Trouble.ERROR_AFTER, Trouble.HALF_SAID, Trouble.NONSENSE, Trouble.SLOW)
#: and after these it has not, and our side cannot know it
MAY_HAVE = (Trouble.CUT_BEFORE, Trouble.ERROR_BEFORE)
REST = 7  #: the seconds that a busy gateway asks for


class Refused(Exception):
    """The gateway says no to a request."""

    def __init__(self, status: int, said: Mapping[str, Any]) -> None:
        super().__init__(status)
        self.status, self.said = status, said


@dataclass
class Line:
    """One message as the gateway holds it."""

    key: str
    to: str
    text: str
    name: str = ""  #: the gateway's own
    request: str = ""
    status: str = ""  #: the vendor's code, once something became of it
    at: str = ""


@dataclass
class Stub:
    """What every gateway has; each vendor's own way is in a file of its own."""

    troubles: list[Trouble] = field(default_factory=list)  #: of the next requests that would send
    is_deaf: bool = False  #: it answers no question
    refuses: set[str] = field(default_factory=set)  #: numbers that it does not take
    taken: list[Line] = field(default_factory=list)  #: what really left
    requests: int = 0
    port: int = 0
    let_go: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def heard(self) -> list[str]:
        """The keys of what really left."""
        return [line.key for line in self.taken]

    def sends(self, method: str, path: str) -> bool:
        raise NotImplementedError

    def answer(self, method: str, path: str, asked: Mapping[str, str], said: Any) -> Any:
        raise NotImplementedError

    def prove(self, method: str, path: str, headers: Mapping[str, str]) -> None:
        """Refuse whoever cannot sign."""
        raise NotImplementedError


@contextmanager
def serving(stub: Stub) -> Generator[Any]:
    """Serve until the test is done."""

    class Handler(_Talk):
        of = stub

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that was killed is no error of the gateway's."""
            if not isinstance(sys.exception(), ConnectionError):
                super().handle_error(request, client_address)

    with Server(("127.0.0.1", 0), Handler) as server:
        stub.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield stub
        stub.let_go.set()
        server.shutdown()
        thread.join()


class _Talk(BaseHTTPRequestHandler):
    of: Stub
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._talk("GET")

    def do_POST(self) -> None:
        self._talk("POST")

    def do_PUT(self) -> None:
        self._talk("PUT")

    def log_message(self, *_: Any) -> None:
        """A gateway in a test writes nothing."""

    def _talk(self, method: str) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        content = self.rfile.read(length)
        if len(content) < length:  # whoever said it was killed while saying it
            self.close_connection = True
            return None
        parts = urlsplit(self.path)
        sends = self.of.sends(method, parts.path)
        self.of.requests += 1
        trouble = self.of.troubles.pop(0) if sends and self.of.troubles else None
        if not sends and self.of.is_deaf:
            return self._say(500, b"{}")
        if trouble in (Trouble.BUSY, Trouble.WRONG_KEY, Trouble.CUT_BEFORE, Trouble.ERROR_BEFORE):
            return self._refuse(trouble)
        try:
            self.of.prove(method, self.path, self.headers)
            said = orjson.loads(content) if content else {}
            with self.of.lock:
                answer = self.of.answer(method, parts.path, dict(parse_qsl(parts.query)), said)
            status, told = (202, answer["_"]) if "_" in answer else (200, answer)
        except Refused as no:
            status, told = no.status, no.said
        return self._tell(trouble, status, orjson.dumps(told))

    def _refuse(self, trouble: Trouble | None) -> None:
        if trouble is Trouble.CUT_BEFORE:
            self.close_connection = True
            return
        status = {Trouble.BUSY: 429, Trouble.WRONG_KEY: 401}.get(trouble or Trouble.BUSY, 500)
        self._say(status, b'{"error":{"errorCode":"no"}}', {"Retry-After": str(REST)})

    def _tell(self, trouble: Trouble | None, status: int, content: bytes) -> None:
        if trouble is Trouble.CUT_AFTER:
            self.close_connection = True
        elif trouble is Trouble.SLOW:
            self.of.let_go.wait(30)
            self.close_connection = True
        elif trouble is Trouble.HALF_SAID:
            self._say(status, content[: len(content) // 2], {"Content-Length": str(len(content))})
            self.close_connection = True
        elif trouble is Trouble.ERROR_AFTER:
            self._say(500, b"{}")
        else:
            self._say(status, b"<html>" if trouble is Trouble.NONSENSE else content)

    def _say(self, status: int, content: bytes, more: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
