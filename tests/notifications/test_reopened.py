"""A vote begun again after its notices went out: seen before, said once, and only to whoever heard of the first."""

from pathlib import Path

from sqlalchemy import Engine

from desk import lane
from models.journal import Act, head_of
from models.session import writing
from notifications.announce import Policy
from notifications.deliver import deliver
from notifications.forecast import Radius, radius
from states.contact import Channel
from states.delivery import Outcome
from states.handset import Prices
from states.track import Track
from states.window import kst
from tests.acts import do
from tests.telling import Clock, Gateway, asks_for, office, reachable, read_on, skip_to, told, where
from tests.toy import YEAR, live, text_of

MEMBER, CITIZEN, LOST, LATE = 11, 50, 51, 52
REOPENED, BEGUN = "2030-05-02 10:00", "2030-05-04 00:10"
METRO = Track.METRO


def going_back(session, act: Act) -> None:  # type: ignore[no-untyped-def]
    lane.reopen(session, YEAR, METRO, kst("2030-05-04 00:00"), reason=text_of("까닭"), act=act)


def beginning(session, act: Act) -> None:  # type: ignore[no-untyped-def]
    lane.advance(session, YEAR, METRO, act=act)


def seen_before(engine: Engine, work: object, at: str) -> Radius:
    """What an act would tell, in its own trial."""
    with writing(engine) as session:
        head = head_of(session, str(YEAR))
        before = head.seq if head else 0
        work(session, Act("trial", "staff:1", kst(at)))  # type: ignore[operator]
        session.flush()
        policy = Policy(prices=Prices(sms=20, lms=50))
        found = radius(session, str(YEAR), before, now=kst(at), policy=policy)
        session.rollback()
    return found


def heard(engine: Engine, kind: str) -> set[int]:
    found = where(engine, kind).items()
    return {person for (person, _), states in found if set(states) & {"due", "accepted"}}


def test_only_who_heard_of_the_first_vote_hears_that_it_begins_again_and_nobody_twice(
    engine: Engine, tmp_path: Path
) -> None:
    live(engine, until="2030-05-02 00:00")
    skip_to(engine, "poll.opened")
    reachable(engine, MEMBER, CITIZEN, LOST)
    asks_for(engine, [MEMBER, CITIZEN, LOST, LATE])
    clock, phone = Clock(kst("2030-05-01 10:00")), Gateway()
    phone.answer = lambda one: Outcome.REFUSED if one.to.endswith(f"{LOST:08}") else Outcome.ACCEPTED
    mail = Gateway("mail", answer=lambda one: Outcome.REFUSED if f"n{LOST}@" in one.to else Outcome.ACCEPTED)
    post = office(engine, tmp_path, phone, mail, now=clock)

    def tell(at: str) -> None:
        clock.at = kst(at)
        read_on(engine, at)
        deliver(post)

    tell("2030-05-01 10:00")
    assert {MEMBER, CITIZEN} <= {int(key.split(".")[1]) for key in phone.keys}

    seen = seen_before(engine, going_back, REOPENED)
    (back,) = seen.corrections
    assert (back.kind, back.people, back.won) == ("vote.put_back", 2, 2 * 50)
    do(engine, REOPENED, lane.reopen, YEAR, METRO, kst("2030-05-04 00:00"), reason=text_of("까닭"))
    tell("2030-05-02 10:10")
    assert heard(engine, "vote.put_back") == {MEMBER, CITIZEN}

    reachable(engine, LATE)  # they heard nothing of the first: this is news to them, and no correction
    seen = seen_before(engine, beginning, BEGUN)
    assert [(one.kind, one.people, one.won) for one in seen.corrections] == [("vote.reopened", 2, 2 * 50)]
    do(engine, BEGUN, lane.advance, YEAR, METRO)
    before = len(phone.taken), len(mail.taken)
    tell("2030-05-04 10:00")
    tell("2030-05-04 10:10")

    assert heard(engine, "vote.reopened") == {MEMBER, CITIZEN}
    (again,) = told(engine, "vote.reopened")
    of_this = {one.name for one in told(engine) if one.act == again.act and one.kind.startswith("vote.")}
    for gateway, start in zip((phone, mail), before, strict=True):
        persons = [
            int(one.key.split(".")[1])
            for one in gateway.taken[start:]
            if one.key.rsplit(".", 2)[0] in of_this
        ]
        assert sorted(persons) == [MEMBER, CITIZEN, LATE], "each once, in whatever role"
    corrections = [one for one in phone.taken if one.key.startswith(f"{again.name}.")]
    assert all("다시 합니다" in one.body.text for one in corrections)
    assert seen.people >= len(corrections) == 2
    assert {channel for _, channel in where(engine, "vote.reopened")} == set(Channel)
