"""Handing over and booking: none twice, none lost, every doubt listed, and staff in command."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from models.delivery import Delivery, in_doubt, unheard
from models.dispatch import Dispatch
from models.session import reading, writing
from notifications import command
from notifications.announce import Policy
from notifications.command import ApprovalStale, CannotChange, NothingToApprove, SomeBroken, look
from notifications.deliver import deliver
from notifications.driver import Can, Message
from notifications.office import GRACE, LEASE, PostOffice
from states.contact import Channel
from states.delivery import Outcome
from states.kind import Limits, Topic
from states.window import kst
from tests.telling import (
    Clock,
    Gateway,
    Killed,
    asks_for,
    office,
    reachable,
    read_on,
    told,
    where,
)
from tests.toy import live

CROWD = tuple(range(201, 211))
OPENED = "2030-05-01 10:00"


@pytest.fixture
def voting(engine: Engine) -> Engine:
    """The vote is open, and ten people asked to hear of it by telephone."""
    live(engine, until="2030-05-02 00:00")
    reachable(engine, *CROWD, by=[Channel.PHONE])
    asks_for(engine, CROWD, Topic.VOTE)
    with writing(engine) as session:
        session.execute(text("DELETE FROM preference WHERE channel = 'mail'"))
        session.execute(text("INSERT INTO bookmark (chain, reader, seq) VALUES ('2030', 'telling', 184)"))
    read_on(engine, OPENED)
    return engine


def at_the_vote(engine: Engine, folder: Path, gateway: Gateway, **more: object) -> PostOffice:
    return office(engine, folder, gateway, **{"now": Clock(kst(OPENED)), **more})


def states(engine: Engine) -> dict[str, int]:
    found: dict[str, int] = {}
    for (person, _), some in where(engine, "vote.opened").items():
        if person in CROWD:
            found[some[0]] = found.get(some[0], 0) + 1
    return found


def opened(engine: Engine) -> str:
    return told(engine, "vote.opened")[0].name


def after_the_lease(post: PostOffice) -> PostOffice:
    assert isinstance(post.now, Clock)
    post.now.at += LEASE + GRACE
    return post


WAYS = {
    "streaming": Can(most=4),
    "queryable": Can(most=4, queryable=True),
    "two_phase": Can(most=4, two_phase=True, queryable=True),
}


def test_everybody_hears_once_and_a_second_round_sends_nothing(voting: Engine, tmp_path: Path) -> None:
    gateway = Gateway(can=Can(most=4))
    post = at_the_vote(voting, tmp_path, gateway)

    assert deliver(post).by_outcome == {"accepted": 10}
    assert deliver(post).by_outcome == {}
    assert sorted(gateway.keys) == [f"{opened(voting)}.{person}.phone" for person in CROWD]
    assert states(voting) == {"accepted": 10}


@pytest.mark.parametrize("can", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("place", [0, 5], ids=lambda place: f"at message {place}")
@pytest.mark.parametrize("taken", [False, True], ids=["before it was taken", "after it was taken"])
def test_killed_at_any_message_nobody_hears_twice_and_nobody_is_forgotten(
    voting: Engine, tmp_path: Path, can: Can, place: int, taken: bool
) -> None:
    gateway = Gateway(can=can)
    if taken:
        gateway.dies_after = place + 1
    else:
        gateway.dies_before = place
    post = at_the_vote(voting, tmp_path, gateway)

    with pytest.raises(Killed):
        deliver(post)
    gateway.dies_after = gateway.dies_before = None
    deliver(after_the_lease(post))
    deliver(after_the_lease(post))

    assert len(gateway.keys) == len(set(gateway.keys)), "nobody hears twice"
    doubtful = _doubtful(voting)
    assert len(doubtful) <= (1 if can == WAYS["streaming"] else 0)
    assert {f"{opened(voting)}.{person}.phone" for person in CROWD} == {*gateway.keys, *doubtful}


def test_a_doubt_is_listed_and_never_tried_again(voting: Engine, tmp_path: Path) -> None:
    gateway = Gateway(answer=lambda m: Outcome.IN_DOUBT if m.to.endswith("205") else Outcome.ACCEPTED)
    post = at_the_vote(voting, tmp_path, gateway)
    deliver(post)
    deliver(after_the_lease(post))

    assert states(voting) == {"accepted": 9, "in_doubt": 1}
    assert _doubtful(voting) == [f"{opened(voting)}.205.phone"]
    assert gateway.tried == 10


def test_a_log_of_another_machine_or_of_before_a_power_loss_proves_nothing(
    voting: Engine, tmp_path: Path
) -> None:
    gateway = Gateway(can=Can(most=4), dies_after=2)
    with pytest.raises(Killed):
        deliver(at_the_vote(voting, tmp_path, gateway))
    gateway.dies_after = None

    deliver(after_the_lease(at_the_vote(voting, tmp_path, gateway, where="here:2")))

    assert states(voting) == {"accepted": 6, "in_doubt": 4}


def test_a_gateway_that_is_away_is_left_in_peace_and_tried_again(voting: Engine, tmp_path: Path) -> None:
    gateway = Gateway(can=Can(most=4), is_away=True)
    post = at_the_vote(voting, tmp_path, gateway)

    sent = deliver(post)
    assert (sent.by_outcome, sent.away, sent.batches) == ({"not_sent": 4}, {"phone"}, 1)

    gateway.is_away = False
    deliver(after_the_lease(post))
    assert states(voting) == {"accepted": 10}


def test_a_refused_message_is_final_and_said_with_its_reason(voting: Engine, tmp_path: Path) -> None:
    gateway = Gateway(answer=lambda m: Outcome.REFUSED if m.to.endswith("205") else Outcome.ACCEPTED)
    deliver(at_the_vote(voting, tmp_path, gateway))

    with reading(voting) as session:
        assert [one.person for one in unheard(session, opened(voting)) if one.person in CROWD] == [205]
    assert states(voting) == {"accepted": 9, "refused": 1}


def test_the_body_of_a_second_try_is_the_body_of_the_first(voting: Engine, tmp_path: Path) -> None:
    tries: list[tuple[str, str]] = []

    def _second(message: Message) -> Outcome:
        tries.append((message.key, message.body.text))
        return Outcome.NOT_SENT if len(tries) <= 10 else Outcome.ACCEPTED

    post = at_the_vote(voting, tmp_path, Gateway(answer=_second))
    deliver(post)
    deliver(after_the_lease(post))

    assert len(tries) == 20
    assert sorted(tries[:10]) == sorted(tries[10:])


def test_at_night_no_telephone_rings_also_in_the_middle_of_sending(voting: Engine, tmp_path: Path) -> None:
    clock = Clock(kst("2030-05-01 20:45"))

    def _evening(message: Message) -> Outcome:
        clock.at = kst("2030-05-01 20:51")
        return Outcome.ACCEPTED

    gateway = Gateway(can=Can(most=4), answer=_evening)
    deliver(at_the_vote(voting, tmp_path, gateway, now=clock))
    assert states(voting) == {"accepted": 4, "due": 6}

    clock.at, gateway.answer = kst("2030-05-02 08:00"), lambda _: Outcome.ACCEPTED
    deliver(at_the_vote(voting, tmp_path, gateway, now=clock))
    assert states(voting) == {"accepted": 10}


def test_what_closes_today_is_not_sent_tomorrow(voting: Engine, tmp_path: Path) -> None:
    gateway = Gateway()
    deliver(at_the_vote(voting, tmp_path, gateway, now=Clock(kst("2030-05-10 16:00"))))

    assert states(voting) == {"expired": 10}
    assert gateway.taken == []


def test_paused_within_one_batch_and_resumed_where_it_stopped(voting: Engine, tmp_path: Path) -> None:
    gateway = Gateway(can=Can(most=4))
    post = at_the_vote(voting, tmp_path, gateway)
    gateway.answer = lambda _: _pausing(post, gateway, opened(voting))

    deliver(post)
    assert states(voting) == {"accepted": 4, "due": 6}

    gateway.answer = lambda _: Outcome.ACCEPTED
    resume(post, opened(voting))
    deliver(post)
    assert states(voting) == {"accepted": 10}
    assert len(set(gateway.keys)) == 10


def test_cancelled_nothing_more_is_sent(voting: Engine, tmp_path: Path) -> None:
    gateway = Gateway(can=Can(most=4))
    post = at_the_vote(voting, tmp_path, gateway)
    deliver(post, most=1)

    assert cancel(post, opened(voting)) == 6
    deliver(post)
    assert states(voting) == {"accepted": 4, "cancelled": 6}
    with pytest.raises(CannotChange):
        resume(post, opened(voting))


def few_first(voting: Engine, folder: Path, gateway: Gateway) -> PostOffice:
    """A notice to more people than may be written to at once."""
    return at_the_vote(voting, folder, gateway, policy=Policy(Limits(people=5)))


def test_of_many_a_few_go_first_and_the_rest_follows_by_itself(
    voting: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.canary.CANARY", 3)
    gateway = Gateway()
    post = few_first(voting, tmp_path, gateway)

    deliver(post, most=1)
    assert states(voting) == {"accepted": 3, "due": 7}

    deliver(post)
    assert states(voting) == {"accepted": 10}
    assert told(voting, "vote.opened")[0].tested == "phone"


def test_when_the_first_few_are_refused_nobody_else_is_written_to_until_somebody_has_looked(
    voting: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.canary.CANARY", 3)
    gateway = Gateway(answer=lambda m: Outcome.REFUSED if m.to.endswith("202") else Outcome.ACCEPTED)
    post = few_first(voting, tmp_path, gateway)

    deliver(post)
    assert states(voting) == {"accepted": 2, "refused": 1, "due": 7}
    assert [(one.standing, one.held_for) for one in told(voting, "vote.opened")] == [("paused", "canary")]

    resume(post, opened(voting))
    deliver(post)
    assert states(voting) == {"accepted": 9, "refused": 1}


def test_while_the_first_few_are_on_their_way_nothing_follows(
    voting: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.canary.CANARY", 3)
    gateway = Gateway(dies_after=2)
    post = few_first(voting, tmp_path, gateway)
    with pytest.raises(Killed):
        deliver(post)
    gateway.dies_after = None

    deliver(post)

    assert states(voting) == {"sending": 3, "due": 7}


def test_two_senders_share_the_work_and_nobody_hears_twice(voting: Engine, tmp_path: Path) -> None:
    gateway = Gateway(can=Can(most=2))
    together = threading.Barrier(2)

    def _send(who: str) -> None:
        together.wait()
        deliver(at_the_vote(voting, tmp_path, gateway, who=who))

    threads = [threading.Thread(target=_send, args=[who]) for who in ("p1", "p2")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert len(gateway.keys) == len(set(gateway.keys)) == 10
    assert states(voting) == {"accepted": 10}


def test_an_approval_is_bound_to_what_was_seen(voting: Engine, tmp_path: Path) -> None:
    post = at_the_vote(voting, tmp_path, Gateway(), policy=Policy(Limits(people=5)))
    name = _held_again(voting)
    whole = look(post, name)
    assert (whole.people, whole.won, whole.by_size) == (10, 500, {"lms": 10})

    deliver(post)
    assert states(voting) == {"due": 10}, "nothing goes before it is approved"

    with writing(voting) as session:
        session.execute(text("UPDATE delivery SET state = 'cancelled' WHERE person = 201"))
    with pytest.raises(ApprovalStale):
        approve(post, name, seen=whole.hash, by="staff:2")

    approve(post, name, seen=look(post, name).hash, by="staff:2")
    with pytest.raises(NothingToApprove):
        approve(post, name, seen=whole.hash, by="staff:3")
    deliver(post)
    assert states(voting) == {"accepted": 9, "cancelled": 1}


def test_a_notice_with_a_message_that_cannot_be_written_is_not_approved(
    voting: Engine, tmp_path: Path
) -> None:
    with writing(voting) as session:
        session.execute(text("UPDATE notice SET kind = 'review.meeting_soon' WHERE kind = 'vote.opened'"))
        session.execute(text("UPDATE notice SET standing = 'waiting' WHERE kind = 'review.meeting_soon'"))
    post = at_the_vote(voting, tmp_path, Gateway())
    (notice,) = told(voting, "review.meeting_soon")

    with pytest.raises(SomeBroken):
        approve(post, notice.name, seen=look(post, notice.name).hash, by="staff:2")


def test_words_that_changed_after_the_approval_are_held_again(voting: Engine, tmp_path: Path) -> None:
    post = at_the_vote(voting, tmp_path, Gateway())
    name = _held_again(voting)
    approve(post, name, seen=look(post, name).hash, by="staff:2")
    with writing(voting) as session:
        session.execute(text("UPDATE notice SET template = 'older' WHERE name = :name"), {"name": name})

    deliver(post)

    assert [(one.standing, one.held_for) for one in told(voting, "vote.opened")] == [("waiting", "template")]


def test_a_practice_cycle_reaches_no_one_but_the_outbox(voting: Engine, tmp_path: Path) -> None:
    with writing(voting) as session:
        session.execute(text("UPDATE notice SET practice = true"))
    gateway, box = Gateway(), Gateway("outbox")
    deliver(at_the_vote(voting, tmp_path, gateway, outbox=dict.fromkeys(Channel, box)))

    assert gateway.taken == []
    assert len([one for one in box.keys if one.startswith(f"{opened(voting)}.")]) == 10


def test_no_number_and_no_word_lies_open_in_the_database_or_in_a_log(
    voting: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    gateway = Gateway(can=Can(most=4), dies_after=6)
    with pytest.raises(Killed):
        deliver(at_the_vote(voting, tmp_path, gateway))
    number, word = gateway.taken[0].to, gateway.taken[0].body.text[-20:]
    kept = "".join(file.read_text() for file in (tmp_path / "telling").iterdir())
    with reading(voting) as session:
        rows = repr([one.model_dump() for one in session.exec(select(Delivery))])
        rows += repr([one.model_dump() for one in session.exec(select(Dispatch))])

    for canary in (number, number[3:], word):
        assert canary not in rows + kept + caplog.text + repr(gateway.taken)


def test_what_was_sent_is_booked_with_its_size_and_its_price(voting: Engine, tmp_path: Path) -> None:
    deliver(at_the_vote(voting, tmp_path, Gateway()))

    with reading(voting) as session:
        one = session.get_one(Delivery, (opened(voting), 205, "phone"))
        assert (one.size, one.won, one.attempts) == ("lms", 50, 1)
        assert one.words is not None
        assert len(one.words) == 64


def approve(post: PostOffice, name: str, *, seen: str, by: str) -> None:
    with writing(post.engine) as session:
        whole = command.judge(post, session, name, seen=seen)
        command.let_go(session, name, seen=seen, template=whole.template, by=by, at=post.now())


def pause(post: PostOffice, name: str) -> None:
    with writing(post.engine) as session:
        command.pause(post, session, name)


def resume(post: PostOffice, name: str) -> None:
    with writing(post.engine) as session:
        command.resume(post, session, name)


def cancel(post: PostOffice, name: str) -> int:
    with writing(post.engine) as session:
        return command.cancel(post, session, name)


def _pausing(post: PostOffice, gateway: Gateway, name: str) -> Outcome:
    if gateway.tried == 1:
        pause(post, name)
    return Outcome.ACCEPTED


def _held_again(engine: Engine) -> str:
    name = opened(engine)
    with writing(engine) as session:
        session.execute(text("UPDATE notice SET standing = 'waiting' WHERE name = :name"), {"name": name})
    return name


def _doubtful(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [one.name for one in _in_doubt(session)]


def _in_doubt(session: Session) -> list[Delivery]:
    return list(in_doubt(session))
