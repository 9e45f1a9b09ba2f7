"""A mail server in a process of its own: it takes every mail, pipelined or not, and counts what it took."""

import selectors
import socket
from collections.abc import Generator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection

_END = b"\r\n.\r\n"


@contextmanager
def sinking() -> Generator[tuple[int, Connection]]:
    """A server for as long as it is needed: its port, and a line on which it answers how many mails it took."""
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_serve, args=[theirs], daemon=True)
    process.start()
    yield ours.recv(), ours
    process.terminate()
    process.join()


def _serve(line: Connection) -> None:
    server, taken = socket.create_server(("127.0.0.1", 0), backlog=64), _Count()
    line.send(server.getsockname()[1])
    ready = selectors.DefaultSelector()
    ready.register(server, selectors.EVENT_READ, None)
    ready.register(line, selectors.EVENT_READ, None)
    while True:
        for key, _ in ready.select():
            if key.fileobj is server:
                talk, _ = server.accept()
                talk.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                talk.sendall(b"220 sink\r\n")
                ready.register(talk, selectors.EVENT_READ, _Talk(talk, taken))
            elif key.fileobj is line:
                line.recv()
                line.send(taken.mails)
            elif not key.data.go_on():
                ready.unregister(key.fileobj)


class _Count:
    mails = 0


class _Talk:
    """One connection."""

    def __init__(self, talk: socket.socket, taken: _Count) -> None:
        self._talk, self._taken, self._left, self._in_mail = talk, taken, b"", False

    def go_on(self) -> bool:
        """Answer whatever has come; False when there is nobody any more."""
        said = self._talk.recv(1 << 18)
        self._left += said
        answers, go_on = [], bool(said)
        while go_on and (answer := self._next()) is not None:
            answers.append(answer)
            go_on = not answer.startswith(b"221")
        if answers:
            self._talk.sendall(b"".join(answers))
        if not go_on:
            self._talk.close()
        return go_on

    def _next(self) -> bytes | None:
        part, end, rest = self._left.partition(_END if self._in_mail else b"\r\n")
        if not end:
            return None
        self._left = rest
        if self._in_mail:
            self._in_mail = False
            self._taken.mails += 1
            return b"250 2.0.0 taken as %d\r\n" % self._taken.mails
        return self._answer(part[:4].upper())

    def _answer(self, verb: bytes) -> bytes:
        if verb == b"EHLO":
            return b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
        if verb == b"DATA":
            self._in_mail = True
            return b"354 go on\r\n"
        return b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n"
