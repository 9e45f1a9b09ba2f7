"""Long after: what certainly did not leave is tried once more, and what was kept long enough is forgotten, but for counts."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from models.delivery import counts_of
from models.notice import Mention, Notice
from models.outbox import OutboxMessage
from models.report import DeliveryReport
from models.session import reading, writing
from notifications.again import NothingToRetry, TooLateToRetry, failed_notices, retry
from notifications.deliver import deliver
from notifications.history import history
from notifications.retention import forget_old
from states.retention import keep
from states.telling import KINDS
from tests.hearing import FIRST, REACHED, SECOND, THIRD, Room

ONE = "2030-1"


def stand(room: Room, person: int, state: str) -> None:
    with writing(room.engine) as session:
        session.execute(text(f"UPDATE delivery SET state = '{state}' WHERE person = {person}"))


def test_only_what_certainly_did_not_leave_is_tried_again_and_once(room: Room) -> None:
    room.deliver_to(FIRST, SECOND, THIRD, mail=None)
    stand(room, FIRST, "failed")
    stand(room, SECOND, "in_doubt")
    stand(room, THIRD, "refused")
    with reading(room.engine) as session:
        assert [(one.name, count) for one, count in failed_notices(session)] == [(ONE, 1)]

    with writing(room.engine) as session:
        assert retry(room.post, session, ONE) == 1
    with writing(room.engine) as session, pytest.raises(NothingToRetry):
        retry(room.post, session, ONE)
    deliver(room.post)
    assert room.states() == {FIRST: "accepted", SECOND: "in_doubt", THIRD: "refused"}
    assert room.phone.keys == [f"{ONE}.{FIRST}.phone"]


@pytest.mark.parametrize("ends", ["standing = 'cancelled'", "expires_at = told_at"])
def test_what_was_cancelled_or_came_too_late_is_not_tried_again(room: Room, ends: str) -> None:
    room.deliver_to(FIRST, mail=None)
    stand(room, FIRST, "failed")
    with writing(room.engine) as session:
        session.execute(text(f"UPDATE notice SET {ends}"))
        with pytest.raises(TooLateToRetry):
            retry(room.post, session, ONE)


def test_the_words_go_first_then_the_people_and_the_counts_stay(room: Room) -> None:
    room.deliver_to(FIRST, SECOND)
    room.deliver_to(THIRD, notice="2030-2")
    deliver(room.post, most=2)
    room.hear((FIRST, REACHED, ""))
    with writing(room.engine) as session:
        session.add(Mention(notice=ONE, person=FIRST, cycle=2030, project=1, facts="{}"))
        kept = {"channel": "mail", "masked": "", "secret": "k", "sealed": b"", "at": room.now}
        session.add(OutboxMessage(key=f"{ONE}.21.mail", **kept))
        session.execute(text("UPDATE delivery SET state = 'due' WHERE notice = '2030-2'"))
        before = counts_of(session, ONE)
    times = keep(KINDS["vote.closing"])

    room.pass_by(times.words)
    done = forget_old(room.engine, room.now)
    assert (done.emptied, done.forgotten) == (3, 0), "what is still being sent waits"
    with reading(room.engine) as session:
        assert not any(one.has_text for one in history(session, FIRST))
        assert session.get(OutboxMessage, f"{ONE}.21.mail") is None

    room.pass_by(times.people - times.words + timedelta(days=1))
    assert forget_old(room.engine, room.now).forgotten == 3
    assert forget_old(room.engine, room.now).forgotten == 0
    with reading(room.engine) as session:
        assert history(session, FIRST) == []
        assert counts_of(session, ONE) == before
        assert sorted(room.states()) == sorted(room.states("mail")) == [-2, -1]
        assert session.get_one(Notice, ONE).forgotten_at == room.now
        assert session.get(Mention, (ONE, FIRST, 2030, 1)) is None
        assert session.get(DeliveryReport, ("sms", f"{ONE}.21.phone", "accepted")) is None


def test_a_history_says_of_what_by_which_channel_and_where_it_stands(room: Room) -> None:
    room.deliver_to(FIRST, notice="2030-2")
    room.deliver_to(FIRST, SECOND)
    deliver(room.post)
    with writing(room.engine) as session:
        session.add(Mention(notice=ONE, person=FIRST, cycle=2030, project=1, facts="{}"))
    with reading(room.engine) as session:
        told = [
            (one.notice, str(one.channel), str(one.state), one.projects) for one in history(session, FIRST)
        ]
    assert told == [
        ("2030-2", "phone", "accepted", ()),
        ("2030-2", "mail", "accepted", ()),
        (ONE, "phone", "accepted", ("2030-0001",)),
        (ONE, "mail", "accepted", ("2030-0001",)),
    ]
