"""방패 what every answer carries and no request passes: headers, a limit while it streams, and no traceback."""

import ipaddress
import logging
import traceback
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from door.files.kind import FileTooLarge
from door.files.limits import LIMITS
from door.settings import Settings
from states.refusals import Refusal
from web.refused import refused, sorry

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("hanmadang.web")
_ROOM = 64 * 1024  #: bytes for a form without a file, and for what stands around a file
#: what citizens and gateways reach under a name of theirs: there a secret of its own says who may
_ELSEWHERE = ("/unsubscribe/", "/reports/", "/page.css", "/icon.svg", "/health")
_REPORTS = 2 * 2**20  #: bytes of one gateway's reports, or of one mail that came back
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


class HostUnknown(Refusal):
    code = "web.host_unknown"
    text = "이 화면의 주소가 아닌 이름으로 왔습니다. 관리자가 알린 주소로 다시 들어와 주세요. 관리자는 그 주소를 HANMADANG_PAGE에 적습니다."


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
            watch.refuse_foreign()
            watch.refuse_large()
            await self._app(scope, watch.receive, watch.send)
        except (FileTooLarge, HostUnknown) as refusal:
            await watch.answer(refused(refusal))
        except Exception as error:
            _tell(error)
            await watch.answer(sorry())


class _Watch:
    """One request on its way in, and its answer on the way out."""

    def __init__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._most = _room(scope["path"])
        self._read, self._begun = 0, False

    def refuse_foreign(self) -> None:
        """A name that somebody else may have pointed here is not one of ours."""
        said = dict(self._scope["headers"]).get(b"host", b"").decode("latin-1")
        if self._scope["path"].startswith(_ELSEWHERE):
            return
        if not _is_ours(said, self._scope["app"].state.house.settings):
            raise HostUnknown()

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


def _is_ours(host: str, settings: Settings) -> bool:
    """The page's own name, this machine's, or a bare address, which no name leads to."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        if name in ("localhost", settings.host, urlsplit(settings.page_address).hostname):
            return True
        return bool(ipaddress.ip_address(name))
    except ValueError:
        return False


def _room(path: str) -> int:
    """How much a path takes in."""
    if path.startswith("/upload/"):
        return LIMITS.content + _ROOM
    return _REPORTS if path.startswith("/reports/") else _ROOM


def _tell(error: Exception) -> None:
    """Which fault and where, never its words: they may quote what somebody sent."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    _log.error("%s in %s, line %s", type(error).__name__, where.filename, where.lineno)
