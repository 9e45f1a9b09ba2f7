"""One click stops what may be stopped: a token names nobody, is kept with when and how, and a statutory notice says no."""

import email
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from models.delivery import Delivery
from models.preference import consents_of, wishes_of
from models.session import reading, writing
from notifications.channels.mime import mail
from notifications.deliver import deliver
from notifications.driver import Message
from notifications.render import Body
from notifications.sender import Sender
from notifications.unsubscribe import WayOut, WayOutUnknown, may_leave, open_token, token, wish
from states.handset import Size
from states.kind import Topic
from states.telling import KINDS
from states.window import kst
from tests.hearing import FIRST, SECOND, Room
from tests.telling import RING, reachable

PAGE = "https://budget.example.org"
SENDER = Sender("서울시", "120", "누리집", "budget@example.org", page=PAGE)


def room(engine: Engine, folder: Path, kind: str) -> Room:
    reachable(engine, FIRST, SECOND)
    made = Room(engine, folder, kind)
    object.__setattr__(made.post, "sender", SENDER)
    return made


def test_a_token_is_short_names_nobody_and_opens_only_here() -> None:
    made = token(RING, 21, Topic.VOTE)

    assert len(made) < 60
    assert made.isascii()
    assert made == token(RING, 21, Topic.VOTE)
    assert made != token(RING, 22, Topic.VOTE)
    assert open_token(RING, made) == WayOut(21, Topic.VOTE)


@pytest.mark.parametrize("odd", ["", "AAAA", "가", "A" * 500, "AA==", "_" * 60])
def test_a_token_that_is_not_ours_tells_nothing(odd: str) -> None:
    with pytest.raises(WayOutUnknown):
        open_token(RING, odd)


def test_a_mail_that_may_be_stopped_has_both_lines_and_each_on_one_line() -> None:
    message = Message("2030-1.21.mail", "a@example.org", Body("글", "제목", "<p>글</p>"), Size.MAIL)
    plain = email.message_from_bytes(mail(message, SENDER, kst("2030-05-01 12:00")))
    assert plain["List-Unsubscribe"] is None

    way = f"{PAGE}/unsubscribe/{'x' * 60}"
    out = Message("2030-1.21.mail", "a@example.org", message.body, Size.MAIL, way)
    raw = mail(out, SENDER, kst("2030-05-01 12:00"))
    assert (
        f"\r\nList-Unsubscribe: <{way}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n".encode()
        in raw
    )


@pytest.mark.parametrize(
    ("kind", "leaves"),
    [
        pytest.param("vote.closing", True, id="news that was asked for"),
        pytest.param("call.received", False, id="statutory"),
    ],
)
def test_only_mail_that_may_be_stopped_has_a_way_out(
    engine: Engine, tmp_path: Path, kind: str, leaves: bool
) -> None:
    made = room(engine, tmp_path, kind)
    made.deliver_to(FIRST)
    deliver(made.post)

    assert may_leave(KINDS[kind]) is leaves
    ways = {one.way_out for one in (*made.mail.taken, *made.phone.taken)}
    assert (ways == {""}) is not leaves
    (body,) = {one.body for one in made.mail.taken}
    for text in (body.text, body.html):
        assert ("받지 않기를 고를 수 없습니다" in text) is not leaves, (
            "what cannot be stopped says so, and why"
        )
        assert ("절차에 꼭 필요한" in text) is not leaves
    if leaves:
        (way,) = ways - {""}
        assert way in body.text
        assert f'href="{way}"' in body.html
        assert not any(PAGE in one.body.text for one in made.phone.taken), "no link in a text message"
        assert open_token(RING, way.rpartition("/")[2]) == WayOut(FIRST, Topic.VOTE)


def test_it_is_kept_with_when_and_how_and_what_was_not_sent_yet_is_not_sent(
    engine: Engine, tmp_path: Path
) -> None:
    made = room(engine, tmp_path, "vote.closing")
    made.write("2030-5", "call.received")
    made.deliver_to(FIRST)
    made.deliver_to(FIRST, notice="2030-5")
    way = WayOut(FIRST, Topic.VOTE)
    with writing(engine) as session:
        assert wish(session, way, wanted=False, at=kst("2030-05-01 13:00"), source="one_click")
        assert not wish(session, way, wanted=False, at=kst("2030-05-01 14:00"), source="one_click")
        assert wish(session, way, wanted=True, at=kst("2030-05-01 15:00"), source="web")

    with reading(engine) as session:
        assert [(one.wanted, one.source) for one in consents_of(session, FIRST)] == [
            (False, "one_click"),
            (True, "web"),
        ]
        (now,) = wishes_of(session, FIRST)
        assert (now.wanted, now.at) == (True, kst("2030-05-01 15:00"))
        assert stopped(session) == {("2030-1", "mail")}


def stopped(session: Session) -> set[tuple[str, str]]:
    wanted = select(Delivery).where(Delivery.state == "declined")
    return {(one.notice, one.channel) for one in session.exec(wanted)}
