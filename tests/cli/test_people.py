"""The commands of people, roles and approvals: in sentences and in JSON, with a telephone in the hand."""

import json
from datetime import UTC, datetime
from typing import Any

import pyotp
import pytest
from typer.testing import CliRunner

from cli.main import app
from door import enrolment
from door.house import House, enter
from door.settings import Settings
from states.code import STEP
from tests.toy import YEAR, live

HOLD = ("hold", "--yes", "--cycle", str(YEAR), "--track", "metro", "--reason", "점검", "--by")


@pytest.fixture(autouse=True)
def _in_this_house(house: House) -> None:
    """Every command finds the small year, opened."""
    live(house.engine, until="2030-02-02")


class Telephone:
    """What somebody reads off: each code once, the next one a step further."""

    def __init__(self, secret: str, enrolled_at: datetime) -> None:
        self.secret, self.enrolled_at = secret, enrolled_at
        self.steps = iter((*range(-5, 0), *range(1, 6)))  # the one in the middle has enrolled it

    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(self.enrolled_at + next(self.steps) * STEP)


def asked(*words: str, code: int = 0, given: str = "") -> dict[str, Any]:
    done = CliRunner().invoke(app, [*words, "--json"], input=given)
    assert done.exit_code == code, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def told(*words: str, code: int = 0, given: str = "") -> str:
    done = CliRunner().invoke(app, [*words], input=given)
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def first(monkeypatch: pytest.MonkeyPatch) -> Telephone:
    """The first administrator, who reads the picture off the terminal."""
    return enrolled(monkeypatch, "first", "--name", "첫 관리자", "--phone", "010-1234-5678")


def enrolled(monkeypatch: pytest.MonkeyPatch, *words: str) -> Telephone:
    whose, replacing = None if words[0] == "first" else int(words[1]), words[0] == "replace"
    made = enrolment.offer(enter(Settings()), whose, replacing=replacing)
    now = datetime.now(UTC)  # noqa: TID251  # the command reads the real clock
    with monkeypatch.context() as patch:
        patch.setattr(enrolment, "offer", lambda *_, **__: made)  # so that the test has the telephone
        told("people", *words, given=f"{pyotp.TOTP(made.secret).at(now)}\n")
    return Telephone(made.secret, now)


def person(name: str, first: Telephone, role: str) -> str:
    number = str(asked("people", "add", "--name", name, "--by", "1", "--code", first.code())["person"])
    asked("people", "appoint", number, "--role", role, "--by", "1", "--code", first.code())
    return number


def test_the_first_administrator_is_enrolled_at_the_terminal(first: Telephone) -> None:
    (card,) = asked("people", "list")["people"]

    assert (card["person"], card["name"], card["has_codes"]) == (1, "첫***자", True)
    assert "관리자" in told("people", "list")
    assert asked("people", "first", "--name", "또", code=1)["code"] == "office.founded_before"


def test_a_command_asks_for_a_code_once_there_is_an_administrator(
    monkeypatch: pytest.MonkeyPatch, first: Telephone
) -> None:
    assert asked(*HOLD, "1", code=1)["code"] == "code.missing"
    code = first.code()
    assert asked(*HOLD, "1", "--code", code) == {"held": True}  # an administrator may stop a lane
    assert asked(*HOLD, "1", "--code", code, code=1)["code"] == "code.used"
    assert asked(*HOLD, "1", "--code", "12", code=1)["code"] == "code.wrong"


def test_two_people_at_two_terminals(monkeypatch: pytest.MonkeyPatch, first: Telephone) -> None:
    """Asked for by one, exit 3; refused to the same; approved by another; both names."""
    staff, approver = person("담당", first, "staff"), person("승인", first, "approver")
    phones = {
        one: enrolled(monkeypatch, "enrol", one, "--by", "1", "--code", first.code())
        for one in (staff, approver)
    }
    leaving = (
        "leave",
        "--yes",
        "--cycle",
        str(YEAR),
        "--track",
        "neighbourhood_plan",
        "--reason",
        "올해는 쉽니다",
    )

    waits = asked(*leaving, "--by", staff, "--code", phones[staff].code(), code=3)
    assert waits["code"] == "approval.waits"
    (one,) = asked("approve")["waiting"]
    assert (one["number"], one["reason"]) == (1, "올해는 쉽니다")
    assert "1번 2030년 유형 제외" in told("approve")
    assert asked("approve", "--by", staff)["waiting"] == []
    assert asked("approve", "1", code=1)["code"] == "approval.who"

    own = asked("approve", "1", "--by", staff, "--code", phones[staff].code(), code=1)
    assert own["code"] == "approval.own"
    assert asked("approve", "1", "--dry-run", "--by", staff, code=1)["code"] == "approval.own"
    assert asked("approve", "1", "--dry-run", "--by", approver) == asked("approve", "1", "--dry-run")
    done = told("approve", "1", "--by", approver, "--code", phones[approver].code())
    assert f"함께 한 사람: {staff}번·{approver}번" in done
    assert "승인을 기다리는 일이 없습니다" in told("approve")


