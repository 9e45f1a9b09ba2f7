"""What takes two: asked for by one, approved by another, done in that moment, and never twice."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from desk import lane
from desk.replay import replay
from door import approvals, people, staff, vote
from door.foresight import look_ahead
from door.house import House, enter
from door.proposing import Proposed
from door.settings import Settings
from door.staff import Staff
from door.vote import Ballot
from models import schema
from models.approval import NoSuchPending
from models.ballot import BallotBatch, VoterRoll
from models.cycle import lane_of
from models.journal import CITY, Act, ActReused, Entry, entries
from models.session import open_engine, reading, writing
from states.approval import LASTS, Expired, MayNotApprove, Moved, NotWaiting, NotYoursToWithdraw, OwnApproval
from states.refusals import Refusal
from states.role import MayNot, NoOffice, Role, in_office
from states.stage import Stage
from states.track import Track
from states.vote import SealTooEarly
from states.window import kst
from tests.polling import at_the_vote
from tests.town import Town, number
from tests.toy import METRO, YEAR, live

REOPENED = "2030-02-10 10:00"


@pytest.fixture
def town(house: House) -> Town:
    """The metro lane stands in its classification, so that its call can be opened again."""
    live(house.engine, until="2030-02-02")
    return Town(house, REOPENED)


def reopen(town: Town, who: Staff, closes: str = "2030-02-20 18:00") -> int:
    """Ask for the call to be opened again; the number under which it waits."""
    with pytest.raises(Proposed) as waits:
        staff.reopen(town.house, YEAR, METRO, closes=kst(closes), staff=who)
    return int(waits.value.facts["number"])  # type: ignore[call-overload]


def stage_of(town: Town) -> str:
    with reading(town.house.engine) as session:
        return lane_of(session, YEAR, METRO).stage


def told(town: Town, fact: str, chain: str = str(YEAR)) -> list[Entry]:
    with reading(town.house.engine) as session:
        return list(entries(session, chain, fact))


def test_an_act_that_takes_two_waits_and_nothing_moves(town: Town) -> None:
    _, actor, approver, _ = town.settle()

    waiting = reopen(town, town.staff(actor, YEAR, reason="접수 장애가 있었습니다"))

    assert stage_of(town) == Stage.CLASSIFICATION
    assert told(town, "stage.reopened") == []
    (one,) = approvals.waiting(town.house)
    assert (one.number, one.title, one.actor, one.reason) == (
        waiting,
        "앞 단계 다시 열기",
        actor,
        "접수 장애가 있었습니다",
    )
    assert [w.number for w in approvals.waiting(town.house, person=approver)] == [waiting]
    assert approvals.waiting(town.house, person=actor) == []


def test_another_approves_and_both_are_in_the_journal(town: Town) -> None:
    _, actor, approver, _ = town.settle()
    waiting = reopen(town, town.staff(actor, YEAR))

    done = approvals.approve(town.house, waiting, staff=town.staff(approver, YEAR))

    assert stage_of(town) == Stage.CALL
    assert done.result["to"] == Stage.CALL
    (entry,) = told(town, "stage.reopened")
    assert entry.actor == done.by == f"office:{actor}+office:{approver}"
    *_, asked = told(town, "act.proposed", CITY)
    *_, approved = told(town, "act.approved", CITY)
    assert (asked.actor, approved.actor) == (f"office:{actor}", f"office:{approver}")
    assert asked.facts["arguments"] == entry.facts
    assert approvals.waiting(town.house) == []


def test_nobody_approves_their_own(town: Town) -> None:
    first, actor, approver, _ = town.settle()
    waiting = reopen(town, town.staff(actor, YEAR))

    with pytest.raises(OwnApproval):
        approvals.approve(town.house, waiting, staff=town.staff(actor, YEAR))
    with pytest.raises(MayNotApprove):
        approvals.approve(town.house, waiting, staff=town.staff(first, YEAR))
    assert stage_of(town) == Stage.CLASSIFICATION
    approvals.approve(town.house, waiting, staff=town.staff(approver, YEAR))


def test_nobody_is_shown_what_they_may_not_approve(town: Town) -> None:
    """A form shows what would come of an approval; whoever may not give it is told so at once."""
    first, actor, approver, _ = town.settle()
    waiting = reopen(town, town.staff(actor, YEAR))

    def looked_at_by(person: int) -> object:
        looking = Staff("look/1", in_office(person))
        return look_ahead(town.house, lambda trial: approvals.approve(trial, waiting, staff=looking))

    with pytest.raises(OwnApproval):
        looked_at_by(actor)
    with pytest.raises(MayNotApprove):
        looked_at_by(first)
    assert looked_at_by(approver)


def test_nobody_approves_their_own_as_somebodys_deputy(town: Town) -> None:
    """The approver is away and lends the role to whoever asked; and then to somebody else."""
    first, actor, approver, other = town.settle()
    town_away(town, approver, actor)
    waiting = reopen(town, town.staff(actor, YEAR))
    with pytest.raises(OwnApproval):
        approvals.approve(town.house, waiting, staff=town.staff(actor, YEAR))

    town_away(town, other, first)
    approvals.approve(town.house, waiting, staff=town.staff(first, YEAR))
    assert told(town, "act.approved", CITY)[-1].facts["in_place_of"] == other


def town_away(town: Town, person: int, deputy: int) -> None:
    until = town.now + timedelta(days=7)
    people.be_absent(town.house, person, deputy, town.now, until, staff=town.staff(person))


def test_asked_for_again_it_is_the_same(town: Town) -> None:
    _, actor, approver, _ = town.settle()
    who = town.staff(actor, YEAR, act="form/7")
    waiting = reopen(town, who)

    assert reopen(town, who) == waiting
    with pytest.raises(ActReused):
        staff.reopen(town.house, YEAR, METRO, closes=kst("2030-02-21 18:00"), staff=who)
    approvals.approve(town.house, waiting, staff=town.staff(approver, YEAR))
    assert reopen(town, who) == waiting
    assert len(told(town, "stage.reopened")) == 1


def test_asked_for_again_on_the_citys_own_chain_it_is_the_same(town: Town) -> None:
    first, clerk, *_ = town.settle()

    def let_go(by: int) -> int:
        with pytest.raises(Proposed) as waits:
            people.dismiss(town.house, 2, staff=town.staff(by, act="form/8"))
        return int(str(waits.value.facts["number"]))

    waiting = let_go(first)
    town.pass_by(timedelta(minutes=5))  # the moment is the one that was asked for
    assert let_go(first) == waiting
    with pytest.raises(MayNot):
        let_go(clerk)


def test_another_does_not_ask_under_a_number_that_was_used(town: Town) -> None:
    _, actor, _, other = town.settle()
    town_away(town, actor, other)  # so that both may
    reopen(town, town.staff(actor, YEAR, act="form/9"))
    with pytest.raises(ActReused):
        reopen(town, town.staff(other, YEAR, act="form/9"))


def test_a_number_that_was_used_for_something_else_approves_nothing(town: Town) -> None:
    _, actor, approver, other = town.settle()
    person = number()
    people.be_absent(
        town.house, approver, actor, town.now, town.now + LASTS, staff=town.staff(approver, act=person)
    )
    waiting, later = (
        reopen(town, town.staff(actor, YEAR, reason=why), closes)
        for why, closes in (("하나", "2030-02-20 18:00"), ("둘", "2030-02-21 18:00"))
    )
    for used in (person, "approved/1"):
        with pytest.raises(ActReused):
            approvals.approve(town.house, waiting, staff=town.staff(approver, YEAR, act=used))
    approvals.approve(town.house, waiting, staff=town.staff(approver, YEAR, act="form/1"))
    for number_, by in ((later, approver), (waiting, other)):
        with pytest.raises(ActReused):
            approvals.approve(town.house, number_, staff=town.staff(by, YEAR, act="form/1"))
    assert len(told(town, "stage.reopened")) == 1


def test_who_asked_in_their_own_right_does_not_act_on_what_the_approver_lends_them(town: Town) -> None:
    first, actor, approver, other = town.settle()
    with pytest.raises(Proposed) as waits:
        people.appoint(town.house, town.grant(approver, Role.STAFF), staff=town.staff(first))
    town.second(waits.value, {first})
    waiting = reopen(town, town.staff(actor, YEAR))
    with pytest.raises(Proposed) as waits:
        people.dismiss(town.house, 2, staff=town.staff(first))
    town.second(waits.value, {first})
    town_away(town, approver, actor)

    for one in (approver, other):
        with pytest.raises(Moved, match=f"본인의 역할 → {approver}번의 대리"):
            approvals.approve(town.house, waiting, staff=town.staff(one, YEAR))


def test_approved_again_it_is_the_same(town: Town) -> None:
    _, actor, approver, other = town.settle()
    waiting, act = reopen(town, town.staff(actor, YEAR)), number()

    once = approvals.approve(town.house, waiting, staff=town.staff(approver, YEAR, act=act))
    again = approvals.approve(town.house, waiting, staff=town.staff(approver, YEAR, act=act))

    assert once == again
    with pytest.raises(NotWaiting):
        approvals.approve(town.house, waiting, staff=town.staff(other, YEAR))
    assert len(told(town, "stage.reopened")) == 1


def test_what_would_be_refused_in_any_case_is_refused_at_once(town: Town) -> None:
    _, actor, *_ = town.settle()
    with pytest.raises(Refusal) as caught:
        staff.leave(town.house, YEAR, METRO, staff=town.staff(actor, YEAR))

    assert caught.value.code == "lane.leading_stays"
    assert approvals.waiting(town.house) == []


def test_what_has_moved_since_is_not_approved(town: Town) -> None:
    _, actor, approver, other = town.settle()
    first, second = (
        reopen(town, town.staff(actor, YEAR)),
        reopen(town, town.staff(actor, YEAR), "2030-02-21 18:00"),
    )
    approvals.approve(town.house, first, staff=town.staff(approver, YEAR))

    with pytest.raises(Moved, match=r"광역제안형\(분류 → 공모\)"):
        approvals.approve(town.house, second, staff=town.staff(other, YEAR))
    assert [one.number for one in approvals.waiting(town.house)] == [second]


def test_after_three_days_it_is_too_late(town: Town) -> None:
    _, actor, approver, _ = town.settle()
    waiting = reopen(town, town.staff(actor, YEAR))
    town.pass_by(LASTS)

    with pytest.raises(Expired):
        approvals.approve(town.house, waiting, staff=town.staff(approver, YEAR))
    assert [one.expired for one in approvals.waiting(town.house)] == [True]
    assert approvals.waiting(town.house, person=approver) == []


def test_it_is_taken_back_by_who_asked_or_sent_back_by_an_approver(town: Town) -> None:
    first, actor, approver, _ = town.settle()
    mine, yours = (
        reopen(town, town.staff(actor, YEAR)),
        reopen(town, town.staff(actor, YEAR), "2030-02-21 18:00"),
    )

    with pytest.raises(NotYoursToWithdraw):
        approvals.withdraw(town.house, mine, staff=town.staff(first, YEAR))
    approvals.withdraw(town.house, mine, staff=town.staff(actor, YEAR))
    approvals.withdraw(town.house, yours, staff=town.staff(approver, YEAR, reason="날짜가 틀렸습니다"))

    assert approvals.waiting(town.house) == []
    with pytest.raises(NotWaiting, match="거두어져"):
        approvals.approve(town.house, mine, staff=town.staff(approver, YEAR))


def test_who_lost_the_role_meanwhile_is_not_helped_by_an_approval(town: Town) -> None:
    first, actor, approver, _ = town.settle()
    waiting = reopen(town, town.staff(actor, YEAR))
    with pytest.raises(Proposed) as waits:
        people.dismiss(town.house, 2, staff=town.staff(first))
    approvals.approve(town.house, int(str(waits.value.facts["number"])), staff=town.staff(approver))

    with pytest.raises(NoOffice, match=f"{actor}번은 지금"):
        approvals.approve(town.house, waiting, staff=town.staff(approver, YEAR))
    assert stage_of(town) == Stage.CLASSIFICATION


def test_an_act_refused_at_its_approval_leaves_it_waiting(town: Town) -> None:
    """The day that was asked for has passed meanwhile."""
    _, actor, approver, _ = town.settle()
    waiting = reopen(town, town.staff(actor, YEAR), "2030-02-11 18:00")
    town.pass_by(timedelta(days=2))

    with pytest.raises(Refusal) as caught:
        approvals.approve(town.house, waiting, staff=town.staff(approver, YEAR))

    assert caught.value.code == "reopen.past"
    assert [one.number for one in approvals.waiting(town.house)] == [waiting]
    assert waiting not in [one.facts["number"] for one in told(town, "act.approved", CITY)]


def test_who_may_not_do_it_cannot_even_ask(town: Town) -> None:
    first, *_ = town.settle()
    with pytest.raises(MayNot):
        staff.reopen(town.house, YEAR, METRO, closes=kst("2030-02-20 18:00"), staff=town.staff(first, YEAR))
    assert approvals.waiting(town.house) == []


def test_an_unknown_number_is_refused(town: Town) -> None:
    *_, approver, _ = town.settle()
    with pytest.raises(NoSuchPending):
        approvals.approve(town.house, 9, staff=town.staff(approver, YEAR))


def test_an_appointment_is_approved_like_everything_else(town: Town) -> None:
    first, _, approver, _ = town.settle()
    extra = town.person("또 한 사람", first)
    with pytest.raises(Proposed) as waits:
        people.appoint(town.house, town.grant(extra, Role.APPROVER), staff=town.staff(first))
    assert people.show(town.house, extra).roles == "-"

    approvals.approve(town.house, int(str(waits.value.facts["number"])), staff=town.staff(approver))

    assert people.show(town.house, extra).roles == "승인자"


def test_the_city_lives_again_with_its_approvals(town: Town, empty_sqlite: Path, tmp_path: Path) -> None:
    _, actor, approver, _ = town.settle()
    kept, back = (
        reopen(town, town.staff(actor, YEAR)),
        reopen(town, town.staff(actor, YEAR), "2030-02-21 18:00"),
    )
    approvals.withdraw(town.house, back, staff=town.staff(actor, YEAR))
    approvals.approve(town.house, kept, staff=town.staff(approver, YEAR))

    assert lived_again(town, empty_sqlite, tmp_path, CITY) is None
    assert lived_again(town, empty_sqlite, tmp_path, str(YEAR)) is None


def lived_again(town: Town, empty: Path, folder: Path, chain: str) -> Any:
    (folder / f"{chain}.db").write_bytes(empty.read_bytes())
    fresh = open_engine(f"sqlite:///{folder / f'{chain}.db'}")
    with reading(town.house.engine) as source, writing(fresh) as target:
        report = replay(source, target, chain)
    fresh.dispose()
    return report.first_difference


def test_two_approvers_at_once_do_it_once(url: str, house: House) -> None:
    """On both databases: one approves, the other hears that it is settled."""
    engine = open_engine(url)
    schema.upgrade(engine)
    live(engine, until="2030-02-02")
    engine.dispose()
    town = Town(enter(Settings(database=url, keys=house.settings.keys_file)), REOPENED)
    _, actor, approver, other = town.settle()
    waiting = reopen(town, town.staff(actor, YEAR))
    hands, together = [town.staff(one, YEAR) for one in (approver, other)], Barrier(2)

    def try_it(hand: Staff) -> str:
        together.wait()
        try:
            return approvals.approve(town.house, waiting, staff=hand).by
        except NotWaiting as refusal:
            return refusal.code

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(try_it, hands))
    done = told(town, "stage.reopened")
    town.house.engine.dispose()

    assert sorted(one.split(":")[0] for one in found) == ["approval.not_waiting", "office"]
    assert len(done) == 1


def test_an_ungated_act_at_the_desk_is_nobodys_business(town: Town) -> None:
    """What replays and rehearsals do is judged by the rules alone."""
    town.settle()
    act = Act("again/1", "staff:1", town.now)
    with Session(town.house.engine.execution_options(sqlite_begin="IMMEDIATE")) as session:
        lane.reopen(session, YEAR, Track.METRO, kst("2030-02-20 18:00"), reason="0" * 64, act=act)
        session.rollback()


def test_a_box_is_sealed_by_two_and_shuffled_when_the_second_says_so(engine: Engine, house: House) -> None:
    at_the_vote(engine)
    town = Town(replace(house, engine=engine), "2030-05-06 10:00")
    _, actor, approver, _ = town.settle()
    ballots = [
        Ballot(f"010-1111-{number}", "citizen", (1 + number % 2,), kst("2030-05-05 10:00"))
        for number in range(1000, 1009)
    ]
    vote.take(town.house, YEAR, "main", ballots, staff=town.staff(actor, YEAR))
    town.now = kst("2030-05-10 16:10")

    with pytest.raises(Proposed) as waits:
        vote.seal(town.house, YEAR, "main", staff=town.staff(actor, YEAR))
    *_, asked = told(town, "act.proposed", CITY)
    assert asked.facts["arguments"] == {"poll": "main"}  # no box yet, and nothing of one is kept
    with reading(engine) as session:
        assert session.exec(select(BallotBatch.sealed)).one() is not None
        assert session.exec(select(VoterRoll)).all() == []

    done = approvals.approve(
        town.house, int(str(waits.value.facts["number"])), staff=town.staff(approver, YEAR)
    )
    assert done.result["counts"]["citizen"] == len(ballots)
    (sealed,) = told(town, "poll.sealed")
    assert sealed.actor == f"office:{actor}+office:{approver}"


def test_a_box_that_cannot_be_sealed_yet_is_not_asked_for(engine: Engine, house: House) -> None:
    at_the_vote(engine)
    town = Town(replace(house, engine=engine), "2030-05-06 10:00")
    _, actor, *_ = town.settle()
    with pytest.raises(SealTooEarly):
        vote.seal(town.house, YEAR, "main", staff=town.staff(actor, YEAR))
    assert approvals.waiting(town.house) == []
