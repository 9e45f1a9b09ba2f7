"""전달 what becomes of one message to one person: what a gateway answers, and where the message stands."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from states.labelled import Labelled

ATTEMPTS = 8  #: tries at a gateway that does not answer, before a person must look
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)


class Outcome(StrEnum):
    """What is known of a message that was handed over, or may have been."""

    NOT_SENT = "not_sent"  #: it certainly did not leave: it may be tried again
    ACCEPTED = "accepted"
    REFUSED = "refused"  #: for good
    IN_DOUBT = "in_doubt"  #: it may have left: nobody tries it again blindly


class Delivery(Labelled):
    """Where a delivery stands."""

    DUE = "due", "보낼 것"
    SENDING = "sending", "보내는 중"
    ACCEPTED = "accepted", "보냄"
    ARRIVED = "arrived", "도착"
    BOUNCED = "bounced", "닿지 않음"
    REFUSED = "refused", "거절됨"
    IN_DOUBT = "in_doubt", "알 수 없음"
    FAILED = "failed", "보내지 못함"
    EXPIRED = "expired", "때를 넘김"
    CANCELLED = "cancelled", "보내지 않기로 함"
    SUPERSEDED = "superseded", "새 소식으로 바뀜"
    UNREACHABLE = "unreachable", "연락처 없음"
    DECLINED = "declined", "받지 않기로 함"
    SUPPRESSED = "suppressed", "닿지 않는 주소"
    BROKEN = "broken", "글이 맞지 않음"
    STANDBY = "standby", "문자 결과를 기다림"
    SPARED = "spared", "문자로 갈음"

    @property
    def is_final(self) -> bool:
        return self not in (Delivery.DUE, Delivery.SENDING, Delivery.IN_DOUBT, Delivery.STANDBY)


#: of these somebody has heard, or may have heard
HEARD = (Delivery.ACCEPTED, Delivery.ARRIVED, Delivery.IN_DOUBT, Delivery.SENDING)
#: of these nobody has heard, and a person can see why
UNHEARD = (
    Delivery.REFUSED,
    Delivery.BOUNCED,
    Delivery.FAILED,
    Delivery.EXPIRED,
    Delivery.UNREACHABLE,
    Delivery.SUPPRESSED,
    Delivery.BROKEN,
)
#: of these staff hear on the next day: it is not the reader's own doing
FAILED = (Delivery.FAILED, Delivery.REFUSED, Delivery.BOUNCED, Delivery.BROKEN, Delivery.IN_DOUBT)


def say_failed(counts: Mapping[str, int]) -> list[str]:
    """Write what did not get through, one line for each way."""
    return [f"{state.label} {counts[state]:,}통" for state in FAILED if state in counts]


CANARY = 100  #: of a notice to many so many go first, and the rest when these were taken. Our choice
_MOST_BAD = 5  #: of a hundred


def went_well(handed: int, bad: int) -> bool:
    """Did those who went first get through well enough to send the rest after them?"""
    return bad * 100 <= handed * _MOST_BAD


#: who is not written to in the first place
LEFT_OUT = (Delivery.UNREACHABLE, Delivery.DECLINED, Delivery.SUPPRESSED)


class Standing(Labelled):
    """Where a notice stands."""

    READY = "ready", "보내도 됨"
    WAITING = "waiting", "승인을 기다림"
    PAUSED = "paused", "멈춤"
    CANCELLED = "cancelled", "취소함"

    def says(self, counts: Mapping[str, int]) -> str:
        """What is read of a notice: one that may go has begun, or has nothing left to send."""
        if self is not Standing.READY:
            return self.label
        if not any(counts.get(state) for state in _TO_COME):
            return "끝남"
        return "보내는 중" if any(counts.get(state) for state in HEARD) else self.label


_TO_COME = (Delivery.DUE, Delivery.SENDING, Delivery.STANDBY)


def after(outcome: Outcome, attempts: int) -> Delivery:
    """Where a delivery stands after a try with this outcome."""
    if outcome is Outcome.NOT_SENT:
        return Delivery.FAILED if attempts >= ATTEMPTS else Delivery.DUE
    return _KNOWN[outcome]


_KNOWN = {
    Outcome.ACCEPTED: Delivery.ACCEPTED,
    Outcome.REFUSED: Delivery.REFUSED,
    Outcome.IN_DOUBT: Delivery.IN_DOUBT,
}


def wait_after(attempts: int) -> timedelta:
    """How long to leave a gateway in peace that did not take a message."""
    return min(_FIRST_WAIT * (1 << max(attempts - 1, 0)), _LONGEST_WAIT)
