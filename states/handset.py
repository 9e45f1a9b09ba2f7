"""문자 what a handset takes: bytes in CP949, letters that it does not know, and what a message of a length costs."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from states.refusals import Refusal

SMS_BYTES, LMS_BYTES = 90, 2_000
_CODE = "cp949"  # not "euc-kr": Python's needs eight bytes for a syllable like 똠, a gateway two

#: what people paste and no handset shows, and what says the same
_STAND_INS = str.maketrans(
    {
        "\u2013": "-",
        "\u2014": "-",
        "\u00a0": " ",
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\ufeff": None,
        "\u20a9": "\uffe6",
        "\u2022": "\u00b7",
        "\u00e9": "e",
        "\r": None,
    }
)


_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


class Size(StrEnum):
    """What a gateway calls a text of a length."""

    SMS = "sms"
    LMS = "lms"
    MAIL = "mail"


class LettersUnknown(Refusal):
    code = "telling.letters_unknown"
    text = "문자로 보낼 수 없는 글자가 있습니다: {letters}. 다른 글자로 바꿔 다시 해 주세요."


class TextTooLong(Refusal):
    code = "telling.too_long"
    text = (
        "문자가 {bytes}바이트여서 보낼 수 없습니다. 긴 문자도 {most}바이트까지입니다. 줄여서 다시 해 주세요."
    )


class TextEmpty(Refusal):
    code = "telling.empty"
    text = "보낼 글이 비어 있습니다. 틀을 고쳐 다시 해 주세요."


@dataclass(frozen=True, slots=True)
class Prices:
    """What a message costs, in won; a site's contract says it. Mail costs nothing."""

    sms: int = 20
    lms: int = 50

    def of(self, size: Size) -> int:
        return {Size.SMS: self.sms, Size.LMS: self.lms, Size.MAIL: 0}[size]


def in_handset_letters(text: str) -> str:
    """Write a text in letters that a handset shows, as far as that changes nothing that it says."""
    return unicodedata.normalize("NFC", text).translate(_STAND_INS)


def unknown_letters(text: str) -> str:
    """The letters that no handset takes, each once."""
    return "".join(dict.fromkeys(letter for letter in text if not _is_known(letter)))


def takes(text: str) -> bool:
    """Does a handset take every letter of this line?"""
    try:
        text.encode(_CODE)
    except UnicodeEncodeError:
        return False
    return not _CONTROL.search(text)


def bytes_of(text: str) -> int:
    """How long a text is for a gateway; a letter that it does not take is refused."""
    try:
        return len(text.encode(_CODE))
    except UnicodeEncodeError:
        raise LettersUnknown(letters=" ".join(unknown_letters(text))) from None


def size_of(text: str) -> Size:
    """Is this a short message or a long one? A longer one is none."""
    length = bytes_of(text)
    if not text.strip():
        raise TextEmpty()
    if length > LMS_BYTES:
        raise TextTooLong(bytes=length, most=LMS_BYTES)
    return Size.SMS if length <= SMS_BYTES else Size.LMS


def _is_known(letter: str) -> bool:
    if letter != "\n" and unicodedata.category(letter) == "Cc":
        return False
    try:
        letter.encode(_CODE)
    except UnicodeEncodeError:
        return False
    return True
