"""Whoever has two roles reads of both in one message; and what they declined in one they still hear in the other."""

from pathlib import Path

from sqlalchemy import Engine

from desk.committee import graduate, leave
from desk.people import register
from models.committee import Membership
from models.journal import Act
from models.session import writing
from notifications.deliver import deliver
from states.contact import Channel
from states.kind import Topic
from states.telling import KINDS
from states.window import kst
from tests.telling import Clock, Gateway, asks_for, office, reachable, read_on, skip_to, told, where
from tests.toy import live, text_of

MEMBER, OTHER, DECLINES, CITIZEN = 11, 12, 13, 50
PHONE, MAIL = Channel.PHONE, Channel.MAIL
ADDED = KINDS["vote.opened"].adds


def test_a_member_who_asked_for_news_reads_of_both_in_one_message(engine: Engine, tmp_path: Path) -> None:
    live(engine, until="2030-05-02 00:00")
    reachable(engine, MEMBER, OTHER, DECLINES, CITIZEN)
    asks_for(engine, [MEMBER, DECLINES, CITIZEN])
    asks_for(engine, [DECLINES], Topic.COUNCIL, wanted=False)
    for _ in range(2):  # the place is lost once: nothing is added twice
        skip_to(engine, "poll.opened")
        read_on(engine, "2030-05-01 10:00")
    phone, mail = Gateway(), Gateway("mail")
    deliver(office(engine, tmp_path, phone, mail, now=Clock(kst("2030-05-01 10:00"))))

    (called,) = [one.name for one in told(engine, "vote.members_called")]
    bodies = {one.key: one.body for one in (*phone.taken, *mail.taken)}
    assert [bodies[f"{called}.{MEMBER}.{channel}"].text.count(ADDED) for channel in Channel] == [1, 1]
    assert ADDED in bodies[f"{called}.{MEMBER}.mail"].html
    assert [ADDED in bodies[f"{called}.{OTHER}.{channel}"].text for channel in Channel] == [False, False]
    heard = where(engine, "vote.opened")
    assert {person for person, _ in heard} == {CITIZEN, DECLINES}, (
        "who declined the one still hears the other"
    )
    assert heard[DECLINES, PHONE] == ["accepted"]


def test_whoever_finishes_the_school_hears_once_that_they_may_apply(engine: Engine) -> None:
    def act(name: str) -> Act:
        return Act(name, "staff:1", kst("2030-01-02 10:00"))

    with writing(engine) as session:
        register(session, text_of("이름"), act=act("1"))
        for course in ("first", "second", "third"):
            graduate(session, 1, course, 3, kst("2030-01-02 09:00"), act=act(course))
        session.add(
            Membership(number=1, person=1, body="committee", begins=kst("2030-01-01"), ends=kst("2031-01-01"))
        )
        session.flush()
        leave(session, 1, reason=text_of("까닭"), act=act("ended"))
    reachable(engine, 1)
    read_on(engine, "2030-01-02 11:00")

    assert where(engine, "committee.may_apply") == {(1, PHONE): ["due"], (1, MAIL): ["due"]}
    assert where(engine, "committee.ended") == {(1, PHONE): ["due"], (1, MAIL): ["due"]}
