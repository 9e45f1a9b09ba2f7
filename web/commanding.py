"""지휘 what staff do to a notice from its page: the only place of the page that lets a notice go, or stops it."""

from collections.abc import Callable, Mapping

from door import commanding
from door.house import House
from door.staff import Staff
from states.refusals import Refusal

Do = Callable[
    [House, str, str, Staff], str
]  #: house, notice, what was seen, who; what to say when it is done


class NoSuchDeed(Refusal):
    code = "web.no_such_deed"
    text = "이 화면에서 할 수 없는 일입니다. 화면을 새로 열고 단추를 골라 다시 해 주세요."


def do(house: House, name: str, deed: str, seen: str, staff: Staff) -> str:
    """Do it; what was done, in a sentence."""
    if deed not in DEEDS:
        raise NoSuchDeed()
    return DEEDS[deed](house, name, seen, staff)


def _approve(house: House, name: str, seen: str, staff: Staff) -> str:
    whole = commanding.approve(house, name, seen=seen, staff=staff)
    return f"승인했습니다. {whole.people:,}명에게 다음 발송 때 나갑니다."


def _pause(house: House, name: str, _: str, staff: Staff) -> str:
    commanding.pause(house, name, staff=staff)
    return "멈추었습니다. 지금 손에 든 한 묶음까지만 나갑니다."


def _resume(house: House, name: str, _: str, staff: Staff) -> str:
    commanding.resume(house, name, staff=staff)
    return "이어서 보냅니다."


def _cancel(house: House, name: str, _: str, staff: Staff) -> str:
    left = commanding.cancel(house, name, staff=staff)
    return f"아직 나가지 않은 {left:,}통을 보내지 않습니다."


def _retry(house: House, name: str, _: str, staff: Staff) -> str:
    count = commanding.retry(house, name, staff=staff)
    return f"나가지 않은 것이 확실한 {count:,}통을 다음 발송 때 다시 보냅니다."


DEEDS: Mapping[str, Do] = {
    "approve": _approve,
    "pause": _pause,
    "resume": _resume,
    "cancel": _cancel,
    "retry": _retry,
}
