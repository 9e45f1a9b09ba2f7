"""통합 문서 what surrounds the sheets of an XLSX: their names, the shared texts, which numbers are dates."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from door.files.archive import WORKBOOK, Archive, FileDamaged, OutsideLinks
from door.files.words import shown
from door.files.xml import walk

_RELS, _TEXTS, _STYLES = "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml"
#: the numbers that Excel gives to its own formats of dates and times; 27-36 and 50-58 are the Korean ones
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_LETTERS = re.compile(r"[ymdhs]")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Book:
    """What the cells of a sheet refer to."""

    sheets: Sequence[tuple[str, str]]  #: name and part
    texts: Sequence[str]
    dates: frozenset[str]  #: the styles that show a number as a date
    since_1904: bool


def open_book(archive: Archive) -> Book:
    """Read everything but the sheets."""
    names = archive.names
    outline = _Outline()
    walk(archive.part(WORKBOOK), WORKBOOK, start=outline.start, end=_pass, text=_pass)
    targets = _targets(archive.part(_RELS)) if _RELS in names else {}
    texts, styles = _Texts(), _Styles()
    if _TEXTS in names:
        walk(archive.part(_TEXTS), _TEXTS, start=texts.start, end=texts.end, text=texts.text)
    if _STYLES in names:
        walk(archive.part(_STYLES), _STYLES, start=styles.start, end=styles.end, text=_pass)
    sheets = [(name, targets[key]) for name, key in outline.sheets if key in targets]
    return Book(sheets, texts.found, styles.dates(), outline.since_1904)


def unescaped(text: str) -> str:
    """Excel writes a letter that XML cannot hold as _x000D_."""
    return _ESCAPE.sub(_letter, text) if "_x" in text else text


def _letter(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code < 0xE000 else chr(code)


def _pass(*_: object) -> None:
    pass


@dataclass(slots=True)
class _Outline:
    sheets: list[tuple[str, str]] = field(default_factory=list)
    since_1904: bool = False

    def start(self, name: str, facts: Mapping[str, str]) -> None:
        if name == "workbookPr":
            self.since_1904 = facts.get("date1904") in ("1", "true")
        elif name == "sheet":
            key = next((value for fact, value in facts.items() if fact.endswith(" id")), "")
            self.sheets.append((facts.get("name", ""), key))


def _targets(content: bytes) -> Mapping[str, str]:
    found = {}

    def start(name: str, facts: Mapping[str, str]) -> None:
        if name != "Relationship":
            return
        if facts.get("TargetMode") == "External":
            raise OutsideLinks(part=shown(facts.get("Target", "")))
        if facts.get("Type", "").endswith("/worksheet"):
            target = facts.get("Target", "")
            found[facts.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"

    walk(content, _RELS, start=start, end=_pass, text=_pass)
    return found


@dataclass(slots=True)
class _Texts:
    """The shared texts; how one is pronounced is left out."""

    found: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _reading: bool = False
    _aside: bool = False

    def start(self, name: str, _: Mapping[str, str]) -> None:
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._aside = True
        self._reading = name == "t" and not self._aside

    def text(self, piece: str) -> None:
        if self._reading:
            self._pieces.append(piece)

    def end(self, name: str) -> None:
        self._reading = False
        if name == "si":
            self.found.append(unescaped("".join(self._pieces)))
        elif name == "rPh":
            self._aside = False


@dataclass(slots=True)
class _Styles:
    """Which formats are dates, and which styles use them."""

    _own: dict[str, bool] = field(default_factory=dict)
    _used: list[str] = field(default_factory=list)
    _inside: bool = False

    def start(self, name: str, facts: Mapping[str, str]) -> None:
        if name == "numFmt":
            self._own[facts.get("numFmtId", "")] = _shows_date(facts.get("formatCode", ""))
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self._used.append(facts.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False

    def dates(self) -> frozenset[str]:
        return frozenset(str(place) for place, number in enumerate(self._used) if self._is_date(number))

    def _is_date(self, number: str) -> bool:
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise FileDamaged(part=_STYLES)
        return self._own.get(number, int(number) in _DATES)


def _shows_date(code: str) -> bool:
    plain = _QUOTED.sub("", code.lower()).replace("general", "")
    return _DATE_LETTERS.search(plain) is not None
