"""Who is at the door: proven once by a code, never twice, and not by guessing."""

import random
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pyotp
import pytest
from sqlmodel import select

from desk import cycle
from door import enrolment, identity, people
from door import staff as desk_staff
from door.gate import Unproven
from door.house import House, enter
from door.identity import CodeMissing, check, prove
from door.settings import Settings
from door.staff import Staff
from models.authenticator import Authenticator, UsedCode
from models.journal import Act
from models.session import reading, writing
from states.code import LOCKED, TRIES, CodeLocked, CodeUsed, CodeWrong
from states.refusals import Refusal
from states.track import Track
from states.window import kst
from tests.town import Town
from tests.toy import TEXT, YEAR


@pytest.fixture
def town(house: House) -> Town:
    return Town(house)


def refused(town: Town, person: int, code: str) -> type[Refusal]:
    with pytest.raises(Refusal) as caught:
        check(town.house, person, code)
    return caught.type


def other(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("12345\udcff", id="half a letter"),
        pytest.param("١٢٣٤٥٦", id="another alphabet's digits"),
        pytest.param("1234567", id="seven"),
    ],
)
def test_what_is_no_code_is_wrong_and_counted(town: Town, typed: str) -> None:
    first = town.found()
    assert refused(town, first, typed) is CodeWrong
    assert guard(town, first) == (1, 0)


def guard(town: Town, person: int) -> tuple[int, int]:
    with reading(town.house.engine) as session:
        row = session.get_one(Authenticator, person)
        return row.tries, row.locks


def test_before_there_is_an_administrator_nobody_is_proven(town: Town) -> None:
    assert prove(town.house, YEAR, 12).by == "staff:12"


def test_a_right_code_proves_a_person(town: Town) -> None:
    first = town.found()

    proven = prove(town.house, YEAR, first, town.code(first))

    assert (proven.by, proven.by_code) == (f"office:{first}", True)


def test_a_code_is_read_as_people_type_it(town: Town) -> None:
    first = town.found()
    check(town.house, first, f" {town.code(first)} ")
    code = town.code(first)
    check(town.house, first, f"{code[:3]} {code[3:]}")
    check(town.house, first, "".join(chr(ord(digit) + 0xFEE0) for digit in town.code(first)))  # full width


def test_without_a_code_nobody_is_proven(town: Town) -> None:
    first = town.found()
    for missing in (None, "", "  "):
        with pytest.raises(CodeMissing):
            prove(town.house, YEAR, first, missing)


def test_a_code_counts_once(town: Town) -> None:
    first = town.found()
    code = town.code(first)
    check(town.house, first, code)

    assert refused(town, first, code) is CodeUsed
    assert guard(town, first) == (1, 0)


def test_the_code_that_enrolled_is_used_up(town: Town) -> None:
    first = town.found()
    assert refused(town, first, pyotp.TOTP(town.secrets[first]).at(town.now)) is CodeUsed


def test_another_code_a_moment_later_counts_too(town: Town) -> None:
    first = town.found()
    check(town.house, first, town.code(first))
    check(town.house, first, town.code(first))
    assert guard(town, first) == (0, 0)


@pytest.mark.parametrize(("minutes", "right"), [(-3, True), (3, True), (-4, False), (4, False)])
def test_a_telephone_may_be_three_minutes_off(town: Town, minutes: int, right: bool) -> None:
    first = town.found()
    town.pass_by(timedelta(minutes=10))
    code = pyotp.TOTP(town.secrets[first]).at(town.now + timedelta(minutes=minutes))
    if right:
        check(town.house, first, code)
    else:
        assert refused(town, first, code) is CodeWrong


def test_a_code_is_good_for_its_owner_only(town: Town) -> None:
    first, staff, *_ = town.settle()
    assert refused(town, staff, town.code(first)) is CodeWrong


def test_an_unknown_number_is_refused_like_a_wrong_code(town: Town) -> None:
    town.found()
    assert refused(town, 99, "123456") is CodeWrong


def test_five_wrong_codes_lock_and_even_a_right_one_does_not_open(town: Town) -> None:
    first = town.found()
    for _ in range(TRIES):
        assert refused(town, first, other(town.code(first))) is CodeWrong

    assert refused(town, first, town.code(first)) is CodeLocked
    town.pass_by(LOCKED)
    check(town.house, first, town.code(first))
    assert guard(town, first) == (0, 0)


def test_an_administrator_opens_the_lock(town: Town) -> None:
    first, staff, *_ = town.settle()
    for _ in range(TRIES):
        refused(town, staff, other(town.code(staff)))
    assert refused(town, staff, town.code(staff)) is CodeLocked

    enrolment.unlock(town.house, staff, staff=town.staff(first))

    check(town.house, staff, town.code(staff))


