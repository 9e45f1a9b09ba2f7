"""A mail server in a thread: it takes, refuses, breaks off and goes slow as a test says, and keeps what it took."""

import socketserver
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Thread
from typing import Any


@dataclass
class Catcher:
    """What the server does, and what it took."""

    pipelines: bool = True
    refuses: tuple[str, ...] = ()  #: recipients that do not exist
    closes_after: int | None = None  #: mails on one connection, before it hangs up
    cuts_off_after: int | None = None  #: mails in all, after which it takes one more and says nothing
    later: tuple[str, ...] = ()  #: recipients for whom it has no time now
    mails: list[tuple[str, bytes]] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    @property
    def parsed(self) -> list[EmailMessage]:
        return [message_from_bytes(mail, policy=default) for _, mail in self.mails]  # type: ignore[misc]


@contextmanager
def catching(catcher: Catcher) -> Generator[Catcher]:
    """Serve until the test is done."""

    class Handler(_Talk):
        of = catcher

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Whoever was killed while talking is no error of the server's."""
            if not isinstance(sys.exception(), ConnectionError):
                super().handle_error(request, client_address)

    with Server(("127.0.0.1", 0), Handler) as server:
        catcher.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield catcher
        server.shutdown()
        thread.join()


class _Talk(socketserver.StreamRequestHandler):
    of: Catcher
    disable_nagle_algorithm = True  # its short answers would wait for each other, 40 ms a mail

    def handle(self) -> None:
        self.of.connections += 1
        self.say("220 catcher")
        recipient, taken = "", 0
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "EHLO":
                self.say(*(["250-catcher", "250 PIPELINING"] if self.of.pipelines else ["250 catcher"]))
            elif verb == "RCPT":
                recipient = self.recipient(line[9:-1])
            elif verb == "DATA":
                if not self.data(recipient):
                    return
                taken += bool(recipient)
                if taken == self.of.closes_after:
                    return
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def recipient(self, address: str) -> str:
        if address in self.of.refuses or address in self.of.later:
            self.say("550 unknown" if address in self.of.refuses else "451 later")
            return ""
        self.say("250 ok")
        return address

    def data(self, recipient: str) -> bool:
        if not recipient:
            self.say("503 no valid recipients")
            return True
        self.say("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line)
        self.of.mails.append((recipient, b"".join(lines)))
        if self.of.cuts_off_after is not None and len(self.of.mails) > self.of.cuts_off_after:
            return False
        self.say("250 taken")
        return True

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())
