"""닿지 않은 까닭 why a text message did not reach a telephone: one word for what every gateway says in its own codes."""

from collections.abc import Mapping

from states.labelled import Labelled


class Lost(Labelled):
    """What became of a text message that nobody read."""

    NO_SUCH_NUMBER = "no_such_number", "없는 번호"
    UNSUBSCRIBED = "unsubscribed", "받는 사람이 수신 거부함"
    BLOCKED = "blocked", "전화기나 통신사가 막음"
    HANDSET_OFF = "handset_off", "전화기가 꺼져 있거나 받을 수 없는 상태"
    EXPIRED = "expired", "전달 시간이 지남"
    OURS = "ours", "우리 발신번호나 글의 문제"
    UNKNOWN = "unknown", "통신사가 까닭을 밝히지 않음"

    @property
    def is_hard(self) -> bool:
        """Does it say that this number will reach nobody?"""
        return self in (Lost.NO_SUCH_NUMBER, Lost.UNSUBSCRIBED)


Codes = Mapping[Lost, tuple[str, ...]]  #: a gateway's codes by what they mean


def said_of(codes: Codes, code: str) -> str:
    """Our word and the gateway's own code; one that its papers do not name is unknown."""
    return f"{next((lost for lost, some in codes.items() if code in some), Lost.UNKNOWN)}:{code}"[:40]


def lost_by(why: str) -> Lost | None:
    """The word in a delivery's cause; None where there is none of ours."""
    word = why.partition(":")[0]
    return Lost(word) if word in tuple(Lost) else None
