"""거절 how a page says no: what, why, what now, with the status that fits; and that something broke, without how."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from door.proposing import Proposed
from states.refusals import Refusal
from web.pages import page

_STATUS: Mapping[str, HTTPStatus] = {
    "approval.waits": HTTPStatus.ACCEPTED,
    "code.locked": HTTPStatus.TOO_MANY_REQUESTS,
    "web.entry_locked": HTTPStatus.TOO_MANY_REQUESTS,
    "web.host_unknown": HTTPStatus.MISDIRECTED_REQUEST,
    "file.too_large": HTTPStatus.CONTENT_TOO_LARGE
    if hasattr(HTTPStatus, "CONTENT_TOO_LARGE")
    else HTTPStatus(413),
    "web.no_such_page": HTTPStatus.NOT_FOUND,
    "web.file_gone": HTTPStatus.NOT_FOUND,
    "database.away": HTTPStatus.SERVICE_UNAVAILABLE,
    "report.unproven": HTTPStatus.FORBIDDEN,
    "report.not_taken": HTTPStatus.NOT_FOUND,
    "report.no_driver": HTTPStatus.NOT_FOUND,
    "telling.way_out_unknown": HTTPStatus.NOT_FOUND,
}
#: whoever is refused by these is not who they would have to be
_WHO = (
    "code.",
    "role.",
    "identity.",
    "web.code_needed",
    "web.not_to_look_at",
    "web.not_their_notices",
    "web.form_foreign",
    "approval.own",
    "approval.may_not",
    "approval.not_yours",
    "approval.unproven",
)
_SORRY: Mapping[int, tuple[str, str]] = {
    400: ("읽을 수 없는 요청", "보낸 것을 읽을 수 없어 처리하지 않았습니다. 처음 화면에서 다시 해 주세요."),
    404: ("없는 화면", "그런 화면이 없습니다. 주소를 확인하거나 처음 화면에서 다시 골라 주세요."),
    405: ("없는 화면", "그런 화면이 없습니다. 처음 화면에서 다시 골라 주세요."),
    422: (
        "읽을 수 없는 요청",
        "주소나 칸에 적힌 것을 읽을 수 없어 처리하지 않았습니다. 처음 화면에서 다시 해 주세요.",
    ),
    500: (
        "처리하지 못함",
        "프로그램의 잘못으로 처리하지 못했습니다. 자료는 그대로입니다. 같은 일이 다시 일어나면 지금 시각과 함께 관리자에게 알려 주세요.",
    ),
    503: (
        "지금은 처리할 수 없음",
        "데이터베이스가 바쁘거나 닿지 않아 처리하지 못했습니다. 자료는 그대로입니다. 잠시 뒤에 다시 해 주세요.",
    ),
}


def status_of(refusal: Refusal) -> int:
    """The status that says what a refusal says."""
    if refusal.code in _STATUS:
        return _STATUS[refusal.code]
    if refusal.code.startswith(_WHO):
        return HTTPStatus.FORBIDDEN
    return HTTPStatus.NOT_FOUND if refusal.code.endswith(".unknown") else HTTPStatus.UNPROCESSABLE_ENTITY


def refused(refusal: Refusal) -> HTMLResponse:
    """A page that says no, or that it waits for a second person."""
    waits = isinstance(refusal, Proposed)
    title = "승인을 기다립니다" if waits else "처리하지 않았습니다"
    head = str(refusal).partition("\n")[0]  # rows have a table of their own
    return page("refused", status=status_of(refusal), title=title, text=head, code=refusal.code, waits=waits)


def sorry(status: int = 500) -> HTMLResponse:
    """A page for what is nobody's refusal."""
    title, text = _SORRY.get(status, _SORRY[400])
    return page("refused", status=status, title=title, text=text, code="", waits=False)


async def on_refusal(_: Request, error: Exception) -> Response:
    if not isinstance(error, Refusal):
        raise error
    return refused(error)


async def on_nobody(request: Request, _: Exception) -> Response:
    """Read what a browser is still sending, or it would show its own error and not the door."""
    async for _piece in request.stream():
        pass
    return RedirectResponse("/enter", HTTPStatus.SEE_OTHER)


async def on_odd(_: Request, error: Exception) -> Response:
    return sorry(error.status_code if isinstance(error, HTTPException) else 422)


async def on_busy(_: Request, __: Exception) -> Response:
    return sorry(503)


HANDLERS = {
    Refusal: on_refusal,
    HTTPException: on_odd,
    RequestValidationError: on_odd,
    OperationalError: on_busy,
}
