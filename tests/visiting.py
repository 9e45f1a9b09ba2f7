"""A browser at the staff's page: it keeps cookies, and sends back the word that stands in a form."""

import html
import re
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response

from door.house import House
from tests.town import Town
from tests.toy import YEAR
from web.app import made

_WORD = re.compile(r'name="word" value="([0-9a-f]{64})"')
_SEEN = re.compile(r'name="seen" value="([0-9a-f]{8})"')
_ACT = re.compile(r'name="act" value="([0-9a-f]{16})"')


class Browser:
    """One person's browser."""

    def __init__(self, app: Any, address: str = "http://localhost") -> None:
        self.app, self.client = app, TestClient(app, base_url=address)

    def beside(self) -> "Browser":
        """Another browser at the same page."""
        return Browser(self.app)

    def get(self, path: str) -> Response:
        return self.client.get(path)

    def enter(self, person: int | str, code: str = "") -> Response:
        return self.send("/enter", person=str(person), code=code)

    def send(
        self, path: str, *, page: str = "", file: tuple[str, bytes] | None = None, **fields: str
    ) -> Response:
        """Fill in the form of a page, and send it."""
        text = self.get(page or path).text
        found = {
            name: known[1]
            for name, known in (
                ("word", _WORD.search(text)),
                ("act", _ACT.search(text)),
                ("seen", _SEEN.search(text)),
            )
            if known
        }
        return self.client.post(path, data={**found, **fields}, files={"file": file} if file else None)

    def upload(self, kind: str, content: bytes, **fields: str) -> Response:
        """Look at a file; the page of what it would change."""
        return self.send(f"/upload/{YEAR}/{kind}", file=("sheet.csv", content), **fields)

    def take(self, preview: Response, how: str = "all") -> Response:
        """Say that it be done."""
        return self.send(preview.url.path, take=how)


def browser_at(house: House) -> Browser:
    """A browser that stands before the door."""
    return Browser(made(house))


def inside(town: Town, person: int, *, beside: Browser | None = None) -> Browser:
    """Somebody who came in by a code."""
    browser = beside.beside() if beside else browser_at(town.house)
    assert browser.enter(person, town.code(person)).url.path == "/"
    return browser


def text_of(answer: Response) -> str:
    """What a person reads on a page."""
    plain = re.sub(r"<[^>]+>", " ", answer.text.partition("<body>")[2])
    return " ".join(html.unescape(plain).split())