def test_guessing_for_a_day_does_not_get_in(town: Town) -> None:
    """Ten thousand guesses in a day: nearly all of them meet the lock, and none is right."""
    first, chance = town.found(), random.Random(1)
    met = {CodeWrong: 0, CodeLocked: 0}
    for _ in range(600):
        town.pass_by(timedelta(minutes=2, seconds=24))
        met[refused(town, first, f"{chance.randrange(10**6):06}")] += 1  # type: ignore[index]

    assert met[CodeWrong] <= TRIES * 8
    assert met[CodeLocked] > 500


def test_a_wrong_try_counts_although_the_act_is_refused(town: Town) -> None:
    first = town.found()
    with pytest.raises(CodeWrong):
        people.add(
            town.house, "누구", {}, staff=identity.staff(town.house, None, first, "000000", act="form/1")
        )
    assert guard(town, first) == (1, 0)


def test_a_code_is_used_up_although_the_act_is_refused(town: Town) -> None:
    first = town.found()
    code = town.code(first)
    with pytest.raises(Refusal, match="이름이 비어"):
        people.add(town.house, " ", {}, staff=identity.staff(town.house, None, first, code, act="form/1"))
    assert refused(town, first, code) is CodeUsed


def test_what_lies_behind_is_forgotten_and_cannot_come_back(town: Town) -> None:
    first = town.found()
    old = town.code(first)
    check(town.house, first, old)
    town.pass_by(timedelta(hours=1))
    check(town.house, first, town.code(first))

    with reading(town.house.engine) as session:
        assert len(session.exec(select(UsedCode)).all()) == 1
    assert refused(town, first, old) is CodeWrong


def test_two_hands_with_one_code_are_one(url: str, house: House) -> None:
    """Eight at once, on both databases: one gets in."""
    settings = Settings(database=url, keys=house.settings.keys_file)
    town = Town(enter(settings))
    first = town.found()
    code, together = town.code(first), Barrier(8)

    def try_in() -> bool:
        together.wait()
        try:
            check(town.house, first, code)
        except (CodeUsed, CodeLocked):
            return False
        return True

    with ThreadPoolExecutor(8) as hands:
        let_in = [hand.result() for hand in [hands.submit(try_in) for _ in range(8)]]
    tries = guard(town, first)
    town.house.engine.dispose()

    assert sorted(let_in) == [False] * 7 + [True]
    assert sum(tries) > 0  # those who came after were counted


def test_a_practice_cycle_asks_for_a_number_only(town: Town) -> None:
    first = town.found()
    practise(town)

    proven = prove(town.house, 2031, first)

    assert (proven.by, proven.by_code) == (f"office:{first}", False)
    assert not identity.asks(town.house, 2031)
    assert identity.asks(town.house, YEAR)
    assert identity.asks(town.house, None)


@pytest.mark.parametrize(("codes", "real", "practice"), [("always", True, True), ("never", False, False)])
def test_a_setting_says_when_codes_are_asked_for(town: Town, codes: str, real: bool, practice: bool) -> None:
    town.found()
    practise(town)
    house = replace(town.house, settings=town.house.settings.model_copy(update={"codes": codes}))
    assert (identity.asks(house, YEAR), identity.asks(house, 2031)) == (real, practice)


def test_a_role_of_practice_proves_nothing_elsewhere(town: Town) -> None:
    practise(town)
    staff, _ = people.practise(town.house)

    assert prove(town.house, 2031, staff).by == f"office:{staff}"
    assert prove(town.house, YEAR, staff).by == f"staff:{staff}"  # nobody is an administrator yet
    assert people.practise(town.house) == [staff, staff + 1]


def test_a_number_alone_does_nothing_once_there_is_an_administrator(town: Town) -> None:
    town.found()
    with pytest.raises(Unproven):
        desk_staff.hold(town.house, YEAR, Track.METRO, staff=Staff("form/1", "staff:1", "까닭"))
    with pytest.raises(Unproven):
        desk_staff.hold(town.house, YEAR, Track.METRO, staff=Staff("form/2", "command", "까닭"))


def test_no_code_and_no_secret_is_in_what_goes_wrong(town: Town) -> None:
    first = town.found()
    secret = town.secrets[first]
    code = other(town.code(first))
    try:
        check(town.house, first, code)
    except CodeWrong as wrong:
        told = "".join(traceback.format_exception(wrong)) + str(wrong.facts)
    with reading(town.house.engine) as session:
        kept = repr(session.get_one(Authenticator, first))

    assert code not in told
    assert secret not in told + kept + repr(enrolment.Offer("x", secret))


def practise(town: Town) -> None:
    with writing(town.house.engine) as session:
        cycle.open_cycle(
            session,
            TEXT.replace("2030", "2031"),
            act=Act("practice/1", "demonstration", kst("2030-01-01 10:00")),
            practice=True,
        )
