"""A notice is let go by two, as it was seen; who held it back or went on stands in the city's journal."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from door import approvals, commanding
from door.house import House
from door.proposing import Proposed
from door.telling import open_office
from models.journal import CITY, entries
from models.notice import notice_of
from models.session import reading, writing
from notifications import command
from notifications.announce import Policy, announce_some
from notifications.command import ApprovalStale
from states.contact import Channel
from states.delivery import Standing
from states.kind import Limits, Topic
from states.role import MayNot
from tests.telling import asks_for, reachable, told
from tests.town import Town
from tests.toy import YEAR, live

CROWD = (201, 202, 203)


@pytest.fixture
def town(house: House) -> Town:
    """The vote is open, and its notice is to more people than may be written to unasked."""
    live(house.engine, until="2030-05-02 00:00")
    town = Town(house, "2030-05-01 10:00")
    reachable(house.engine, *CROWD, by=[Channel.MAIL])
    asks_for(house.engine, CROWD, Topic.VOTE)
    with writing(house.engine) as session:
        session.execute(text("INSERT INTO bookmark (chain, reader, seq) VALUES ('2030', 'telling', 184)"))
    with writing(house.engine) as session:
        announce_some(session, str(YEAR), now=town.now, policy=Policy(Limits(people=2)))
    return town


def the_notice(town: Town) -> str:
    (notice,) = told(town.house.engine, "vote.opened")
    assert notice.standing == Standing.WAITING
    return notice.name


def standing(town: Town, name: str) -> tuple[str, str | None]:
    with reading(town.house.engine) as session:
        notice = notice_of(session, name)
        return notice.standing, notice.approved_by


def test_two_let_a_notice_go_and_the_journal_says_what_they_saw(town: Town) -> None:
    _, actor, approver, _ = town.settle()
    name = the_notice(town)
    whole = command.look(open_office(town.house), name)
    assert whole.ends is not None
    assert timedelta() < whole.ends - town.now < timedelta(minutes=1), "three mails, at our own pace"

    with pytest.raises(Proposed) as waits:
        commanding.approve(town.house, name, seen=whole.hash, staff=town.staff(actor))
    assert standing(town, name) == ("waiting", None)

    approvals.approve(town.house, int(str(waits.value.facts["number"])), staff=town.staff(approver))

    assert standing(town, name) == ("ready", f"office:{actor}+office:{approver}")
    with reading(town.house.engine) as session:
        (entry,) = entries(session, CITY, "notice.approved")
        said = {"notice": name, "seen": whole.hash, "template": whole.template}
        assert entry.facts == {**said, "people": whole.people, "won": whole.won}


def test_what_changed_between_the_two_is_refused_and_has_to_be_asked_again(town: Town) -> None:
    _, actor, approver, _ = town.settle()
    name = the_notice(town)
    whole = command.look(open_office(town.house), name)
    with pytest.raises(Proposed) as waits:
        commanding.approve(town.house, name, seen=whole.hash, staff=town.staff(actor))

    with writing(town.house.engine) as session:
        session.execute(text("UPDATE delivery SET state = 'declined' WHERE person = 201"))
    with pytest.raises(ApprovalStale):
        approvals.approve(town.house, int(str(waits.value.facts["number"])), staff=town.staff(approver))
    assert standing(town, name) == ("waiting", None)

    with pytest.raises(ApprovalStale):
        commanding.approve(town.house, name, seen=whole.hash, staff=town.staff(actor))


def test_held_back_gone_on_and_called_off_each_is_an_act_of_somebody(town: Town) -> None:
    _, actor, approver, _ = town.settle()
    name = the_notice(town)
    with writing(town.house.engine) as session:
        notice_of(session, name).standing = Standing.READY

    commanding.pause(town.house, name, staff=town.staff(approver))
    with pytest.raises(MayNot):
        commanding.resume(town.house, name, staff=town.staff(approver))
    commanding.resume(town.house, name, staff=town.staff(actor))
    left = commanding.cancel(town.house, name, staff=(last := town.staff(actor)))

    assert (left, standing(town, name)[0]) == (3, "cancelled")
    assert commanding.cancel(town.house, name, staff=last) == 0, "done again it is done once"
    with reading(town.house.engine) as session:
        facts = [(e.fact, e.actor) for e in entries(session, CITY) if e.subject == f"notice:{name}"]
    assert facts == [
        ("notice.paused", f"office:{approver}"),
        ("notice.resumed", f"office:{actor}"),
        ("notice.cancelled", f"office:{actor}"),
    ]
