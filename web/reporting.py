"""전달 보고 받기 where gateways post what became of messages: the secret first, then what they say."""

from asyncio import to_thread

from fastapi import APIRouter, Request
from fastapi.responses import Response

from door import heard
from web.request import Here

router = APIRouter()
_BEARER = "bearer "


@router.post("/reports/{driver}")
async def report(driver: str, request: Request, house: Here) -> Response:
    """Take it only from whoever knows the secret; what is no good is answered before it is read."""
    given = request.headers.get("authorization", "")
    secret = (
        given[len(_BEARER) :] if given.lower().startswith(_BEARER) else request.query_params.get("secret", "")
    )
    heard.judge_secret(secret)
    body = await request.body()
    new = await to_thread(heard.take_posted, house, driver, body)
    return Response(f"{new}", media_type="text/plain")
