"""Somebody new at the upload page: a number, a picture for the telephone that is kept nowhere, a first code."""

import html
import re

import pyotp
import pytest

from door import people
from door.house import House
from tests.town import Town
from tests.visiting import browser_at, inside, text_of

NAME, PHONE = "남궁카나리아", "010-9876-5432"


@pytest.fixture
def town(house: House) -> Town:
    return Town(house)


def test_a_person_is_registered_and_enrolled_in_the_browser(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = town.found()
    browser = inside(town, first)
    done = browser.send("/people", name=NAME, phone=PHONE, mail="", code=town.code(first))
    assert "2번으로 등록했습니다" in text_of(done)
    assert NAME not in done.text

    picture = browser.get("/people/2").text
    assert "<svg" in picture
    made = held_secret(browser.app)
    assert made not in picture, "the picture is drawn, not written"
    wrong = browser.client.post(
        "/people/2", data={**fields(picture), "first": "000000", "code": town.code(first)}
    )
    assert "code.wrong" in wrong.text
    right = {"first": pyotp.TOTP(made).at(town.now), "code": ""}
    right["code"] = town.code(first)
    right["first"] = pyotp.TOTP(made).at(town.now)
    answer = browser.client.post("/people/2", data={**fields(wrong.text), **right})
    assert "2번의 일회용 코드를 등록했습니다" in text_of(answer)
    assert people.show(town.house, 2).has_codes
    again = browser.client.post("/people/2", data={**fields(wrong.text), **right})
    assert "web.offer_gone" in again.text


def test_only_who_may_sees_the_pages(town: Town) -> None:
    _, staff, approver, _ = town.settle()

    assert inside(town, staff).get("/people").status_code == 200
    assert inside(town, staff).get(f"/people/{approver}").status_code == 403
    assert inside(town, approver).get("/people").status_code == 403


def test_who_registered_somebody_is_led_to_the_picture_only_where_they_may_see_it(town: Town) -> None:
    administrator, staff, *_ = town.settle()
    led = {}
    for one in (administrator, staff):
        browser = inside(town, one)
        browser.get("/people")
        done = browser.send("/people", name=NAME, phone="", mail="", code=town.code(one))
        led[one] = ("인증 앱 등록하기" in done.text, "인증 앱은 관리자가 등록합니다" in done.text)

    assert led == {administrator: (True, False), staff: (False, True)}


def test_the_menu_has_an_entry_for_those_who_may(town: Town) -> None:
    _, staff, approver, _ = town.settle()
    entry = '<a href="/people">사람</a>'

    assert entry in inside(town, staff).get("/").text
    assert entry not in inside(town, approver).get("/").text
    assert entry not in browser_at(town.house).get("/enter").text


def fields(page: str) -> dict[str, str]:
    found = re.findall(r'name="(word|act)" value="([0-9a-f]+)"', html.unescape(page))
    return dict(found[-2:])


def held_secret(app: object) -> str:
    (visitor,) = app.state.visitors._here.values()  # type: ignore[attr-defined]  # what only the telephone sees
    return str(visitor.offer[1].secret)
