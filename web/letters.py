"""글 보기 one message as its reader sees it: a bubble for a text, plain words and a page for mail."""

from collections.abc import Mapping
from typing import Any

from fastapi.responses import HTMLResponse, Response

from web.pages import page
from web.visitor import Visitor

#: a page that shows a mail in a frame of its own
_FRAMING = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
#: the mail in that frame: its own looks, and nothing else; it can do nothing, and fetch nothing
_FRAMED: Mapping[str, str] = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'; "
    "base-uri 'none'; form-action 'none'",
    "x-frame-options": "SAMEORIGIN",
}


def with_frame(name: str, visitor: Visitor, **facts: Any) -> HTMLResponse:
    """A page on which a mail is looked at."""
    made = page(name, visitor, **facts)
    made.headers["content-security-policy"] = _FRAMING
    return made


def framed(html: str) -> Response:
    """The mail itself."""
    return HTMLResponse(html, headers=dict(_FRAMED))
