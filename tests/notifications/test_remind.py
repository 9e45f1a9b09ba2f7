"""What is said before a deadline: once for each day that was set, and not of a deadline that moved."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from desk import approval, call, completion, lane, meeting, score
from door.owed import DESK
from models.due import Due
from models.journal import Act
from models.notice import Mention, Notice
from models.office import Office
from models.person import Person
from models.session import reading, writing
from models.unit import unit_of
from notifications.deliver import deliver
from notifications.remind import remind
from states.call import Kind
from states.contact import Channel
from states.delivery import Outcome
from states.kind import Topic
from states.meeting import Form
from states.track import Track
from states.window import kst
from tests.acts import do
from tests.council import give_scores
from tests.telling import FREE, Clock, Gateway, asks_for, office, reachable, read_on, skip_to, told, where
from tests.toy import YEAR, live, text_of


def at(engine: Engine, moment: str) -> int:
    return remind(engine, now=kst(moment), policy=FREE, desk=DESK)


def marks(engine: Engine, kind: str) -> list[str]:
    return [one.act.rpartition("/")[2] for one in told(engine, kind)]


def test_the_end_of_the_vote_is_said_on_each_day_that_was_set_and_once(engine: Engine) -> None:
    live(engine, until="2030-05-02 00:00")
    reachable(engine, 50)
    asks_for(engine, [50])

    for moment in ("2030-05-09 17:00", "2030-05-09 18:00", "2030-05-10 11:00"):
        at(engine, moment)

    assert marks(engine, "vote.closing") == ["D-1", "H-6"]
    assert at(engine, "2030-05-10 16:00") == 0, "what is over is not said to be near"


def test_a_proposer_is_reminded_until_the_completion_is_there(engine: Engine) -> None:
    live(engine, until="2030-01-01")
    reachable(engine, 7)
    one = call.Proposal(Track.METRO, Kind.ORDINARY, 300_000_000, (1, 2), text_of("정원"), proposer=7)
    number = do(engine, "2030-01-05 10:00", call.submit, YEAR, one, received_at=kst("2030-01-05 10:00"))
    what, until = text_of("지도"), kst("2030-01-15 18:00")
    do(engine, "2030-01-06 10:00", completion.ask_completion, YEAR, number, what, until)

    at(engine, "2030-01-14 19:00")
    at(engine, "2030-01-14 19:00")
    assert marks(engine, "classification.completion_due") == ["D-1"]

    later = kst("2030-01-20 18:00")
    do(engine, "2030-01-15 10:00", completion.ask_completion, YEAR, number, what, later)
    at(engine, "2030-01-15 13:00")
    at(engine, "2030-01-19 19:00")
    assert marks(engine, "classification.completion_due") == ["D-1", "D-1"], "the new deadline, not the old"

    answer, received = completion.Answer(cost=290_000_000), kst("2030-01-19 20:00")
    do(engine, "2030-01-19 20:00", completion.answer_completion, YEAR, number, answer, received_at=received)
    at(engine, "2030-01-20 15:00")
    assert len(told(engine, "classification.completion_due")) == 2


def test_a_council_is_reminded_the_day_before_it_meets(engine: Engine) -> None:
    live(engine, until="2030-03-08 00:00")
    reachable(engine, 11)
    do(engine, "2030-03-08 09:00", meeting.call_meeting, YEAR, 1, kst("2030-03-20 14:00"), Form.VIDEO)

    at(engine, "2030-03-19 13:00")
    assert marks(engine, "review.meeting_soon") == []
    at(engine, "2030-03-19 15:00")
    assert where(engine, "review.meeting_soon")[11, Channel.PHONE] == ["due"]


def test_reading_the_journal_and_reminding_number_their_notices_together(engine: Engine) -> None:
    live(engine, until="2030-05-02 00:00")
    reachable(engine, 50)
    asks_for(engine, [50], Topic.VOTE)
    at(engine, "2030-05-08 10:00")
    read_on(engine, "2030-05-08 10:00")

    numbers = [one.number for one in told(engine)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_reminder_of_a_stage_is_the_staffs(engine: Engine) -> None:
    live(engine, until="2030-05-02 00:00")
    at(engine, "2030-05-08 10:00")

    assert told(engine, "cycle.stage_closing") == [], "nobody holds the office here, so nobody is told"


@pytest.mark.parametrize("moment", ["2030-01-01 10:00"])
def test_without_anything_near_nothing_is_said(engine: Engine, moment: str) -> None:
    live(engine, until="2030-01-01")

    assert at(engine, moment) == 0
    with writing(engine) as session:
        assert session.get(Notice, "2030-1") is None


def test_a_bureau_hears_before_its_deadline_and_once_after_it_of_what_still_lies_there(
    engine: Engine,
) -> None:
    live(engine, until="2030-01-01")
    one = call.Proposal(Track.METRO, Kind.ORDINARY, 300_000_000, (1, 2), text_of("정원"), proposer=7)
    number = do(engine, "2030-01-05 10:00", call.submit, YEAR, one, received_at=kst("2030-01-05 10:00"))
    do(engine, "2030-02-01 00:10", lane.advance, YEAR, Track.METRO)
    with writing(engine) as session:
        session.execute(text("UPDATE project SET bureau = 'parks' WHERE number = :n"), {"n": number})
        session.add(Person(number=9, name="0" * 64, registered_at=kst("2030-01-01 00:00")))
        session.flush()
        session.add(Office(number=1, person=9, role="bureau", bureau="parks", begins=kst("2030-01-01 00:00")))
    reachable(engine, 9)

    with reading(engine) as session:
        deadline = session.exec(select(Due.at).where(Due.stage == "classification")).first()
    assert deadline is not None
    for after in (timedelta(hours=-20), timedelta(hours=-19), timedelta(hours=1), timedelta(hours=2)):
        remind(engine, now=deadline + after, policy=FREE, desk=DESK)

    assert marks(engine, "classification.due") == ["D-1"]
    assert len(told(engine, "classification.overdue")) == 1
    assert where(engine, "classification.due") == {(9, Channel.MAIL): ["due"]}


def test_whoever_owes_a_score_hears_which_until_it_is_given(engine: Engine) -> None:
    live(engine, until="2030-03-23 12:00")
    do(engine, "2030-03-23 12:00", meeting.call_meeting, YEAR, 1, kst("2030-03-26 14:00"), Form.VIDEO)
    with reading(engine) as session:
        owing = DESK.owing(session, unit_of(session, YEAR, 1))
    excused, owes = min(owing)[0], max(owing)[0]
    do(engine, "2030-03-23 13:00", score.waive, YEAR, 1, excused, reason=text_of("까닭"))

    for moment in ("2030-03-25 15:00", "2030-03-25 16:00", "2030-03-26 09:00"):
        at(engine, moment)
    assert marks(engine, "review.scores_missing") == ["D-1", "H-6"]
    assert {person for person, _ in where(engine, "review.scores_missing")} == {p for p, _ in owing} - {
        excused
    }
    with reading(engine) as session:
        theirs = session.exec(select(Mention.project).where(Mention.person == owes)).all()
    assert sorted(set(theirs)) == sorted(project for person, project in owing if person == owes)

    do(engine, "2030-03-26 10:00", give_scores, YEAR, 1)
    at(engine, "2030-03-26 13:00")
    assert marks(engine, "review.scores_missing") == ["D-1", "H-6"], "nothing is owed any more"


def official(engine: Engine, person: int, role: str, **more: object) -> None:
    """Give a person a role, and an address."""
    with writing(engine) as session:
        session.add(Person(number=person, name=f"{person:064}", registered_at=kst("2030-01-01 00:00")))
        session.flush()
        session.add(Office(number=person, person=person, role=role, begins=kst("2030-01-01 00:00"), **more))
    reachable(engine, person)


def left(engine: Engine, kind: str) -> list[list[str]]:
    return [one.said["left"] for one in told(engine, kind)]


def test_staff_hear_what_keeps_a_stage_from_ending_before_its_end_and_once_after_it(engine: Engine) -> None:
    live(engine, until="2030-01-01")
    one = call.Proposal(Track.METRO, Kind.ORDINARY, 300_000_000, (1, 2), text_of("정원"), proposer=7)
    do(engine, "2030-01-05 10:00", call.submit, YEAR, one, received_at=kst("2030-01-05 10:00"))
    do(engine, "2030-02-01 00:10", lane.advance, YEAR, Track.METRO)
    official(engine, 9, "staff")
    official(engine, 8, "staff", practice=True)
    with reading(engine) as session:
        deadline = session.exec(
            select(Due.at).where(Due.stage == "classification", Due.track == "metro")
        ).one()

    for after in (-20, -19, 12, 13):
        remind(engine, now=deadline + timedelta(hours=after), policy=FREE, desk=DESK)

    (closing,), (blocked,) = left(engine, "cycle.stage_closing"), left(engine, "cycle.stage_blocked")
    assert any("1건" in row for row in closing), closing
    assert told(engine, "cycle.stage_closing")[0].said["tracks"] == ["metro"]
    assert blocked == closing
    assert where(engine, "cycle.stage_blocked") == {(9, Channel.MAIL): ["due"]}, "not who only practises"


def test_staff_hear_on_the_next_day_what_did_not_get_through(engine: Engine, tmp_path: Path) -> None:
    live(engine, until="2030-03-08 00:00")
    reachable(engine, 11)
    do(engine, "2030-03-08 09:00", meeting.call_meeting, YEAR, 1, kst("2030-03-20 14:00"), Form.VIDEO)
    skip_to(engine, "meeting.called")
    read_on(engine, "2030-03-08 09:30")
    refuses = Gateway(answer=lambda _: Outcome.REFUSED)
    deliver(office(engine, tmp_path, refuses, now=Clock(kst("2030-03-08 10:00"))))
    official(engine, 9, "staff")

    for moment in ("2030-03-08 12:00", "2030-03-09 09:00", "2030-03-09 10:00", "2030-03-10 09:00"):
        at(engine, moment)

    ((row,),) = left(engine, "cycle.deliveries_failed")
    assert row.startswith("거절됨 ")


def test_what_waits_for_a_second_person_is_said_to_who_may_be_it(engine: Engine) -> None:
    live(engine, until="2030-01-01")
    for person, role in {8: "approver", 9: "approver", 10: "staff"}.items():
        official(engine, person, role)
    read_on(engine, "2030-01-02 09:00")
    asked = {"version": {}, "in_place_of": None}
    with writing(engine) as session:
        act = Act("web/1", "office:8", kst("2030-01-02 10:00"))
        approval.ask(session, str(YEAR), "window.extended", {}, act=act, **asked)
    read_on(engine, "2030-01-02 10:30")
    for moment in ("2030-01-03 09:00", "2030-01-04 11:00", "2030-01-04 12:00"):
        at(engine, moment)

    assert where(engine, "cycle.act_waiting") == {(9, Channel.MAIL): ["due"]}, "the first is not asked"
    assert where(engine, "cycle.act_due") == {(9, Channel.MAIL): ["due"]}
    assert told(engine, "cycle.act_due")[0].said["deed"] == "window.extended"
