"""A browser window as a clerk uses it: what stands on the screen is pressed and filled in by its own words."""

import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from playwright.sync_api import Locator, Page, expect

from tests.running import ROOT

PATIENCE = 180_000  #: milliseconds until a form has answered: its process starts anew each time
LIST = "/v2/deployments?limit=100"
PICTURES = ROOT / "docs" / "pictures"
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_AGAIN = 3
_TALLEST = 1500
_TO_COME = "[data-slot=skeleton]"  #: grey where something will be drawn
_SCROLLED = "[...document.querySelectorAll('html, main, main *, div')].filter(one => one.scrollHeight > one.clientHeight && (one === document.documentElement || /auto|scroll/.test(getComputedStyle(one).overflowY)))"
_HIDDEN = f"Math.max(0, ...{_SCROLLED}.map(one => one.scrollHeight - one.clientHeight))"
_TO_THE_TOP = f"{_SCROLLED}.forEach(one => one.scrollTo(0, 0))"
_GOING = re.compile("^(Scheduled|Late|Pending|Running)$")
_PRESSED = "a, button, [role=menuitem], [role=tab]"
_PLACES = ("[role=tabpanel]", "main", "body")  #: the nearest to what is read first


class Screen:
    """One window, at the Prefect UI or at the staff's page."""

    def __init__(self, page: Page, address: str, counter: str) -> None:
        self.page, self.address, self.counter = page, address, counter

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else f"{self.address}{path}")

    def press(self, words: str) -> None:
        """Press what is called so; on the page that is shown before what is around it, and there with more words."""
        exact, near = re.compile(rf"^\s*{re.escape(words)}\s*$"), re.compile(re.escape(words))
        shown, *around = (self.page.locator(f"{place} :is({_PRESSED})") for place in _PLACES)
        ways = [*(one.filter(has_text=exact) for one in (shown, *around)), shown.filter(has_text=near)]
        expect(_any(ways).first).to_be_visible(timeout=PATIENCE)
        found = next(one for one in ways if one.count()).first
        if words == "Submit":
            self._submit(found)
            return
        found.click()
        if words == "View run":
            self._ended()
        if words == "Artifacts":
            self._again_if_empty()

    def open(self, title: str) -> None:
        """Take a form from the list."""
        self.go(LIST)
        self.page.get_by_role("link", name=title, exact=True).first.click()  # then its flow, named alike
        expect(self.page.get_by_role("button", name="Run", exact=True)).to_be_visible()

    def fill(self, title: str, value: str) -> None:
        """Fill in the field that has this title, whatever kind it is."""
        named = re.compile(rf"^{re.escape(title)}( \(Optional\))?$")
        typed = self._role("spinbutton", named).or_(self._role("textbox", named))
        moment = self._role("button", named)
        chosen = self.page.get_by_role("button", name=re.compile(rf"^Select {re.escape(title)}( |$)"))
        expect(_any([typed, moment, chosen]).first).to_be_visible()
        if typed.count():
            typed.fill(value)
        elif moment.count():
            self._pick(moment, datetime.fromisoformat(value))
        else:
            chosen.click()
            self.page.get_by_role("option", name=value, exact=True).click()

    def send(self, title: str, fields: Mapping[str, str | int] = MappingProxyType({})) -> str:
        """Find a form, fill it in, send it, and read what its run says."""
        self.open(title)
        self.press("Run")
        self.press("Custom run")
        for name, value in fields.items():
            self.fill(name, str(value))
        return self.submit()

    def submit(self) -> str:
        self.press("Submit")
        self.press("View run")
        self.press("Details")
        return self.said()

    def said(self) -> str:
        """What the run says at its end."""
        message = self.page.locator("dt", has_text="State Message").locator("xpath=following-sibling::dd[1]")
        expect(message).not_to_be_empty(timeout=PATIENCE)
        return message.inner_text()

    def as_shown(self, picture: Path | None = None) -> str:
        """It was shown what would happen, line by line: do it just so."""
        self.press("Artifacts")
        self.press("아직 아무것도 하지 않았습니다")
        self.sees("이대로 하기")
        if picture:
            self.picture(picture)
        self.press("이대로 하기")
        return self.submit()

    def sees(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words, timeout=PATIENCE)

    def picture(self, path: Path) -> None:
        """Keep what is seen, when somebody asked for pictures: as much of the page as fits into a tall window."""
        if os.environ.get("HANMADANG_PICTURES"):
            self.page.wait_for_function("document.body.innerText.length > 300")  # not its empty frame
            self.page.wait_for_load_state("networkidle")
            expect(self.page.locator(_TO_COME)).to_have_count(0, timeout=PATIENCE)
            window = self.page.viewport_size or {"width": 1280, "height": 900}
            height = min(window["height"] + self.page.evaluate(_HIDDEN), _TALLEST)
            self.page.set_viewport_size({**window, "height": max(height, window["height"])})  # type: ignore[typeddict-item]
            self.page.evaluate(_TO_THE_TOP)
            self.page.screenshot(path=path, animations="disabled")
            self.page.set_viewport_size(window)

    def _submit(self, button: Locator) -> None:
        """The field that was filled in last is read when it is left; a server that is busy is asked again."""
        self.page.keyboard.press("Tab")
        done, busy = self.page.get_by_text("View run"), self.page.get_by_text("Unknown error while creating")
        for _ in range(_AGAIN):
            button.click()
            expect(done.or_(busy).first).to_be_visible(timeout=PATIENCE)
            if done.count():
                return
            self.page.mouse.move(0, 0)  # what is pointed at stays
            expect(busy).to_have_count(0, timeout=PATIENCE)
        raise AssertionError("the server did not take the form")

    def _ended(self) -> None:
        """The page of a run changes under one's hands until the run has ended."""
        expect(self.page.get_by_role("tab", name="Details")).to_be_visible(timeout=PATIENCE)
        going = self.page.locator("main").get_by_text(_GOING)
        expect(going).to_have_count(0, timeout=PATIENCE)

    def _again_if_empty(self) -> None:
        """Whoever came before the run had left its page looks once more."""
        shown = self.page.get_by_role("tabpanel", name="Artifacts")
        expect(shown.get_by_role("link").first).to_be_visible()
        if shown.get_by_text("did not produce any artifacts").count():
            self.page.reload()

    def _role(self, role: str, named: re.Pattern[str]) -> Locator:
        return self.page.get_by_role(role, name=named)  # type: ignore[arg-type]

    def _pick(self, field: Locator, at: datetime) -> None:
        """Choose a moment: the year and the month from lists, the rest from what is seen."""
        field.click()
        calendar = self.page.get_by_role("dialog")
        calendar.get_by_role("combobox", name="Choose the Year").select_option(str(at.year))
        calendar.get_by_role("combobox", name="Choose the Month").select_option(index=at.month - 1)
        day = re.compile(rf"{_MONTHS[at.month - 1]} {at.day}(st|nd|rd|th), {at.year}")
        calendar.get_by_role("button", name=day).first.click()
        button = calendar.get_by_role("button", name=f"{at:%I}".lstrip("0"), exact=True)
        half = "AM" if at.hour < 12 else "PM"
        _last(button, hour=True).click()
        _last(calendar.get_by_role("button", name=str(at.minute), exact=True), hour=False).click()
        shown = f"{at:%m/%d/%Y %I:%M} "
        if half not in field.inner_text():  # pressed once more it would go half a day back
            calendar.get_by_role("button", name=half, exact=True).click()
        expect(field).to_contain_text(f"{shown}{half}")
        self.page.keyboard.press("Escape")


def _last(buttons: Locator, *, hour: bool) -> Locator:
    """Hours stand before minutes, and the days have names of their own."""
    return buttons.first if hour else buttons.last


def _any(some: list[Locator]) -> Locator:
    found = some[0]
    for one in some[1:]:
        found = found.or_(one)
    return found
