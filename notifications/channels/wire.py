"""통신선 a line to a gateway: what was never written did not leave, and what was written is in doubt until answered."""

import logging
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
import orjson

# httpx writes down every address that it calls, and some gateways want a key in theirs
logging.getLogger("httpx").setLevel(logging.WARNING)

_CONNECTING = 10.0
#: answers that say that a request was not looked at: it may be made again as it is
_NOT_NOW = (401, 402, 403, 404, 405, 408, 429)
#: failures before the first byte was written
_NOT_WRITTEN = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)
_LONGEST_REST = 3_600

Sign = Callable[[str, str], Mapping[str, str]]  #: headers for a method and a path with its query


@dataclass(frozen=True, slots=True)
class Answer:
    """What a gateway said to a request that it took."""

    status: int
    said: Any  #: JSON, read


class NotTaken(Exception):
    """Nothing of the request was taken."""

    def __init__(self, why: str, again: int = 0) -> None:
        super().__init__(why)
        self.why, self.again = why, again


class NotAnswered(Exception):
    """It may have been taken."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Wrong(Exception):
    """The gateway read the request, and will have none of it: something in it is wrong."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


TROUBLE = (NotTaken, NotAnswered, Wrong)


class Wire:
    """Requests to one gateway, each with its own signature."""

    def __init__(self, base: str, sign: Sign, *, seconds: float) -> None:
        self._base, self._sign, self._seconds = base, sign, seconds
        self._client: httpx.Client | None = None

    def say(
        self, method: str, path: str, *, content: bytes = b"", query: Mapping[str, str | int] | None = None
    ) -> Answer:
        """Make one request, once; whoever makes it again knows why."""
        client = self._open()
        request = client.build_request(method, path, content=content or None, params=query)
        request.headers.update(self._sign(method, request.url.raw_path.decode("ascii")))
        if content:
            request.headers["Content-Type"] = "application/json; charset=utf-8"
        try:
            return _heard(client.send(request))
        except _NOT_WRITTEN:
            raise NotTaken("away") from None
        except httpx.TimeoutException:
            raise NotAnswered("no_answer") from None
        except httpx.HTTPError:
            raise NotAnswered("cut_off") from None

    def _open(self) -> httpx.Client:
        if self._client is None:
            timeout = httpx.Timeout(self._seconds, connect=min(_CONNECTING, self._seconds))
            self._client = httpx.Client(
                base_url=self._base, timeout=timeout, trust_env=False, verify=_trusted()
            )
        return self._client


@cache  # reading what the machine trusts takes longer than a batch
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


def _heard(response: httpx.Response) -> Answer:
    status = response.status_code
    if status >= 500:  # it may have failed after it had taken all
        raise NotAnswered(str(status))
    if status in _NOT_NOW or 300 <= status < 400:
        raise NotTaken(str(status), _again(response))
    try:
        said = orjson.loads(response.content)
    except orjson.JSONDecodeError:
        said = None
    if status >= 400:
        raise Wrong(_code(said) or str(status))
    if not isinstance(said, dict | list):
        raise NotAnswered("unreadable")
    return Answer(status, said)


def _again(response: httpx.Response) -> int:
    """The seconds of a Retry-After; a date in it is read as no number."""
    said = response.headers.get("Retry-After", "")
    return min(int(said), _LONGEST_REST) if said.isdecimal() else 0


def _code(said: Any) -> str:
    """The gateway's own word for what is wrong."""
    if not isinstance(said, dict):
        return ""
    error = said.get("error")
    word = error.get("errorCode") if isinstance(error, dict) else said.get("errorCode")
    return str(word or said.get("statusCode") or "")[:40]
