"""전자우편 the driver for mail: one connection for a batch, each mail's body and the next one's envelope in one write."""

import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from notifications.channels.mime import is_mailbox, mail
from notifications.driver import Can, Intend, Message, Result
from notifications.sender import Sender
from states.delivery import Outcome

_OK, _GO_ON, _FOR_GOOD = 250, 354, 500
_LINE = 8192  #: bytes in one line of an answer
_END = b"\r\n.\r\n"
_LOST = (smtplib.SMTPException, OSError)
Reply = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class Relay:
    """A site's mail server."""

    host: str
    port: int = 25
    tls: str = "starttls"  #: starttls, always from the start, or none for a server on this machine
    user: str = ""
    password: str = ""
    seconds: float = 60.0
    trusted: ssl.SSLContext | None = None  #: a site's own authority; None trusts what the machine trusts

    def __repr__(self) -> str:
        return f"Relay({self.host}:{self.port})"


class Smtp:
    """A mail server: it takes one mail after the other, knows no keys, and cannot be asked."""

    name = "smtp"
    can = Can(most=500)

    def __init__(self, relay: Relay, sender: Sender, *, now: Callable[[], datetime]) -> None:
        self._relay, self._sender, self._now = relay, sender, now

    def prepare(self, messages: Sequence[Message]) -> str:
        return ""

    def ask(self, reference: str, keys: Sequence[str]) -> Mapping[str, Result]:
        return {}

    def fire(self, reference: str, messages: Sequence[Message], intend: Intend) -> Iterator[Result]:
        """A server that closes after so many mails is called again; one that takes none is left in peace."""
        left = [message for message in messages if is_mailbox(message.to)]
        good = {message.key for message in left}
        for message in messages:
            if message.key not in good:
                yield Result(message.key, Outcome.REFUSED, "address")
        while left:
            taken = 0
            for result in self._on_one_connection(left, intend):
                taken += 1
                yield result
            left = left[taken:]
            if left and not taken:
                yield from (Result(message.key, Outcome.NOT_SENT, "away") for message in left)
                return

    def _on_one_connection(self, messages: Sequence[Message], intend: Intend) -> Iterator[Result]:
        """One result after the other, in order; when the connection breaks, what follows has none."""
        try:
            server = self._connect()
        except _LOST:
            return
        try:
            yield from _Talk(server, self._sender, intend).say_all(messages, self._now())
            with suppress(*_LOST):
                server.quit()
        finally:  # whoever breaks off in the middle of a mail must not say goodbye into it
            server.close()

    def _connect(self) -> smtplib.SMTP:
        relay = self._relay
        safe = relay.trusted or _what_the_machine_trusts()
        if relay.tls == "always":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                relay.host, relay.port, timeout=relay.seconds, context=safe
            )
        else:
            server = smtplib.SMTP(relay.host, relay.port, timeout=relay.seconds)
        try:
            server.ehlo_or_helo_if_needed()
            if relay.tls == "starttls":
                server.starttls(context=safe)
                server.ehlo()
            if relay.user:
                server.login(relay.user, relay.password)
        except BaseException:
            server.close()
            raise
        return server


@lru_cache(maxsize=1)  # it is read from the disk
def _what_the_machine_trusts() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Talk:
    """What is said on one connection."""

    def __init__(self, server: smtplib.SMTP, sender: Sender, intend: Intend) -> None:
        self._server, self._sender, self._intend = server, sender, intend
        self._pipelines = server.has_extn("pipelining")

    def say_all(self, messages: Sequence[Message], at: datetime) -> Iterator[Result]:
        """Each mail's envelope is answered before its body leaves: only a body on its way is in doubt."""
        envelope: Reply | None = None
        for place, message in enumerate(messages):
            following = messages[place + 1] if self._pipelines and place + 1 < len(messages) else None
            try:
                answer = envelope or self._envelope(message)
            except _LOST:
                return
            envelope = None
            if answer[0] != _GO_ON:
                if answer[0] == 421:
                    return
                yield _known(message, answer)
                continue
            self._intend(message.key)
            try:
                answer = self._body(message, at, following)
            except _LOST:
                yield Result(message.key, Outcome.IN_DOUBT, "cut_off")
                return
            yield _known(message, answer)
            if following is not None:
                try:
                    envelope = self._answers()
                except _LOST:
                    return

    def _envelope(self, message: Message) -> Reply:
        if self._pipelines:
            self._write(self._commands(message))
            return self._answers()
        for command in self._commands(message).splitlines(keepends=True):
            self._write(command)
            answer = self._server.getreply()
            if answer[0] not in (_OK, 251, _GO_ON):
                if not command.startswith(b"DATA"):
                    self._server.rset()
                return answer
        return answer

    def _answers(self) -> Reply:
        """The three answers to an envelope; what was refused of it is the answer to all of it."""
        mail_from, recipient, data = (self._reply() for _ in range(3))
        refused = next((one for one in (mail_from, recipient) if one[0] not in (_OK, 251)), None)
        if refused is None:
            return data
        if data[0] == _GO_ON:  # it waits for a mail to nobody
            self._write(b".\r\n")
            self._server.getreply()
        else:
            self._server.rset()
        return refused

    def _body(self, message: Message, at: datetime, following: Message | None) -> Reply:
        more = self._commands(following) if following is not None else b""
        self._write(mail(message, self._sender, at).rstrip(b"\r\n") + _END + more)
        return self._reply()

    def _reply(self) -> Reply:
        """The next answer; what is not one line of the usual kind is left to the library."""
        file = self._server.file
        if file is None:
            return self._server.getreply()
        line = file.readline(_LINE)
        if line[3:4] == b" " and line[:3].isdigit() and line.endswith(b"\n"):
            return int(line[:3]), line[4:].strip()
        return self._rest(line)

    def _rest(self, line: bytes) -> Reply:
        """An answer of several lines, or the end of the connection."""
        if not (line[3:4] == b"-" and line[:3].isdigit()):
            self._server.close()
            raise smtplib.SMTPServerDisconnected("closed")
        code, last = self._reply()
        return code, line[4:].strip() + b"\n" + last

    def _commands(self, message: Message) -> bytes:
        return f"MAIL FROM:<{self._sender.mail}>\r\nRCPT TO:<{message.to}>\r\nDATA\r\n".encode("ascii")

    def _write(self, said: bytes) -> None:
        if self._server.sock is None:
            raise smtplib.SMTPServerDisconnected("closed")
        self._server.sock.sendall(said)


def _known(message: Message, answer: Reply) -> Result:
    code = answer[0]
    if code == _OK:
        return Result(message.key, Outcome.ACCEPTED, "", answer[1].decode(errors="replace")[:100])
    outcome = Outcome.REFUSED if code >= _FOR_GOOD else Outcome.NOT_SENT
    return Result(message.key, outcome, str(code))
