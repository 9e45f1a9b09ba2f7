"""The door of the page: who comes in, who does not, and that it tells nobody who is enrolled."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from fastapi.routing import APIRoute

from door import enrolment, identity
from door.house import House
from states.code import TRIES, CodeWrong
from tests.town import Town
from tests.toy import YEAR
from tests.visiting import Browser, browser_at, inside, text_of
from web.app import made
from web.guesses import EntryLocked, Guesses
from web.visitor import IDLE, LONGEST, Visitors

OPEN = {"/enter", "/page.css", "/icon.svg", "/health"}
SECRET = ("/unsubscribe/", "/reports/")  #: whoever comes there brings a secret of its own


@pytest.fixture
def town(house: House) -> Town:
    return Town(house)


def routes(house: House, method: str) -> Iterator[str]:
    """Every path behind the door, filled in."""
    given = {"year": YEAR, "number": 1, "word": "classification", "kind": "proposals"}
    given |= {"name": "2030-1", "key": "0" * 16, "person": 1}
    for route in _all(made(house).routes):
        if method in (route.methods or ()) and route.path not in OPEN and not route.path.startswith(SECRET):
            yield route.path.format(**given)


def _all(some: object) -> Iterator[APIRoute]:
    for route in some:  # type: ignore[attr-defined]
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from _all(route.original_router.routes)


def test_nobody_gets_past_the_door_without_coming_in(house: House) -> None:
    browser = browser_at(house)
    paths = list(routes(house, "GET"))
    assert len(paths) >= 9
    for path in paths:
        answer = browser.get(path)
        assert answer.url.path == "/enter", path
        assert "들어오기" in answer.text
    for path in routes(house, "POST"):
        assert browser.client.post(path, data={"word": "x"}).url.path == "/enter", path


def test_every_form_without_its_word_is_refused(town: Town) -> None:
    browser = inside(town, town.found())
    paths = [*routes(town.house, "POST"), "/enter"]
    assert len(paths) >= 5
    for path in paths:
        for data in ({}, {"word": "0" * 64}, {"word": "한글"}):
            answer = browser.client.post(path, data=data)
            assert (answer.status_code, "web.form_foreign" in answer.text) == (403, True), path
    assert browser.get("/").url.path == "/"  # nobody was thrown out by it


def test_a_number_and_a_code_come_in_and_the_code_is_used_up(town: Town) -> None:
    first = town.found()
    browser, code = browser_at(town.house), town.code(first)
    answer = browser.enter(f"{first}번", code)
    assert (answer.url.path, f"{first}번" in text_of(answer)) == ("/", True)

    again = browser.beside().enter(first, code)
    assert (again.status_code, "이미 쓴 일회용 코드" in again.text) == (403, True)


@pytest.mark.parametrize(("address", "secure"), [("http://localhost", False), ("https://localhost", True)])
def test_the_cookie_stays_with_this_page(town: Town, address: str, secure: bool) -> None:
    browser = Browser(made(town.house), address)
    browser.client.follow_redirects = False
    said = browser.enter(7).headers["set-cookie"]

    assert all(word in said for word in ("HttpOnly", "SameSite=strict", "Path=/"))
    assert ("Secure" in said, "Max-Age" in said) == (secure, False)


def test_a_foreign_cookie_opens_nothing(town: Town) -> None:
    """Another process gave it, or somebody made it up."""
    first = town.found()
    elsewhere = inside(town, first)
    name, word = next(iter((k, v) for k, v in elsewhere.client.cookies.items() if not k.endswith("_door")))
    for foreign in (word, "0" * 64, "", "é"):
        headers = {"cookie": f"{name}={foreign}".encode("latin-1")}
        assert browser_at(town.house).client.get("/approvals", headers=headers).url.path == "/enter"


def test_wrong_codes_lock_and_a_number_that_nobody_has_answers_the_same(town: Town) -> None:
    first = town.found()
    browser = browser_at(town.house)
    wrong = f"{(int(town.code(first)) + 1) % 10**6:06}"
    told = {person: [_said(browser, person, wrong) for _ in range(TRIES + 1)] for person in (first, 4711)}

    assert told[first] == told[4711]
    assert [status for status, _ in told[first]] == [403] * TRIES + [429]
    assert "까지 잠겼습니다" in told[first][-1][1]
    right = _said(browser, first, town.code(first))
    assert right[0] == 429  # the right code does not open a lock


def test_guessing_at_the_page_locks_nobody_out_of_other_places_or_doors(town: Town) -> None:
    first, guesses = town.found(), Guesses(town.house)
    wrong = f"{(int(town.code(first)) + 1) % 10**6:06}"
    for _ in range(TRIES):
        with pytest.raises(CodeWrong):
            guesses.prove("203.0.113.7", first, wrong)
    with pytest.raises(EntryLocked):
        guesses.prove("203.0.113.7", first, town.code(first))
    assert guesses.prove("203.0.113.8", first, town.code(first)).by_code
    town.pass_by(timedelta(minutes=1))
    identity.check(town.house, first, town.code(first))  # as a command does: nothing was counted there


@pytest.mark.parametrize(
    ("source", "person", "most"),
    [
        pytest.param(
            lambda at: f"2001:db8::{at:x}", lambda at: at + 100, 20, id="one household, many persons"
        ),
        pytest.param(lambda at: f"203.0.113.{at}", lambda at: 4711, 40, id="many places, one person"),
        pytest.param(lambda at: f"203.0.113.{at}", lambda at: at + 100, 100, id="many of both"),
    ],
)
def test_however_they_are_spread_guesses_come_to_an_end(
    town: Town, source: Callable[[int], str], person: Callable[[int], int], most: int
) -> None:
    town.found()
    guesses = Guesses(town.house)
    for at in range(most):
        with pytest.raises(CodeWrong):
            guesses.prove(source(at), person(at), "000000")
    with pytest.raises(EntryLocked, match="까지 잠겼습니다"):
        guesses.prove(source(most), person(most), "000000")
    town.pass_by(timedelta(hours=2))
    with pytest.raises(CodeWrong):
        guesses.prove(source(most), person(most), "000000")


def test_who_comes_in_again_leaves_first(town: Town) -> None:
    """What a browser kept from the first time opens nothing after the second."""
    first = town.found()
    browser = inside(town, first)
    kept = {name: word for name, word in browser.client.cookies.items() if not name.endswith("_door")}
    town.pass_by(timedelta(minutes=1))
    assert browser.enter(first, town.code(first)).url.path == "/"
    older = browser.beside()
    for name, word in kept.items():
        older.client.cookies.set(name, word)
    assert (older.get("/").url.path, browser.get("/").url.path) == ("/enter", "/")


def _said(browser: Browser, person: int, code: str) -> tuple[int, str]:
    answer = browser.enter(person, code)
    return answer.status_code, text_of(answer)


def test_a_number_that_is_none_is_told_so(house: House) -> None:
    browser = browser_at(house)
    for person in ("", "열둘", "-3", "0", "1e9", "9999999999", "12.5"):
        answer = browser.enter(person, "123456")
        assert (answer.status_code, "숫자로만" in answer.text) == (422, True), person
    assert browser.enter("１２번").url.path == "/"  # as a Korean keyboard may write it


def test_without_a_code_only_practice_is_seen(town: Town) -> None:
    """The year is a real one, and the city has its administrator."""
    town.found()
    browser = browser_at(town.house)
    answer = browser.enter(1)

    assert "연습 주기만" in text_of(answer)
    for path in (f"/upload/{YEAR}/classification", f"/download/{YEAR}", f"/download/{YEAR}/journal"):
        answer = browser.get(path)
        assert (answer.status_code, "web.code_needed" in answer.text) == (403, True), path


def test_who_has_no_role_sees_nothing(town: Town) -> None:
    first = town.found()
    stranger = town.person("역할 없는 사람", first)
    town.enrol(stranger, first)
    browser = inside(town, stranger)

    assert "볼 수 있는 주기가 없습니다" in text_of(browser.get("/"))
    assert browser.get(f"/download/{YEAR}").status_code == 403
    assert browser.get(f"/upload/{YEAR}/proposals").status_code == 403


def test_who_goes_out_is_out(town: Town) -> None:
    browser = inside(town, town.found())
    kept = dict(browser.client.cookies)
    assert browser.send("/leave", page="/").url.path == "/enter"

    for name, word in kept.items():
        browser.client.cookies.set(name, word)
    assert browser.get("/").url.path == "/enter"


def test_after_a_while_one_comes_in_again(town: Town) -> None:
    first = town.found()
    browser = inside(town, first)
    town.pass_by(IDLE - timedelta(seconds=1))
    assert browser.get("/").url.path == "/"
    town.pass_by(IDLE)
    assert browser.get("/").url.path == "/enter"

    visitors = Visitors(town.house)
    word = visitors.welcome(first, town.now)
    for _ in range(LONGEST // IDLE * 2 - 1):
        town.pass_by(IDLE / 2)
        assert visitors.find(word) is not None
    town.pass_by(IDLE / 2)
    assert visitors.find(word) is None


def test_who_lost_the_telephone_is_out_at_once(town: Town) -> None:
    first = town.found()
    clerk = town.person("담당자", first)
    town.enrol(clerk, first)
    browser = inside(town, clerk)
    enrolment.revoke(town.house, clerk, staff=town.staff(first))
    assert browser.get("/").url.path == "/enter"


def test_the_oldest_without_a_code_are_forgotten_first(town: Town) -> None:
    """A flood at the door keeps nobody out who proved who they are."""
    visitors = Visitors(town.house)
    proven = visitors.welcome(1, town.now)
    words = [visitors.welcome(2, None) for _ in range(300)]

    assert visitors.find(proven) is not None
    assert visitors.find(words[0]) is None
    assert visitors.find(words[-1]) is not None
    assert len(visitors._here) == 201


def test_a_house_that_always_asks_lets_nobody_in_without(town: Town) -> None:
    first = town.found()
    town.house.settings.codes = "always"
    answer = browser_at(town.house).enter(first)
    assert (answer.status_code, "code.missing" in answer.text) == (403, True)
