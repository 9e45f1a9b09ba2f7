"""Roles given, moved and ended; who is away; codes noted; terms and courses: the city's register, lived again."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from desk import absence, approval, codes, committee, office, people
from desk.replay import replay
from models.committee import NoSuchMembership, hours_by_person, hours_of
from models.journal import CITY, Entry
from models.office import NoSuchAbsence, NoSuchOffice, holders, is_claimed, offices_at
from models.person import NoSuchPerson
from models.session import open_engine, reading, writing
from states.committee import (
    Body,
    Course,
    DrawnAlready,
    Excluded,
    Ground,
    MembershipOver,
    NotSchooled,
    NotYetDrawn,
    Term,
)
from states.office import (
    AbsenceOver,
    FirstMissing,
    FoundedBefore,
    Grant,
    HeldAlready,
    LastAdministrator,
    OfficeOver,
)
from states.refusals import Refusal
from states.role import Role
from states.window import kst
from tests.acts import do
from tests.toy import text_of

WHY = text_of("까닭")


def on(day: int, hour: int = 9) -> datetime:
    return kst(f"2030-01-{day:02} {hour:02}:00")


@pytest.fixture
def city(engine: Engine) -> Engine:
    """Four people, the first of them the administrator."""
    for one in range(1, 5):
        do(engine, "2030-01-01 09:00", people.register, text_of(f"사람 {one}"))
    do(engine, "2030-01-01 09:00", office.found, 1, by="founder")
    return engine


def appoint(engine: Engine, person: int, role: Role, day: int = 2, **more: Any) -> int:
    return do(
        engine, f"2030-01-{day:02} 09:00", office.appoint, Grant(person, role, on(day), **more), by="office:1"
    )


def roles_of(
    engine: Engine, person: int, at: datetime, *, practice: bool = False
) -> list[tuple[str, int | None]]:
    with reading(engine) as session:
        return [(one.role, one.in_place_of) for one in offices_at(session, person, at, practice=practice)]


def refused(refusal: type[Refusal], act: Callable[[], object]) -> None:
    with pytest.raises(refusal):
        act()


def test_there_is_one_first_administrator(city: Engine) -> None:
    refused(FoundedBefore, lambda: do(city, "2030-01-02 09:00", office.found, 2, by="founder"))
    with reading(city) as session:
        assert is_claimed(session)
        assert holders(session, [Role.ADMINISTRATOR], on(2)) == [1]


def test_nobody_is_administrator_before_the_first_has_proven_themselves(engine: Engine) -> None:
    """Who is only appointed has no codes, and from then on everybody is asked for them."""
    do(engine, "2030-01-01 09:00", people.register, text_of("사람 1"))
    refused(FirstMissing, lambda: appoint(engine, 1, Role.ADMINISTRATOR))
    staff = appoint(engine, 1, Role.STAFF)
    rotated = Grant(1, Role.ADMINISTRATOR, on(3))
    refused(FirstMissing, lambda: do(engine, "2030-01-03 09:00", office.rotate, staff, rotated))
    appoint(engine, 1, Role.ADMINISTRATOR, practice=True)
    with reading(engine) as session:
        assert not is_claimed(session)


def test_the_last_administrators_codes_are_not_taken_away(city: Engine) -> None:
    revoke = lambda: do(city, "2030-01-04 09:00", codes.revoke, 1, reason=WHY)  # noqa: E731
    appoint(city, 2, Role.ADMINISTRATOR, ends=on(20))
    do(city, "2030-01-03 09:00", codes.enrol, 2)
    refused(codes.LastProof, revoke)  # the other's time will be over
    do(city, "2030-01-03 09:00", office.rotate, 2, Grant(2, Role.ADMINISTRATOR, on(3)))
    revoke()


def test_a_role_is_held_from_its_beginning_until_its_end(city: Engine) -> None:
    appoint(city, 2, Role.STAFF, day=3, ends=on(5))

    assert [roles_of(city, 2, at) for at in (on(2), on(3), on(4, 23), on(5))] == [
        [],
        [("staff", None)],
        [("staff", None)],
        [],
    ]


def test_a_role_of_practice_is_held_in_practice_alone(city: Engine) -> None:
    appoint(city, 2, Role.STAFF, practice=True)
    assert roles_of(city, 2, on(3)) == []
    assert roles_of(city, 2, on(3), practice=True) == [("staff", None)]


def test_the_same_role_is_not_given_twice(city: Engine) -> None:
    appoint(city, 2, Role.STAFF)
    refused(HeldAlready, lambda: appoint(city, 2, Role.STAFF, day=4))


def test_nobody_unknown_gets_a_role(city: Engine) -> None:
    refused(NoSuchPerson, lambda: appoint(city, 9, Role.STAFF))


def test_a_role_is_ended_once(city: Engine) -> None:
    number = appoint(city, 2, Role.STAFF)
    do(city, "2030-01-04 09:00", office.dismiss, number, on(4), reason=WHY)

    assert roles_of(city, 2, on(4)) == []
    refused(OfficeOver, lambda: do(city, "2030-01-05 09:00", office.dismiss, number, on(5), reason=WHY))
    refused(NoSuchOffice, lambda: do(city, "2030-01-05 09:00", office.dismiss, 99, on(5), reason=WHY))


def test_the_last_administrator_is_not_let_go(city: Engine) -> None:
    """Not even when another is appointed who has no codes yet."""
    another = appoint(city, 2, Role.ADMINISTRATOR)
    let_go = lambda: do(city, "2030-01-04 09:00", office.dismiss, 1, on(4), reason=WHY)  # noqa: E731
    refused(LastAdministrator, let_go)
    moving = Grant(1, Role.STAFF, on(4))
    refused(LastAdministrator, lambda: do(city, "2030-01-04 09:00", office.rotate, 1, moving))

    do(city, "2030-01-03 09:00", codes.enrol, 2)
    let_go()
    assert another == 2
    assert roles_of(city, 1, on(4)) == []


def test_rotation_ends_one_role_and_begins_another_in_one_act(city: Engine) -> None:
    number = appoint(city, 2, Role.BUREAU, bureau="parks")
    new = do(city, "2030-01-06 09:00", office.rotate, number, Grant(2, Role.BUREAU, on(6), bureau="roads"))

    with reading(city) as session:
        before, after = (offices_at(session, 2, at, practice=False) for at in (on(5, 23), on(6)))
    assert [(one.bureau) for one in (*before, *after)] == ["parks", "roads"]
    assert new == number + 1


def test_a_successor_takes_a_seat_over(city: Engine) -> None:
    number = appoint(city, 2, Role.APPROVER)
    do(city, "2030-01-06 09:00", office.rotate, number, Grant(3, Role.APPROVER, on(6)))

    assert (roles_of(city, 2, on(6)), roles_of(city, 3, on(6))) == ([], [("approver", None)])


def test_a_deputy_holds_what_the_absent_hold(city: Engine) -> None:
    appoint(city, 2, Role.APPROVER)
    appoint(city, 3, Role.STAFF)
    number = do(city, "2030-01-03 09:00", absence.be_absent, 2, 3, on(4), on(8))

    assert roles_of(city, 3, on(3)) == [("staff", None)]
    assert roles_of(city, 3, on(4)) == [("staff", None), ("approver", 2)]
    do(city, "2030-01-05 09:00", absence.come_back, number, 2)
    assert roles_of(city, 3, on(5)) == [("staff", None)]
    refused(AbsenceOver, lambda: do(city, "2030-01-06 09:00", absence.come_back, number, 2))
    refused(NoSuchAbsence, lambda: do(city, "2030-01-06 09:00", absence.come_back, number, 3))


def test_a_deputy_lends_nothing_on(city: Engine) -> None:
    appoint(city, 2, Role.APPROVER)
    do(city, "2030-01-03 09:00", absence.be_absent, 2, 3, on(4), on(8))
    do(city, "2030-01-03 09:00", absence.be_absent, 3, 4, on(8), on(9))

    assert roles_of(city, 4, on(8)) == []


def test_codes_are_enrolled_once_and_taken_away_once(city: Engine) -> None:
    do(city, "2030-01-03 09:00", codes.enrol, 2)
    refused(codes.EnrolledBefore, lambda: do(city, "2030-01-03 10:00", codes.enrol, 2))

    do(city, "2030-01-04 09:00", codes.revoke, 2, reason=WHY)
    refused(codes.NotEnrolled, lambda: do(city, "2030-01-04 10:00", codes.revoke, 2, reason=WHY))
    refused(codes.NotEnrolled, lambda: do(city, "2030-01-04 10:00", codes.unlock, 2))
    do(city, "2030-01-05 09:00", codes.enrol, 2)


def test_a_member_is_schooled_and_not_excluded(city: Engine) -> None:
    term = Term(on(10), on(20))
    join = lambda: do(city, "2030-01-09 09:00", committee.join, 2, Body.COMMITTEE, term)  # noqa: E731
    refused(NotSchooled, join)
    for course in ("basic", "advanced", "basic"):  # said twice it counts once
        do(city, "2030-01-08 09:00", committee.graduate, 2, course, 3, on(8))
    do(city, "2030-01-08 09:00", committee.exclude, 2, Ground.FUNDED, on(1), on(11))
    refused(Excluded, join)

    number = do(city, "2030-01-09 09:00", committee.join, 2, Body.COMMITTEE, Term(on(11), on(20)))
    do(city, "2030-01-12 09:00", committee.leave, number, reason=WHY)
    refused(MembershipOver, lambda: do(city, "2030-01-13 09:00", committee.leave, number, reason=WHY))
    refused(NoSuchMembership, lambda: do(city, "2030-01-13 09:00", committee.leave, 99, reason=WHY))
    with reading(city) as session:
        assert hours_of(session, 2) == 6


def test_a_draw_knows_everybody_and_has_been(city: Engine) -> None:
    def drawn(*people: int, day: int = 5) -> None:
        do(city, "2030-01-06 09:00", committee.draw, people, Body.PANEL, on(day).date(), None)

    refused(NoSuchPerson, lambda: drawn(2, 99))
    refused(NotYetDrawn, lambda: drawn(2, day=7))
    drawn(2)
    refused(DrawnAlready, lambda: drawn(3, 2))
    drawn(3)


def test_the_register_lives_again(city: Engine, empty_sqlite: Path, tmp_path: Path) -> None:
    """Every act of it at least once."""
    number = appoint(city, 2, Role.STAFF, ends=on(20))
    do(city, "2030-01-03 09:00", office.rotate, number, Grant(2, Role.DISTRICT, on(3), district=7))
    do(city, "2030-01-03 09:00", office.dismiss, 3, on(9), reason=WHY)
    away = do(city, "2030-01-04 09:00", absence.be_absent, 2, 3, on(4), on(8))
    do(city, "2030-01-05 09:00", absence.come_back, away, 2)
    do(city, "2030-01-05 09:00", codes.enrol, 3)
    do(city, "2030-01-05 09:00", codes.unlock, 3)
    do(city, "2030-01-05 09:00", codes.replace, 3)
    do(city, "2030-01-05 09:00", codes.revoke, 3, reason=WHY)
    do(city, "2030-01-05 09:00", people.show, 3, "all", reason=WHY)
    do(city, "2030-01-05 09:00", committee.graduate, 3, "basic", 6, on(5))
    courses = [Course(1, "basic", 2, on(5)), Course(3, "basic", 5, on(5)), Course(3, "more", 1, on(5))]
    do(city, "2030-01-05 09:00", committee.graduate_all, courses)
    with reading(city) as session:
        assert hours_by_person(session, [1, 2, 3]) == {1: 2, 3: 6}
    do(city, "2030-01-06 09:00", committee.draw, [2], Body.PANEL, on(5).date(), Term(on(7), on(20)))
    do(city, "2030-01-06 09:00", committee.draw, [3, 4], Body.PANEL, on(5).date(), None)
    member = do(city, "2030-01-06 09:00", committee.join, 3, Body.COMMITTEE, Term(on(7), on(20)))
    do(city, "2030-01-08 09:00", committee.leave, member, reason=WHY)
    do(city, "2030-01-08 09:00", committee.exclude, 3, Ground.OTHER, on(8), None)
    for one in (1, 2):
        given = {"person": 4, "number": one}
        asked = approval.version_of
        with reading(city) as session:
            version = asked(session, CITY, given)
        do(
            city,
            "2030-01-09 09:00",
            approval.ask,
            CITY,
            "codes.revoked",
            given,
            version=version,
            in_place_of=None,
            by="office:1",
        )
    do(city, "2030-01-09 10:00", approval.approve, 1, in_place_of=None, by="office:3")
    do(city, "2030-01-09 10:00", approval.withdraw, 2, reason=WHY, by="office:1")

    (tmp_path / "again.db").write_bytes(empty_sqlite.read_bytes())
    fresh = open_engine(f"sqlite:///{tmp_path / 'again.db'}")
    with reading(city) as source, writing(fresh) as target:
        report = replay(source, target, CITY)
        lived = {entry.fact for entry in Entry.after(source, CITY, 0)}
    fresh.dispose()
    assert report.first_difference is None
    assert len(lived) == 24
