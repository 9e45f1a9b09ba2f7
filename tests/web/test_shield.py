"""What every answer carries, what is not even read, and that nothing that breaks tells how."""

import logging
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from door import people
from door.files.limits import LIMITS
from door.house import House
from states.contact import Channel
from tests.town import Town
from tests.toy import YEAR, live
from tests.visiting import Browser, browser_at, inside
from web import starting

PAGES = (
    "/", "/upload", f"/upload/{YEAR}/classification", f"/upload/{YEAR}/proposals", "/download", f"/download/{YEAR}",
    "/approvals", "/approvals/7", "/nothing", "/upload/x/y",
)  # fmt: skip


@pytest.fixture
def clerk(house: House) -> Browser:
    live(house.engine, until="2030-02-10 10:00")
    browser = browser_at(house)
    browser.enter(7)
    return browser


def test_every_answer_is_shielded(clerk: Browser) -> None:
    for path in (*PAGES, "/enter", "/page.css", "/icon.svg", "/health"):
        headers = clerk.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        kept = path in ("/page.css", "/icon.svg")
        assert headers["cache-control"] == ("public, max-age=3600" if kept else "no-store"), path


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost:4201", 200), ("127.0.0.1:4201", 200), ("[::1]", 200), ("budget.example.org", 200)]
    + [(host, 421) for host in ("evil.example", "budget.example.org.evil.example", "", "[::1", "é")],
)
def test_a_name_that_is_not_the_pages_is_not_answered(house: House, host: str, status: int) -> None:
    """Else a name that somebody points here would stand in our links, and read our pages."""
    house.settings.page = "https://budget.example.org"
    answer = browser_at(house).client.get("/enter", headers={"host": host.encode()})
    assert (answer.status_code, "web.host_unknown" in answer.text) == (status, status == 421)


def test_a_body_that_says_it_is_too_large_is_not_read(clerk: Browser) -> None:
    def never() -> Iterator[bytes]:
        raise AssertionError("read")
        yield b""

    for path, most in ((f"/upload/{YEAR}/classification", LIMITS.content + 64 * 1024), ("/enter", 64 * 1024)):
        answer = clerk.client.post(path, content=never(), headers={"content-length": str(most + 1)})
        assert (answer.status_code, "file.too_large" in answer.text) == (413, True), path


def test_a_body_that_does_not_say_it_is_stopped_while_it_streams(
    clerk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.shield._ROOM", 4096)
    body = b'--x\r\nContent-Disposition: form-data; name="person"\r\n\r\n' + b"7" * 5000 + b"\r\n--x--\r\n"
    headers = {"content-type": "multipart/form-data; boundary=x"}
    pieces = (body[at : at + 512] for at in range(0, len(body), 512))
    answer = clerk.client.post("/enter", content=pieces, headers=headers)
    assert (answer.status_code, "file.too_large" in answer.text) == (413, True)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(b"--x\r\nnonsense", "multipart/form-data; boundary=x", id="a broken form"),
        pytest.param(b"", "multipart/form-data", id="no boundary"),
        pytest.param(b"{}", "application/json", id="no form at all"),
        pytest.param(b"a=1&" * 50, "application/x-www-form-urlencoded", id="too many fields"),
    ],
)
def test_what_is_no_form_is_refused_in_korean(clerk: Browser, content: bytes, kind: str) -> None:
    answer = clerk.client.post("/leave", content=content, headers={"content-type": kind})
    assert answer.status_code in (400, 403)
    assert 'lang="ko"' in answer.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        pytest.param(ValueError("홍길동 010-1234-5678"), 500, id="a fault of ours"),
        pytest.param(OperationalError("SELECT '홍길동'", {}, Exception("locked")), 503, id="a busy database"),
    ],
)
def test_what_breaks_says_sorry_and_not_how(
    clerk: Browser,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    status: int,
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(starting, "seen_by", broken)
    answer = clerk.get("/")

    assert (answer.status_code, answer.headers["x-frame-options"]) == (status, "DENY")
    assert "자료는 그대로입니다" in answer.text
    told = answer.text + caplog.text
    assert not any(word in told for word in ("Traceback", "홍길동", "1234", "SELECT"))
    if status == 500:
        assert [
            (one.levelno, "ValueError in" in one.message)
            for one in caplog.records
            if one.name == "hanmadang.web"
        ] == [(logging.ERROR, True)]


class _Page(HTMLParser):
    """What a reader who does not see it is told."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[str] = []
        self.unsaid: list[str] = []
        self.landmarks: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag[0] == "h" and tag[1:].isdigit():
            self.headings.append(int(tag[1:]))
        if "id" in given:
            self.ids.append(given["id"] or "")
        if tag == "label":
            self.labelled.add(given.get("for") or "")
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.fields.append(given.get("id") or "")
        if tag == "th" and "scope" not in given:
            self.unsaid.append("th")
        if tag in ("script", "style") or any(name.startswith("on") or name == "style" for name in given):
            self.unsaid.append(tag)
        self.landmarks.add(tag)


def test_a_page_is_told_to_who_does_not_see_it(clerk: Browser) -> None:
    for path in (*PAGES, "/enter"):
        text = (clerk.beside() if path == "/enter" else clerk).get(path).text
        page = _Page(text)

        assert 'lang="ko"' in text, path
        assert {"header", "main", "title"} <= page.landmarks, path
        assert page.headings.count(1) == 1, path
        assert max(page.headings) <= len(set(page.headings)), f"{path} skips a heading"
        assert len(set(page.ids)) == len(page.ids), path
        assert set(page.fields) <= page.labelled, path
        assert page.unsaid == [], path
        assert "https://" not in text, path


def test_nobodys_name_or_telephone_is_on_any_page(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever stands in the register is a number here."""
    caplog.set_level(logging.DEBUG)
    live(house.engine, until="2030-02-10 10:00")
    town = Town(house, "2030-02-10 10:00")
    first, member, approver, _ = town.settle()
    contacts = {Channel.PHONE: "01098765432", Channel.MAIL: "canary@example.org"}
    people.add(town.house, "카나리아", contacts, staff=town.staff(first))
    canaries = ("카나리아", "9876", "canary")
    for person in (first, member, approver):
        browser = inside(town, person)
        for path in PAGES:
            assert not any(one in browser.get(path).text for one in canaries), path
    assert not any(one in caplog.text for one in canaries)


def test_a_house_that_is_not_founded_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web.__main__ import run

    monkeypatch.setenv("HANMADANG_HOME", str(tmp_path / "nowhere"))
    with pytest.raises(SystemExit, match=r"house\.not_founded"):
        run()
