"""칸 one form for what a cell or a heading says, however it was typed, and the quote that disarms a formula."""

import re
import unicodedata

import polars as pl

_INVISIBLE = "\ufeff\u200b\u2060"  #: pasted along from web pages; nobody can see and remove them
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xFFE6: "₩"}
_UNSEEN = str.maketrans("", "", _INVISIBLE)
#: at the head of a cell these make Excel calculate it; the wide ones do so in some of its languages
ARMED = "=+-@\t\r\n＝＋－＠"
_ARMED = re.compile(rf"'*[{re.escape(ARMED)}]")
_DISARMED = r"^'('*[=+\-@\t\r\n＝＋－＠])"
_SPACE = re.compile(r"\s+")


def normal(cells: pl.Expr) -> pl.Expr:
    """The one form of what cells say: composed letters, plain line breaks, nothing invisible, no blanks around."""
    seen = cells.str.replace_all(r"\r\n?", "\n").str.replace_all(f"[{_INVISIBLE}]", "")
    return seen.str.normalize("NFC").str.strip_chars()


def normal_text(text: str) -> str:
    """The same for one text."""
    return str(pl.select(normal(pl.lit(text))).item())


def disarmed(text: str) -> str:
    """Put a quote before what Excel would calculate; one more where quotes stand already."""
    return f"'{text}" if _ARMED.match(text) else text


def rearmed(cells: pl.Expr) -> pl.Expr:
    """Take that one quote away again."""
    return cells.str.replace(_DISARMED, "$1")


def half_width(text: str) -> str:
    """What is typed in full width as plain letters; ² and ① stay what they are, 10² is not 102."""
    return text.translate(_WIDE).strip()


def heading(text: str) -> str:
    """A heading as it is compared: blanks, width, composition and capitals do not matter."""
    return _SPACE.sub("", unicodedata.normalize("NFC", text).translate(_UNSEEN).translate(_WIDE)).casefold()


def shown(text: str, most: int = 20) -> str:
    """A cell's text as a fault quotes it: one short line."""
    line = "".join(letter if letter.isprintable() else "�" for letter in _SPACE.sub(" ", text))
    return f"'{line[:most]}…'" if len(line) > most else f"'{line}'"


def letters(place: int) -> str:
    """A column as Excel names it: 0 is A, 26 is AA."""
    name = ""
    while place >= 0:
        place, rest = divmod(place, 26)
        name, place = chr(ord("A") + rest) + name, place - 1
    return name
