"""인코딩 the text that bytes stand for: UTF-8, CP949 or UTF-16, as Excel in a Korean office saves them."""

import codecs
import re
from dataclasses import dataclass

from states.refusals import Refusal

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_NAMES = {
    "utf-8": "UTF-8",
    "cp949": "CP949(ANSI)",
    "utf-16-le": "UTF-16(유니코드)",
    "utf-16-be": "UTF-16(유니코드)",
}
#: 한글 in UTF-8, with nothing that is not before and after it; in CP949 such a run does not occur
_KOREAN_IN_UTF8 = re.compile(
    rb"(?<![\x80-\xff])(?:[\xea-\xec][\x80-\xbf]{2}|\xed[\x80-\x9e][\x80-\xbf])+(?![\x80-\xff])"
)
_LETTER = 4  #: a letter in UTF-8 has no more bytes
_AGAIN = "엑셀에서 'CSV UTF-8(쉼표로 분리)'로 다시 저장해 올려 주세요."


class EncodingUnknown(Refusal):
    code = "file.encoding"
    text = f"{{line}}번째 줄({{offset:,}}번째 바이트)에 글자로 읽을 수 없는 곳이 있습니다({{encoding}}). {_AGAIN}"


class EncodingsMixed(Refusal):
    code = "file.encodings_mixed"
    text = (
        "한 파일에 두 가지 인코딩이 섞여 있습니다. {utf8}번째 줄은 UTF-8이고 {other}번째 줄은 아닙니다"
        "({offset:,}번째 바이트). 붙이기 전의 파일들을 하나씩 올려 주세요."
    )


class NulInside(Refusal):
    code = "file.nul"
    text = f"{{line}}번째 줄({{offset:,}}번째)에 글이 아닌 값(NUL)이 있습니다. 표가 아니거나 깨진 파일입니다. {_AGAIN}"


class WideEncoding(Refusal):
    code = "file.encoding_wide"
    text = f"UTF-32로 저장되어 읽을 수 없습니다. {_AGAIN}"


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str  #: as people name it


def decode(content: bytes) -> Decoded:
    """Find the encoding, by its mark or by trying, and read all of it or refuse."""
    if content.startswith(_WIDE):
        raise WideEncoding()
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding, skip=len(mark))
    if (at := content.find(0)) >= 0:
        raise NulInside(line=_line(content, at), offset=at + 1)
    try:
        return _strictly(content, "utf-8")
    except EncodingUnknown as refused:
        return _not_utf8(content, refused)


def _not_utf8(content: bytes, refused: Refusal) -> Decoded:
    """CP949, unless some of it is 한글 in UTF-8; the end may be cut off."""
    if (found := _KOREAN_IN_UTF8.search(content)) is None:
        return _strictly(content, "cp949")
    stray = _stray(content)
    if stray is None or _is_cut(content):
        raise refused
    raise EncodingsMixed(utf8=_line(content, found.start()), other=_line(content, stray), offset=stray + 1)


def _stray(content: bytes) -> int | None:
    """Where a run of high bytes begins that is no UTF-8 but would be CP949."""
    for run in re.finditer(rb"[\x80-\xff][\x41-\xff]*", content):
        if not _decodes(run[0], "utf-8") and _decodes(run[0], "cp949"):
            return run.start()
    return None


def _is_cut(content: bytes) -> bool:
    """Is it UTF-8 up to a last letter of which the end is missing?"""
    whole = content.decode("utf-8", "ignore").encode()
    return content.startswith(whole) and len(content) - len(whole) < _LETTER


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _strictly(content: bytes, encoding: str, *, skip: int = 0) -> Decoded:
    try:
        text = content[skip:].decode(encoding)
    except UnicodeDecodeError as error:
        before = content[skip : skip + error.start].decode(encoding, "replace")
        line = before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        raise EncodingUnknown(line=line, offset=skip + error.start + 1, encoding=_NAMES[encoding]) from None
    if (at := text.find("\0")) >= 0:
        raise NulInside(line=text[:at].count("\n") + 1, offset=at + 1)
    return Decoded(text, _NAMES[encoding])


def _line(content: bytes, at: int) -> int:
    before = content[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1
