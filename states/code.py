"""일회용 코드 how a code of six digits proves a person: for how long, how often it may be wrong, and what then."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from states.refusals import Refusal
from states.window import say_moment

STEP = timedelta(seconds=30)  #: RFC 6238
SLACK = timedelta(minutes=3)  #: how far a telephone's clock may be off, either way
TRIES = 5
LOCKED = timedelta(minutes=15)  #: after the first five; each further lock lasts twice as long
LONGEST = timedelta(hours=24)
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class CodeWrong(Refusal):
    code = "code.wrong"
    text = "번호와 일회용 코드가 맞지 않습니다. 전화기의 인증 앱에 지금 보이는 여섯 자리를 다시 적어 주세요. 다섯 번 틀리면 한동안 잠깁니다."


class CodeUsed(Refusal):
    code = "code.used"
    text = "이미 쓴 일회용 코드입니다. 코드 하나로는 한 번만 할 수 있습니다. 앱에 새 코드가 나오면(30초 안) 그것을 적어 주세요."


class CodeLocked(Refusal):
    code = "code.locked"
    text = "코드를 여러 번 틀려 {until}까지 잠겼습니다. 그 뒤에 다시 하거나 관리자에게 풀어 달라고 해 주세요. 본인이 한 일이 아니면 관리자에게 알려 주세요."


@dataclass(frozen=True, slots=True)
class Guard:
    """How often a person's codes were wrong since the last right one."""

    tries: int = 0
    locks: int = 0
    locked_until: datetime | None = None

    def refuse_locked(self, now: datetime) -> None:
        """Refuse while it is locked, whatever the code."""
        if self.locked_until is not None and now < self.locked_until:
            raise CodeLocked(until=say_moment(self.locked_until))

    def after_wrong(self, now: datetime, most: int = TRIES) -> "Guard":
        """Count a wrong code; the fifth locks, each time twice as long as before."""
        if self.tries + 1 < most:
            return replace(self, tries=self.tries + 1)
        span = min(LOCKED * 2 ** min(self.locks, 16), LONGEST)
        return Guard(0, self.locks + 1, now + span)


def is_code(text: str) -> bool:
    """Could an authenticator show this? Six plain digits, of no other alphabet."""
    return len(text) == 6 and text.isascii() and text.isdigit()


def step_at(moment: datetime) -> int:
    """The count of thirty seconds that a code is made of."""
    return (moment - _EPOCH) // STEP


def steps_around(moment: datetime) -> range:
    """The counts whose codes are taken at this moment."""
    return range(step_at(moment - SLACK), step_at(moment + SLACK) + 1)
