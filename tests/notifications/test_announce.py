"""From the journal to deliveries: each act told once, to whom it concerns."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from desk import bundle, call, classification, lane, meeting
from desk.bundle import Received
from models.journal import Bookmark
from models.notice import READER
from models.session import reading, writing
from notifications.announce import Policy, announce_some
from notifications.deliver import deliver
from states.call import Kind
from states.classification import Verdict
from states.contact import Channel
from states.delivery import Outcome
from states.kind import Limits, Topic
from states.meeting import Form
from states.track import Track
from states.window import kst
from tests.acts import do
from tests.telling import (
    FREE,
    Clock,
    Gateway,
    Killed,
    asks_for,
    office,
    proposed_by,
    reachable,
    read_on,
    skip_to,
    told,
    where,
)
from tests.toy import YEAR, live, text_of

METRO = Track.METRO
PHONE, MAIL = Channel.PHONE, Channel.MAIL


def submit(engine: Engine, person: int | None, at: str = "2030-01-05 10:00", title: str = "빗물 정원") -> int:
    one = call.Proposal(METRO, Kind.ORDINARY, 300_000_000, (1, 2), text_of(title), proposer=person)
    return do(engine, at, call.submit, YEAR, one, received_at=kst(at))


def receive(engine: Engine, person: int, count: int, at: str = "2030-01-06 10:00") -> None:
    rows = [
        Received(
            call.Proposal(METRO, Kind.ORDINARY, 300_000_000, (1, 2), text_of(f"제안 {n}"), proposer=person),
            kst(at),
        )
        for n in range(count)
    ]
    do(engine, at, bundle.receive, YEAR, rows)


@pytest.fixture
def calling(engine: Engine) -> Engine:
    """The small year's call is open, and what was before is read."""
    live(engine, until="2030-01-01")
    read_on(engine)
    return engine


def test_whoever_proposes_hears_of_it_by_each_address_that_they_have(calling: Engine) -> None:
    reachable(calling, 7)
    reachable(calling, 8, by=[MAIL])
    submit(calling, 7)
    submit(calling, 8, title="다른 정원")

    read_on(calling)

    assert where(calling, "call.received") == {
        (7, PHONE): ["due"],
        (7, MAIL): ["due"],
        (8, PHONE): ["unreachable"],
        (8, MAIL): ["due"],
    }


def test_nobody_is_told_of_a_proposal_of_nobody(calling: Engine) -> None:
    submit(calling, None)

    assert read_on(calling).notices == 0
    assert told(calling) == []


def test_read_again_nothing_is_told_again(calling: Engine) -> None:
    reachable(calling, 7)
    submit(calling, 7)

    assert read_on(calling).notices == 1
    assert read_on(calling).entries == 0

    _lose_the_bookmark(calling)
    assert read_on(calling).notices == 0, "an act told before is not told again, whoever lost the place"
    assert where(calling) == {(7, PHONE): ["due"], (7, MAIL): ["due"]}


def test_killed_before_the_commit_nothing_was_told_and_nothing_is_lost(calling: Engine) -> None:
    reachable(calling, 7)
    submit(calling, 7)
    before = _bookmark(calling)

    def _die_half_way() -> None:
        with writing(calling) as session:
            announce_some(session, str(YEAR), now=kst("2030-01-05 11:00"), policy=FREE)
            raise Killed

    with pytest.raises(Killed):
        _die_half_way()
    assert (told(calling), _bookmark(calling)) == ([], before)

    assert read_on(calling).notices == 1


