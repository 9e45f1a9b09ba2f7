"""The staff's page in the same window: coming in, taking a sheet, bringing a file."""

import csv
import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.browser.screen import Screen

Row = dict[str, str]


def enter(screen: Screen, person: int) -> None:
    screen.go(f"{screen.counter}/enter")
    screen.fill("담당자 번호", str(person))
    screen.press("들어가기")
    expect(screen.page.get_by_role("heading", name="기다리는 일")).to_be_visible()


def sheet(screen: Screen, kind: str, **narrow: object) -> list[Row]:
    """Take a sheet, as the button on the page does."""
    asked = urlencode({**narrow, "format": "csv"})
    answer = screen.page.context.request.get(f"{screen.counter}/download/2019/{kind}?{asked}")
    assert answer.ok, answer.status_text
    return list(csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig"))))


def written(rows: Sequence[Row], encoding: str = "cp949") -> bytes:
    """As the office's own spreadsheet saves it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def upload(
    screen: Screen, label: str, content: bytes, picked: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Choose the kind, hand in the file, and look at what it would change."""
    screen.go(f"{screen.counter}/upload")
    screen.press(label)
    for name, value in picked.items():
        screen.page.get_by_label(name).select_option(value)
    given = {"name": "표.csv", "mimeType": "text/csv", "buffer": content}
    screen.page.get_by_label("파일", exact=True).set_input_files(given)  # type: ignore[arg-type]
    screen.press("미리 보기")
    screen.page.wait_for_url("**/upload/held/*")


def serious(screen: Screen) -> list[str]:
    """What axe finds on the page that is open."""
    from axe_playwright_python.sync_playwright import Axe

    expect(screen.page.get_by_role("heading", level=1)).to_be_visible()
    found = Axe().run(screen.page).response["violations"]
    return [str(one["id"]) for one in found if one["impact"] in ("serious", "critical")]
