"""People and roles by forms: each does what it says, with numbers only; and the page that shows who there is."""

from dataclasses import replace
from typing import Any

import pytest

from door import people
from door.house import House
from door.staff import Staff
from flows import enrolling, members, office, offices
from flows.catalogue import tasks
from flows.links import Links
from flows.office import PEOPLE, Run
from states.contact import Channel
from states.window import kst
from tests.filled import alone, send
from tests.town import Town, number

LATER = "2030-12-31T00:00:00"


@pytest.fixture
def here(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """Nobody is proven yet: what is tried here is what the forms do."""
    then = replace(house, now=lambda: kst("2030-01-02 10:00"))
    alone(then, monkeypatch)
    for name in ("김하나", "이두리"):
        people.add(
            then, name, {Channel.PHONE: f"010-1234-000{len(name)}"} if name == "김하나" else {}, staff=by()
        )
    return then


def by() -> Staff:
    return Staff(number(), "staff:1")


def test_people_are_appointed_moved_and_let_go_by_forms(here: House) -> None:
    why = {"reason": "인사이동"}
    for flow, says, fields in (
        (offices.appoint, "담당자 역할을 맡았습니다(1번 임명)", {"whom": 1, "role": "담당자"}),
        (offices.rotate, "부서 담당", {"given": 1, "role": "부서 담당", "bureau": "parks"}),
        (offices.be_absent, "2번이 1번을 대리합니다(1번 부재)", {"whom": 1, "deputy": 2, "ends": LATER}),
        (offices.come_back, "1번이 돌아왔습니다", {"absence": 1}),
        (offices.dismiss, "2번 임명을 끝냈습니다", {"given": 2, **why}),
        (members.graduate, "모두 6시간", {"whom": 2, "course": "basic-2030", "hours": 6}),
        (members.join, "1번 위촉", {"whom": 2, "body": "시민참여예산위원회", "ends": LATER}),
        (members.exclude, "'시 공무원' 사유", {"whom": 2, "ground": "시 공무원"}),
        (members.leave, "1번 위촉을 끝냈습니다", {"membership": 1, **why}),
        (offices.appoint, "office.faulty", {"whom": 2, "role": "부서 담당"}),
        (enrolling.unlock, "code.not_enrolled", {"whom": 2}),
        (enrolling.revoke, "code.not_enrolled", {"whom": 2, **why}),
    ):
        said = sent(flow, **fields)
        assert says in said, said
    assert {task.flow.name for task in tasks() if task.group == PEOPLE} == USED


def test_the_list_of_people_shows_numbers_and_no_name(here: House) -> None:
    sent(offices.appoint, whom=1, role="담당자")

    said, page = office.TASKS["flows.enrolling.register"], enrolling._rows(people.cards(here))
    shown = "\n".join(page)
    assert said.does == ()
    assert "| 1 | 1번 담당자 |" in shown
    assert not any(name in shown for name in ("김", "하나", "010"))
    assert Links().today()


def test_what_is_typed_in_a_town_with_codes_asks_for_a_code(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town(house)
    first = town.found()
    alone(town.house, monkeypatch)

    assert "code.missing" in sent(offices.appoint, whom=first, role="담당자", person=first)
    typed = {"whom": first, "role": "담당자", "person": first, "code": town.code(first)}
    assert "2번 임명" in sent(offices.appoint, **typed)
    assert "code.used" in sent(offices.appoint, **typed)


USED: set[str] = set()


def sent(flow: Run, **fields: Any) -> str:
    USED.add(flow.name)
    return send(flow, **{"person": 9, **fields}).message or ""