def test_two_announcers_at_once_tell_each_act_once(calling: Engine) -> None:
    reachable(calling, 7)
    for number in range(6):
        submit(calling, 7, title=f"제안 {number}")
    together = threading.Barrier(2)

    def _announce() -> None:
        together.wait()
        read_on(calling)

    threads = [threading.Thread(target=_announce) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert len(told(calling, "call.received")) == 6
    assert [state for states in where(calling).values() for state in states] == ["due"] * 12


def test_five_projects_of_one_act_are_one_message_with_a_list(calling: Engine, tmp_path: Path) -> None:
    reachable(calling, 7)
    receive(calling, 7, 5)
    gateway, mail = Gateway(), Gateway("mail")

    read_on(calling)
    deliver(office(calling, tmp_path, gateway, mail))

    assert len(gateway.taken) == len(mail.taken) == 1
    assert "2030-0001 외 4건" in gateway.texts[0]
    assert [f"2030-{n:04}" in mail.texts[0] for n in range(1, 6)] == [True] * 5


def test_an_act_larger_than_a_reading_is_read_whole(calling: Engine) -> None:
    reachable(calling, 7)
    receive(calling, 7, 5)

    with writing(calling) as session:
        done = announce_some(session, str(YEAR), now=kst("2030-01-06 11:00"), policy=FREE, most=2)

    assert (done.entries, done.notices) == (6, 1)


def test_a_proposal_classified_twice_is_told_where_it_came_to_stand(calling: Engine) -> None:
    reachable(calling, 7)
    number = submit(calling, 7)
    do(calling, "2030-02-01 00:10", lane.advance, YEAR, METRO)
    do(calling, "2030-02-02 10:00", classification.classify, YEAR, number, Verdict.KEEP, reason=None, field=1)
    read_on(calling, "2030-02-02 11:00")

    why = text_of("까닭")
    do(calling, "2030-02-03 10:00", classification.classify, YEAR, number, Verdict.REJECT, reason=why)
    read_on(calling, "2030-02-03 11:00")

    kinds = [one.kind for one in told(calling) if one.kind.startswith("classification")]
    assert kinds == ["classification.eligible", "classification.ineligible"]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        pytest.param(True, "due", id="wants it"),
        pytest.param(False, "declined", id="declined the progress of proposals"),
    ],
)
def test_what_a_person_declined_is_not_sent_unless_the_procedure_needs_it(
    calling: Engine, wish: bool, expected: str
) -> None:
    reachable(calling, 7)
    asks_for(calling, [7], Topic.PROGRESS, wanted=wish)
    number = submit(calling, 7)
    do(calling, "2030-02-01 00:10", lane.advance, YEAR, METRO)
    do(calling, "2030-02-02 10:00", classification.classify, YEAR, number, Verdict.KEEP, reason=None, field=1)

    read_on(calling, "2030-02-02 11:00")

    assert where(calling, "call.received")[7, PHONE] == ["due"], "a receipt is part of the procedure"
    assert where(calling, "classification.eligible")[7, PHONE] == [expected]


def test_an_address_that_nothing_reaches_is_not_tried(calling: Engine) -> None:
    reachable(calling, 7)
    with writing(calling) as session:
        session.execute(
            text(
                "INSERT INTO suppression (lookup, channel, at, why)"
                " SELECT lookup, channel, '2030-01-01', 'bounced' FROM contact WHERE channel = 'mail'"
            )
        )
    submit(calling, 7)

    read_on(calling)

    assert where(calling) == {(7, PHONE): ["due"], (7, MAIL): ["suppressed"]}


def test_a_meeting_is_told_to_its_council_and_a_cancelled_one_to_who_heard_of_it(
    engine: Engine, tmp_path: Path
) -> None:
    live(engine, until="2030-03-08 00:00")
    reachable(engine, 11, 12)
    read_on(engine, "2030-03-08 00:00")
    called = do(
        engine, "2030-03-08 09:00", meeting.call_meeting, YEAR, 1, kst("2030-03-20 14:00"), Form.VIDEO
    )
    read_on(engine, "2030-03-08 09:30")
    assert where(engine, "review.meeting_called")[11, PHONE][-1] == "due"

    gateway = Gateway(answer=lambda message: _only(message.to, 11))
    deliver(office(engine, tmp_path, gateway, now=Clock(kst("2030-03-08 10:00"))))
    do(engine, "2030-03-09 09:00", meeting.cancel_meeting, YEAR, called, reason=text_of("까닭"))
    read_on(engine, "2030-03-09 09:30")

    heard = where(engine, "review.meeting_cancelled")
    assert (11, PHONE) in heard
    assert {person for person, _ in heard} <= {11, 12}


def test_who_asked_hears_of_the_vote_once_and_a_member_as_a_member(engine: Engine) -> None:
    live(engine, until="2030-05-02 00:00")
    skip_to(engine, "poll.opened")
    reachable(engine, 11, 50, 51)
    asks_for(engine, [11, 50])

    read_on(engine, "2030-05-01 10:00")

    assert {person for person, _ in where(engine, "vote.opened")} == {50}
    assert (11, PHONE) in where(engine, "vote.members_called")


