"""방패 what every answer carries and no request passes: headers, a limit while it streams, and no traceback."""

import logging
import traceback
from typing import TYPE_CHECKING

from door.files.kind import FileTooLarge
from door.files.limits import LIMITS
from web.refused import refused, sorry

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("hanmadang.web")
_ROOM = 64 * 1024  #: bytes for a form without a file, and for what stands around a file
_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_HSTS = (b"strict-transport-security", b"max-age=31536000")


class Shield:
    """Stands before everything else."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        watch = _Watch(scope, receive, send)
        try:
            watch.refuse_large()
            await self._app(scope, watch.receive, watch.send)
        except FileTooLarge as refusal:
            await watch.answer(refused(refusal))
        except Exception as error:
            _tell(error)
            await watch.answer(sorry())


class _Watch:
    """One request on its way in, and its answer on the way out."""

    def __init__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._most = LIMITS.content + _ROOM if scope["path"].startswith("/upload/") else _ROOM
        self._read, self._begun = 0, False

    def refuse_large(self) -> None:
        """What says that it is too large is not read at all."""
        said = dict(self._scope["headers"]).get(b"content-length", b"0")
        if said.isdigit() and int(said) > self._most:
            raise FileTooLarge(size=int(said), most=LIMITS.content)

    async def receive(self) -> "Message":
        message = await self._receive()
        self._read += len(message.get("body", b""))
        if self._read > self._most:
            raise FileTooLarge(size=self._read, most=LIMITS.content)
        return message

    async def send(self, message: "Message") -> None:
        if message["type"] == "http.response.start":
            self._begun = True
            given = {name for name, _ in message["headers"]}
            ours = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
            if self._scope["scheme"] == "https":
                ours.append(_HSTS)
            message["headers"] = [*message["headers"], *(pair for pair in ours if pair[0] not in given)]
        await self._send(message)

    async def answer(self, made: "ASGIApp") -> None:
        if not self._begun:  # half an answer cannot be taken back
            await made(self._scope, self.receive, self.send)


def _tell(error: Exception) -> None:
    """Which fault and where, never its words: they may quote what somebody sent."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    _log.error("%s in %s, line %s", type(error).__name__, where.filename, where.lineno)
