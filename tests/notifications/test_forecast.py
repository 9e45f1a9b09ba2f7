"""How far an act would reach, before it is done."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from desk import lane
from models.journal import Act, head_of
from models.session import writing
from notifications.announce import Policy
from notifications.deliver import deliver
from notifications.forecast import Radius, radius
from states.contact import Channel
from states.handset import Prices
from states.track import Track
from states.window import kst
from tests.telling import Clock, Gateway, office, proposed_by, reachable, read_on, told
from tests.toy import YEAR, live, text_of

REOPENED = "2030-04-02 10:00"


def would_reopen(engine: Engine) -> Radius:
    with writing(engine) as session:
        head = head_of(session, str(YEAR))
        before = head.seq if head else 0
        act, closes = Act("trial", "staff:1", kst(REOPENED)), kst("2030-04-05 00:00")
        lane.reopen(session, YEAR, Track.METRO, closes, reason=text_of("까닭"), act=act)
        session.flush()
        policy = Policy(prices=Prices(sms=20, lms=50))
        found = radius(session, str(YEAR), before, now=kst(REOPENED), policy=policy)
        session.rollback()
    return found


def _noticed(engine: Engine, reached: Sequence[int]) -> None:
    live(engine, until="2030-04-02 09:00")
    proposed_by(engine, {1: 101, 2: 102})
    reachable(engine, *reached)
    read_on(engine, "2030-04-01 09:00")


def test_only_who_heard_is_within_reach_of_a_reopening_and_looking_writes_nothing(
    engine: Engine, tmp_path: Path
) -> None:
    _noticed(engine, [101])
    deliver(office(engine, tmp_path, Gateway(), now=Clock(kst("2030-04-01 10:00"))))
    before = [one.name for one in told(engine)]

    found = would_reopen(engine)

    assert [(one.kind, one.people, one.won) for one in found.corrections] == [("vote.taken_back", 1, 50)]
    assert found.corrections[0].by_channel == {Channel.PHONE: 1, Channel.MAIL: 1}
    assert found.taken_back == 0
    assert [one.name for one in told(engine)] == before


def test_who_was_not_told_yet_is_not_told_at_all(engine: Engine) -> None:
    _noticed(engine, [101, 102])

    found = would_reopen(engine)

    assert (found.corrections, found.taken_back) == ([], 4)
