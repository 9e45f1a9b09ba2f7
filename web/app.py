"""올리는 화면 the staff's page for files, downloads and approvals: made of its parts, for one house."""

from fastapi import APIRouter, FastAPI, Response

from door.house import House
from web import (
    approving,
    downloading,
    enrolling,
    entering,
    histories,
    notices,
    outbox,
    previews,
    reporting,
    starting,
    taking,
    unsubscribing,
    uploading,
)
from web.guesses import Guesses
from web.pages import ICON, STYLE
from web.refused import HANDLERS, on_nobody
from web.request import NotHere
from web.shield import Shield
from web.visitor import Visitors

_KEPT = {"cache-control": "public, max-age=3600"}
_parts = APIRouter()
_ROOMS = (
    entering,
    starting,
    taking,
    uploading,
    downloading,
    approving,
    enrolling,
    notices,
    previews,
    outbox,
    histories,
    unsubscribing,
    reporting,
)


def made(house: House) -> FastAPI:
    """The whole page; it publishes no description of itself."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.house, app.state.visitors, app.state.guesses = house, Visitors(house), Guesses(house)
    for room in _ROOMS:
        app.include_router(room.router)
    app.include_router(_parts)
    for error, handler in (*HANDLERS.items(), (NotHere, on_nobody)):
        app.add_exception_handler(error, handler)
    app.add_middleware(Shield)
    return app


@_parts.get("/page.css")
def style() -> Response:
    return Response(STYLE, media_type="text/css; charset=utf-8", headers=_KEPT)


@_parts.get("/icon.svg")
def icon() -> Response:
    return Response(ICON, media_type="image/svg+xml", headers=_KEPT)


@_parts.get("/health")
def health() -> Response:
    """Somebody is at the door."""
    return Response("ok", media_type="text/plain")