def test_what_waits_is_taken_back(monkeypatch: pytest.MonkeyPatch, first: Telephone) -> None:
    staff = person("담당", first, "staff")
    phone = enrolled(monkeypatch, "enrol", staff, "--by", "1", "--code", first.code())
    leaving = (
        "leave",
        "--yes",
        "--cycle",
        str(YEAR),
        "--track",
        "neighbourhood_plan",
        "--reason",
        "올해는 쉽니다",
    )
    told(*leaving, "--by", staff, "--code", phone.code(), code=3)

    back = asked(
        "approve", "1", "--by", staff, "--code", phone.code(), "--withdraw", "--reason", "다시 봅니다"
    )
    assert back == {"withdrawn": 1}


def test_roles_move_and_people_go_and_come(first: Telephone) -> None:
    number = person("담당", first, "staff")

    def by() -> tuple[str, ...]:
        return ("--by", "1", "--code", first.code())

    new = asked("people", "rotate", "2", "--role", "bureau", "--bureau", "parks", *by())["office"]
    away = asked("people", "absent", number, "--deputy", "1", "--until", "2099-01-01 00:00", *by())["absence"]
    assert "부재: 1번이 대리" in told("people", "show", number)
    told("people", "back", str(away), *by())
    told("people", "dismiss", str(new), "--reason", "떠났습니다", *by())
    assert asked("people", "show", number)["offices"][-1]["now"] is False


def test_who_is_shown_in_full_is_shown_for_a_reason(first: Telephone) -> None:
    assert "010-****-5678" in told("people", "show", "1")
    assert asked("people", "show", "1", "--unmask", code=1)["code"] == "person.unmask_reason"

    full = asked("people", "show", "1", "--unmask", "--reason", "확인", "--by", "1", "--code", first.code())
    assert full["unmasked"] == {"name": "첫 관리자", "phone": "01012345678"}


def test_members_and_courses(first: Telephone) -> None:
    def by() -> tuple[str, ...]:
        return ("--by", "1", "--code", first.code())

    assert asked("people", "school", "1", "--course", "basic", "--hours", "6", *by()) == {"hours": 6}
    told("people", "member", "1", "--body", "committee", "--until", "2099-01-01 00:00", *by())
    told("people", "exclude", "1", "--ground", "other", *by())
    shown = told("people", "show", "1")
    assert "시민참여예산위원회" in shown
    assert "예산학교: 6시간 (이수)" in shown


def test_a_lost_telephone_is_replaced(monkeypatch: pytest.MonkeyPatch, first: Telephone) -> None:
    number = person("담당", first, "staff")
    enrolled(monkeypatch, "enrol", number, "--by", "1", "--code", first.code())
    told("people", "unlock", number, "--by", "1", "--code", first.code())
    told("people", "renew", number, "--reason", "분실", "--by", "1", "--code", first.code())
    assert asked("people", "show", number)["has_codes"] is False


def test_one_moves_to_a_new_telephone_oneself(monkeypatch: pytest.MonkeyPatch, first: Telephone) -> None:
    new = enrolled(monkeypatch, "replace", "1", "--by", "1", "--code", first.code())
    new.steps = first.steps  # what one telephone used up the other shows no more
    assert asked(*HOLD, "1", "--code", first.code(), code=1)["code"] == "code.wrong"
    assert asked(*HOLD, "1", "--code", new.code()) == {"held": True}


def test_the_same_number_means_the_same_moment(first: Telephone) -> None:
    """No moment is given, and the second time the clock says another."""
    number = str(asked("people", "add", "--name", "담당", "--by", "1", "--code", first.code())["person"])
    words = ("people", "appoint", number, "--role", "staff", "--act", "7", "--by", "1", "--code")
    assert asked(*words, first.code()) == asked(*words, first.code())


def test_two_who_practise_are_made_without_ceremony() -> None:
    assert asked("people", "practise") == {"staff": 1, "approver": 2} == asked("people", "practise")
    assert "담당자 (연습)" in told("people", "list")
