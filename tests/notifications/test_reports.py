"""What gateways say later: late, twice, out of order, before our own books, and of messages that are not ours."""

from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session, select

from models.delivery import Delivery, in_doubt
from models.notice import Notice
from models.preference import Suppression
from models.report import counts_of_reports, unknown_reports
from models.session import reading, writing
from notifications.batch import take
from notifications.deliver import deliver
from notifications.driver import Report
from notifications.fallback import SILENCE
from notifications.reports import listen, settle, take_in
from states.contact import Channel
from states.delivery import Outcome
from states.handset import Size
from tests.hearing import FIRST, LOST, REACHED, SECOND, THIRD, Room


def sent(room: Room, *persons: int) -> Room:
    room.deliver_to(*persons, mail=None)
    deliver(room.post)
    return room


def test_reports_are_matched_in_any_order_and_what_came_twice_is_counted(room: Room) -> None:
    sent(room, FIRST, SECOND, THIRD)
    room.hear((FIRST, REACHED, "ok"), (FIRST, REACHED, "ok"), (SECOND, LOST, "switched_off"))
    room.hear((FIRST, LOST, "expired"), (SECOND, REACHED, "late"), (SECOND, LOST, "switched_off"))

    assert room.states() == {FIRST: "arrived", SECOND: "arrived", THIRD: "accepted"}
    with reading(room.engine) as session:
        assert counts_of_reports(session) == {"applied": (3, 5), "known": (1, 1)}


def test_a_report_before_our_own_books_waits_and_is_applied_after_them(room: Room) -> None:
    room.deliver_to(FIRST, mail=None)
    batch = take(room.post, "2030-1", Channel.PHONE)
    assert batch is not None
    room.hear((FIRST, REACHED, "ok"))
    assert room.states() == {FIRST: "sending"}

    with writing(room.engine) as session:
        session.execute(text("UPDATE delivery SET state = 'accepted'"))
    settle(room.post)
    assert room.states() == {FIRST: "arrived"}


def test_a_report_lifts_a_doubt_and_one_that_is_not_ours_is_listed(room: Room) -> None:
    room.phone.answer = lambda _: Outcome.IN_DOUBT
    sent(room, FIRST)
    odd = "not\x00a key" * 40
    take_in(
        room.post,
        "sms",
        [Report(odd, REACHED, "b\x00d", room.now), Report("2030-9.1.phone", LOST, "", room.now)],
    )
    room.hear((FIRST, REACHED, "ok"), (99, REACHED, "ok"))

    with reading(room.engine) as session:
        assert in_doubt(session) == []
        assert len(unknown_reports(session, 10)) == 3
    assert room.states() == {FIRST: "arrived"}


def test_the_gateway_is_asked_again_from_a_little_before_the_last_time(room: Room) -> None:
    room.phone.says = [Report("2030-1.21.phone", REACHED, "", room.now)]
    sent(room, FIRST)
    assert listen(room.post).new == 1
    room.pass_by(timedelta(hours=2))
    assert listen(room.post).new == 0
    (_, until), (since, _) = room.phone.asked
    assert since == until - timedelta(hours=1)

    room.phone.is_away = True
    assert listen(room.post).away == {"sms"}


def test_what_arrived_is_booked_as_the_gateway_charged_it_and_what_did_not_costs_nothing(room: Room) -> None:
    sent(room, FIRST, SECOND, THIRD)
    charged = Report("2030-1.21.phone", REACHED, "", room.now, size=Size.LMS)
    priced = Report("2030-1.22.phone", REACHED, "", room.now, won=17)
    take_in(room.post, "sms", [charged, priced])
    room.hear((THIRD, LOST, "switched_off"))

    with reading(room.engine) as session:
        wanted = select(Delivery.person, Delivery.size, Delivery.won).where(Delivery.notice == "2030-1")
        assert {person: (size, won) for person, size, won in session.exec(wanted)} == {
            FIRST: ("lms", 50),
            SECOND: ("sms", 17),
            THIRD: ("sms", 0),
        }


def test_mail_goes_once_to_whom_the_text_message_did_not_reach_and_to_nobody_else(room: Room) -> None:
    room.deliver_to(FIRST, SECOND, THIRD, mail="standby")
    room.phone.answer = lambda m: Outcome.IN_DOUBT if m.key.endswith("23.phone") else Outcome.ACCEPTED
    deliver(room.post)
    settle(room.post)
    assert room.mail.taken == []

    for _ in range(2):
        room.hear((FIRST, REACHED, ""), (SECOND, LOST, "switched_off"))
        deliver(room.post)
    assert room.mail.keys == ["2030-1.22.mail"]
    assert room.states("mail") == {FIRST: "spared", SECOND: "accepted", THIRD: "standby"}

    room.hear((SECOND, REACHED, "late"))
    assert room.states("mail")[SECOND] == "accepted"


def test_silence_is_no_report_and_a_cancelled_or_late_notice_releases_nothing(room: Room) -> None:
    room.deliver_to(FIRST, mail="standby")
    room.deliver_to(SECOND, notice="2030-2", mail="standby")
    room.deliver_to(THIRD, notice="2030-3", mail="standby")
    deliver(room.post)
    with writing(room.engine) as session:
        session.execute(text("UPDATE notice SET standing = 'cancelled' WHERE name = '2030-2'"))
        session.get_one(Notice, "2030-3").expires_at = room.now
    room.hear((THIRD, LOST, "switched_off"), notice="2030-3")
    room.pass_by(SILENCE)
    settle(room.post)

    assert room.states("mail") == {FIRST: "spared"}
    assert room.states("mail", "2030-2") == {SECOND: "cancelled"}
    assert room.states("mail", "2030-3") == {THIRD: "expired"}


def suppressed(session: Session) -> set[tuple[str, str]]:
    return {(one.channel, one.why) for one in session.exec(select(Suppression))}


def test_an_address_is_silenced_after_one_word_for_good_or_three_for_now(room: Room) -> None:
    for number, why in ((1, "4.2.2"), (2, "4.2.2"), (3, "4.2.2")):
        room.deliver_to(FIRST, SECOND, notice=f"2030-{number}")
        deliver(room.post)
        if number == 2:
            room.hear((FIRST, REACHED, ""), notice="2030-2", channel="mail")
        else:
            room.hear((FIRST, LOST, why), notice=f"2030-{number}", channel="mail")
        room.hear((SECOND, LOST, why), notice=f"2030-{number}", channel="mail")
        room.pass_by(timedelta(days=1))
    room.deliver_to(THIRD, notice="2030-4")
    deliver(room.post)
    room.hear((THIRD, LOST, "5.1.1"), notice="2030-4", channel="mail")

    with reading(room.engine) as session:
        assert suppressed(session) == {("mail", "4.2.2"), ("mail", "5.1.1")}
        assert len(session.exec(select(Suppression)).all()) == 2


def test_what_a_gateway_refuses_at_once_silences_an_address_too(room: Room) -> None:
    room.mail.answer = lambda _: Outcome.REFUSED
    room.deliver_to(FIRST, mail="due")
    deliver(room.post)
    with writing(room.engine) as session:
        session.execute(text("UPDATE delivery SET why = '550' WHERE channel = 'mail'"))
    assert (settle(room.post).suppressed, settle(room.post).suppressed) == (1, 0)
