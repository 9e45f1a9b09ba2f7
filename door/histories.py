"""받은 기록 at the door: what one person was told, in words for the help desk; in full only with a reason that is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from door import people
from door.house import House
from door.staff import Staff
from door.telling import open_office
from models.delivery import Delivery
from models.person import NoSuchPerson
from models.preference import Consent, Preference, consents_of, lift, prefer, suppressions_of, wishes_of
from models.session import reading, writing
from notifications.batch import read_body
from notifications.history import Told, history
from notifications.render import Body
from notifications.unsubscribe import stop_unsent
from states.contact import Channel
from states.delivery import Delivery as State
from states.kind import Topic
from states.lost import lost_by
from states.window import say_moment

CHANNELS = {Channel.PHONE: "문자", Channel.MAIL: "전자우편"}
_ADDRESSES = {Channel.PHONE: "휴대전화", Channel.MAIL: "전자우편"}
TOPICS = {
    Topic.PROGRESS: "내 제안의 진행",
    Topic.COUNCIL: "협의회와 위원회",
    Topic.VOTE: "투표와 총회 소식",
    Topic.OFFICE: "업무 연락",
}
SOURCES = {
    "web": "누리집에서",
    "one_click": "전자우편의 수신 거부로",
    "phone": "전화로",
    "paper": "서면으로",
}
_SAID = {
    State.DUE: "보낼 차례를 기다립니다",
    State.SENDING: "지금 보내고 있습니다",
    State.ACCEPTED: "{at}에 보냈습니다. 도착했다는 보고는 아직 없습니다",
    State.ARRIVED: "{at}에 도착했습니다",
    State.BOUNCED: "보냈으나 닿지 않았습니다({why})",
    State.REFUSED: "발송 서버가 받지 않았습니다({why})",
    State.IN_DOUBT: "나갔는지 알 수 없습니다. 저절로 다시 보내지 않습니다",
    State.FAILED: "{attempts}번 시도했으나 보내지 못했습니다({why})",
    State.EXPIRED: "때가 지나 보내지 않았습니다",
    State.CANCELLED: "보내지 않기로 했습니다",
    State.SUPERSEDED: "새 소식으로 바뀌어 보내지 않았습니다",
    State.UNREACHABLE: "등록된 {address} 연락처가 없어 보내지 못했습니다",
    State.DECLINED: "받지 않겠다고 하셔서 보내지 않았습니다",
    State.SUPPRESSED: "닿지 않는 주소로 확인되어 보내지 않았습니다",
    State.BROKEN: "글을 만들 수 없어 보내지 못했습니다({why})",
    State.STANDBY: "문자가 닿지 않으면 보냅니다",
    State.SPARED: "문자로 갈음해 보내지 않았습니다",
}
_NOBODY = "(명부에 없음)"
_STAYED = "{at}에 발송함에 넣었습니다. 밖으로는 나가지 않았습니다"
_WHY = {
    "": "까닭이 적히지 않음",
    "away": "발송 서버가 응답하지 않음",
    "address": "주소의 모양이 맞지 않음",
    "no_address": "연락처 없음",
    "phone_lost": "문자가 닿지 않음",
    "550": "그런 주소가 없음",
    "552": "편지함이 가득 참",
    "5.1.1": "그런 주소가 없음",
    "5.1.10": "그런 주소가 없음",
    "5.2.1": "편지함을 쓰지 않음",
    "5.2.2": "편지함이 가득 참",
    "4.2.2": "편지함이 가득 참",
    "retried": "다시 시도함",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One message, as the help desk reads it out."""

    told: Told
    when: str
    channel: str
    said: str

    @property
    def key(self) -> str:
        return f"{self.told.notice}.{self.told.channel}"


@dataclass(frozen=True, slots=True)
class File:
    """What one person was told and asked for; nothing in it says who they are."""

    card: people.Card
    lines: Sequence[Line]
    wishes: Sequence[tuple[str, str, bool, datetime, str]]  #: topic, channel, wanted, when, how
    consents: Sequence[tuple[str, str, bool, datetime, str]]
    stopped: Sequence[tuple[Channel, str, datetime, str]]  #: channel, its word, when, why


@dataclass(frozen=True, slots=True)
class Unmasked:
    """The same in full, for whoever gave a reason."""

    facts: Mapping[str, str]
    texts: Mapping[str, Body]  #: by the line's key


def show(house: House, person: int) -> File:
    """One person's history, masked."""
    with reading(house.engine) as session:
        lines = [_line(one) for one in history(session, person)]
        wishes = [_wish(one) for one in wishes_of(session, person)]
        consents = [_wish(one) for one in consents_of(session, person)]
        stopped = [
            (Channel(one.channel), _ADDRESSES[Channel(one.channel)], one.at, why(one.why))
            for one in suppressions_of(session, person)
        ]
    return File(_card(house, person, known=bool(lines)), lines, wishes, consents, stopped)


def unmask(house: House, person: int, *, staff: Staff) -> Unmasked:
    """Who it is and what exactly they were sent; that somebody looked, and why, is in the journal first."""
    facts = people.unmask(house, person, staff=staff)
    office = open_office(house)
    with reading(house.engine) as session:
        texts: dict[str, Body] = {}
        for one in history(session, person):
            if one.has_text:
                row = session.get_one(Delivery, (one.notice, person, one.channel))
                texts[f"{one.notice}.{one.channel}"] = read_body(
                    office, row.key, row.sealed, bound_to=f"delivery:{row.name}"
                )
    return Unmasked(facts, texts)


def wish(
    house: House, person: int, topic: Topic, channel: Channel, *, wanted: bool, source: str, by: str
) -> bool:
    """Write down what a person said to the help desk."""
    now = house.now()
    people.show(house, person)
    with writing(house.engine) as session:
        is_new = prefer(session, person, topic, channel, wanted=wanted, at=now, source=source, by=by)
        if not wanted:
            stop_unsent(session, person, topic, channel, at=now)
    return is_new


def reach_again(house: House, person: int, channel: Channel) -> None:
    """Send to an address again that was taken for dead."""
    with writing(house.engine) as session:
        lift(session, person, channel, label=_ADDRESSES[channel])


def why(code: str) -> str:
    """A gateway's code in words, or as it is."""
    lost = lost_by(code)
    return lost.label if lost else _WHY.get(code, code)


def _card(house: House, person: int, *, known: bool) -> people.Card:
    """Who it is, masked; somebody who was told something need not be in the register of a practice year."""
    try:
        return people.show(house, person)
    except NoSuchPerson:
        if not known:
            raise
        return people.Card(person, _NOBODY, {}, False, [], [], [], [], 0, False)


def _line(one: Told) -> Line:
    at = say_moment(one.at) if one.at else ""
    form = _STAYED if one.stayed and one.state in (State.ACCEPTED, State.ARRIVED) else _SAID[one.state]
    said = form.format(at=at, why=why(one.why), attempts=one.attempts, address=_ADDRESSES[one.channel])
    return Line(one, say_moment(one.told_at), CHANNELS[one.channel], said)


def _wish(one: Preference | Consent) -> tuple[str, str, bool, datetime, str]:
    topic, channel = TOPICS[Topic(one.topic)], CHANNELS[Channel(one.channel)]
    return topic, channel, one.wanted, one.at, SOURCES.get(one.source, one.source)
