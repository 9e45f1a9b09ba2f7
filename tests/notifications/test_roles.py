"""Whoever has two roles reads of both in one message; and what they declined in one they still hear in the other."""

from pathlib import Path

from sqlalchemy import Engine

from desk.committee import draw, graduate, join, leave
from desk.people import register
from models.committee import Membership
from models.journal import Act
from models.session import writing
from notifications.deliver import deliver
from states.committee import Body, Term
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


def test_a_draw_tells_each_what_it_came_to_and_every_notice_names_its_body(
    engine: Engine, tmp_path: Path
) -> None:
    at, term = kst("2030-01-12 10:00"), Term(kst("2030-02-01 00:00"), kst("2031-02-01 00:00"))
    with writing(engine) as session:
        for person in range(1, 6):
            register(session, text_of("이름"), act=Act(f"{person}", "staff:1", at))
        join(session, 1, Body.SUPPORT, term, act=Act("given", "staff:1", at))
        leave(session, 1, reason=text_of("까닭"), act=Act("ended", "staff:1", at))
        for people, given in (((2, 3), term), ((4, 5), None)):
            for _ in range(2):  # done twice is done once
                act = Act(f"draw-{people}", "staff:1", at)
                assert draw(session, people, Body.PANEL, at.date(), given, act=act) == 2
    reachable(engine, *range(1, 6))
    read_on(engine, "2030-01-12 11:00")
    phone, mail = Gateway(), Gateway("mail")
    deliver(office(engine, tmp_path, phone, mail, now=Clock(kst("2030-01-12 11:00"))))

    heard: dict[str, list[str]] = {}
    for one in (*phone.taken, *mail.taken):
        heard.setdefault(one.key.split(".")[-2], []).append(one.body.text)
    drawn, until = "2030. 1. 12.(토) 추첨에서 뽑혀 온시민예산광장 위원으로 위촉", "2031. 1. 31.(금) 24:00까지"
    for person, says in {
        "1": ("숙의예산지원협의회 위원으로 위촉", "숙의예산지원협의회 위원에서 해촉"),
        "2": (drawn, until),
        "3": (drawn, until),
        "4": ("2030. 1. 12.(토) 온시민예산광장 위원 추첨에서 뽑히지 않으셨습니다",),
        "5": ("2030. 1. 12.(토) 온시민예산광장 위원 추첨에서 뽑히지 않으셨습니다",),
    }.items():
        assert [word for word in says if word not in " ".join(heard[person])] == []
    assert {person: len(texts) for person, texts in heard.items()} == {"1": 4, "2": 2, "3": 2, "4": 2, "5": 2}
    assert [one.people for one in told(engine, "committee.not_drawn")] == [4], "by telephone and by mail"
