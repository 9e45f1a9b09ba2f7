"""그만 받기 the way out of a mail: a token that names nobody, one click, and a word that is kept (RFC 8058)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.delivery import Delivery
from models.keyring import KeyMissing, Keyring, KeyWrong
from models.notice import Notice
from models.preference import prefer
from notifications.sender import Sender
from states.contact import Channel
from states.delivery import Delivery as State
from states.kind import Kind, Topic
from states.refusals import Refusal
from states.telling import KINDS

_BOUND = "unsubscribe"  #: a token that was made for something else is none
_LONGEST = 200
ONE_CLICK, ON_THE_PAGE = "one_click", "web"


class WayOutUnknown(Refusal):
    code = "telling.way_out_unknown"
    text = (
        "이 주소로는 누구의 알림인지 알 수 없습니다. 전자우편에 있는 주소를 끝까지 그대로 열거나, "
        "전자우편에 적힌 전화로 알려 주세요."
    )


@dataclass(frozen=True, slots=True)
class WayOut:
    """What a token stands for."""

    person: int
    topic: Topic


def token(ring: Keyring, person: int, topic: Topic) -> str:
    """Short and locked; the same on every try of a mail, so its nonce is made of what it locks."""
    plain = f"{person} {topic}"
    nonce = bytes.fromhex(ring.lookup(f"{_BOUND}:{plain}"))
    key, sealed = ring.seal(plain.encode(), bound_to=_BOUND, entropy=lambda size: nonce[:size])
    return urlsafe_b64encode(bytes([_place(ring, key)]) + sealed).decode().rstrip("=")


def open_token(ring: Keyring, given: str) -> WayOut:
    """Whose it is, or a refusal that tells nothing."""
    try:
        raw = urlsafe_b64decode(given + "=" * (-len(given) % 4)) if len(given) <= _LONGEST else b""
        key = sorted(ring.secrets)[raw[0]]
        person, topic = ring.open(key, raw[1:], bound_to=_BOUND).decode().split(" ")
        return WayOut(int(person), Topic(topic))
    except (Error, ValueError, IndexError, KeyWrong, KeyMissing):
        raise WayOutUnknown() from None


def may_leave(kind: Kind) -> bool:
    """Can this be unsubscribed at all? What the procedure needs cannot, and neither can an official's own work."""
    return not kind.statutory and kind.topic is not Topic.OFFICE


def way_out(ring: Keyring, sender: Sender, notice: Notice, channel: Channel, person: int) -> str:
    """Where one person stops such mail: only by mail, where the site has a page for it and the notice may be left."""
    if channel is not Channel.MAIL or not sender.page or not may_leave(notice.sort):
        return ""
    return f"{sender.page}/unsubscribe/{token(ring, person, notice.sort.topic)}"


def wish(session: Session, way: WayOut, *, wanted: bool, at: datetime, source: str) -> bool:
    """Keep what its owner said: mail of this topic, or none. Done twice is done once."""
    is_new = prefer(session, way.person, way.topic, Channel.MAIL, wanted=wanted, at=at, source=source)
    if not wanted:
        stop_unsent(session, way.person, way.topic, Channel.MAIL, at=at)
    return is_new


def stop_unsent(session: Session, person: int, topic: Topic, channel: Channel, *, at: datetime) -> None:
    """What was written and has not left is not sent any more, but for what cannot be declined."""
    kinds = [kind.name for kind in KINDS.values() if kind.topic is topic and may_leave(kind)]
    unsent = update(Delivery).where(
        col(Delivery.person) == person,
        col(Delivery.channel) == channel,
        col(Delivery.state).in_((State.DUE, State.STANDBY)),
        col(Delivery.notice).in_(select(Notice.name).where(col(Notice.kind).in_(kinds))),
    )
    session.execute(
        unsent.values(state=State.DECLINED, at=at, why="declined"),
        execution_options={"synchronize_session": False},
    )


def _place(ring: Keyring, key: str) -> int:
    return sorted(ring.secrets).index(key)
