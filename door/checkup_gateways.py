"""살핌 of what sends: by which gateway messages leave, or that they stay here, and what is only half set."""

from collections.abc import Iterator

from door.finding import Finding
from door.gateways import Texting
from door.house import House
from door.telling import Telling
from models.gateway import Gateway
from models.session import reading
from states.refusals import Refusal
from states.window import KST

_STAYS = "나가지 않고 발송함에 쌓입니다"


def gateways(house: House) -> Iterator[Finding]:
    """Look at text messages, then at mail."""
    yield _texts(house)
    yield _mail(house)


def _texts(house: House) -> Finding:
    try:
        texting = Texting.read()
        account = texting.account
    except Refusal as refusal:
        return Finding("문자", False, str(refusal))
    if account is None:
        return Finding("문자", True, _STAYS)
    rest = _rest(house, texting.gateway)
    leaves = f"{texting.gateway}에서 {account.sender} 번호로 나갑니다"
    return Finding("문자", not rest, rest or leaves)


def _mail(house: House) -> Finding:
    try:
        relay = Telling.read().relay
    except Refusal as refusal:
        return Finding("전자우편", False, str(refusal))
    if relay is None:
        return Finding("전자우편", True, _STAYS)
    rest = _rest(house, "smtp")
    return Finding("전자우편", not rest, rest or f"{relay.host} 서버로 나갑니다")


def _rest(house: House, name: str) -> str:
    """The sentence of a gateway that is left in peace; empty when it is not."""
    with reading(house.engine) as session:
        found = session.get(Gateway, name)
        health = found.health if found else None
    if health is None or health.rests_until is None or health.rests_until <= house.now():
        return ""
    until = health.rests_until.astimezone(KST).strftime("%H:%M:%S")
    said = "답하지 않아" if health.is_down else "천천히 보내 달라고 해서"
    return f"{name} 발송 서버가 {said} {until}까지 쉽니다. 그 뒤에 저절로 다시 보냅니다"