@pytest.mark.parametrize(
    ("policy", "held"),
    [
        pytest.param(Policy(Limits(people=0)), "people", id="to too many"),
        pytest.param(Policy(Limits(won=1)), "cost", id="too dear"),
        pytest.param(Policy(Limits()), "stale", id="months after the act"),
    ],
)
def test_a_notice_that_is_large_dear_or_late_waits_for_a_person(
    calling: Engine, policy: Policy, held: str
) -> None:
    reachable(calling, 7)
    submit(calling, 7)

    read_on(calling, "2030-06-01 10:00" if held == "stale" else "2030-01-05 11:00", policy)

    (notice,) = told(calling)
    assert (notice.standing, notice.held_for) == ("waiting", held)


def test_a_reopened_stage_is_corrected_only_to_who_heard_of_it(engine: Engine, tmp_path: Path) -> None:
    live(engine, until="2030-04-02 09:00")
    proposed_by(engine, {1: 101, 2: 102})
    reachable(engine, 101)
    read_on(engine, "2030-04-01 09:00")
    deliver(office(engine, tmp_path, Gateway(), now=Clock(kst("2030-04-01 10:00"))))
    assert {p for (p, _), states in where(engine, "vote.on_ballot").items() if states == ["accepted"]} == {
        101
    }

    closes, why = kst("2030-04-05 00:00"), text_of("까닭")
    do(engine, "2030-04-02 10:00", lane.reopen, YEAR, METRO, closes, reason=why)
    read_on(engine, "2030-04-02 10:10")
    read_on(engine, "2030-04-02 10:20")

    assert {person for person, _ in where(engine, "vote.taken_back")} == {101}
    assert len(told(engine, "vote.taken_back")) == 1


def test_what_was_not_sent_when_the_stage_was_reopened_is_not_sent_at_all(
    engine: Engine, tmp_path: Path
) -> None:
    live(engine, until="2030-04-02 09:00")
    proposed_by(engine, {1: 101, 2: 102})
    reachable(engine, 101, 102)
    read_on(engine, "2030-04-01 09:00")

    do(engine, "2030-04-02 10:00", lane.reopen, YEAR, METRO, kst("2030-04-05 00:00"), reason=text_of("까닭"))
    read_on(engine, "2030-04-02 10:10")

    assert {state for states in where(engine, "vote.on_ballot").values() for state in states} == {
        "superseded"
    }
    assert where(engine, "vote.taken_back") == {}


def _only(address: str, person: int):  # type: ignore[no-untyped-def]
    from states.delivery import Outcome

    return Outcome.ACCEPTED if address.endswith(f"{person:08}") else Outcome.REFUSED


def _lose_the_bookmark(engine: Engine) -> None:
    with writing(engine) as session:
        bookmark = Bookmark.of(session, str(YEAR), READER)
        bookmark.seq = 0
        session.add(bookmark)


def _bookmark(engine: Engine) -> int:
    with reading(engine) as session:
        return session.get_one(Bookmark, (str(YEAR), READER)).seq


def test_a_vote_that_is_put_back_and_begun_again_is_said_to_who_heard_of_it_and_to_nobody_twice(
    engine: Engine, tmp_path: Path
) -> None:
    live(engine, until="2030-05-02 00:00")
    skip_to(engine, "poll.opened")
    reachable(engine, 50, 51, by=[MAIL])
    asks_for(engine, [50, 51])
    read_on(engine, "2030-05-01 10:00")
    mail = Gateway("mail", answer=lambda message: _only_to(message.to, 50))
    deliver(office(engine, tmp_path, Gateway(), mail, now=Clock(kst("2030-05-01 10:00"))))

    do(engine, "2030-05-02 10:00", lane.reopen, YEAR, METRO, kst("2030-05-04 00:00"), reason=text_of("까닭"))
    read_on(engine, "2030-05-02 10:10")

    assert {person for person, _ in where(engine, "vote.put_back")} == {50}
    assert read_on(engine, "2030-05-02 10:20").notices == 0


def _only_to(address: str, person: int) -> Outcome:
    return Outcome.ACCEPTED if address.startswith(f"person{person}@") else Outcome.REFUSED
