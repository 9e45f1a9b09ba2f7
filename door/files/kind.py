"""파일 종류 what the bytes are, whatever the file is called."""

from enum import Enum, auto

from door.files.limits import Limits
from states.refusals import Refusal

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE = "엑셀에서 열어 'Excel 통합 문서(.xlsx)'로 다시 저장해"
_WRITE = "내용을 엑셀의 표로 옮겨 .xlsx나 .csv로 저장해"
_UNPACK = "압축을 풀어 안에 든 .xlsx나 .csv를"
_SIGNATURES = (
    (b"%PDF-", "PDF 문서", _WRITE),
    (b"HWP Document File", "한글(HWP) 문서", _WRITE),
    (b"\x89PNG", "그림", _WRITE),
    (b"\xff\xd8\xff", "그림", _WRITE),
    (b"GIF8", "그림", _WRITE),
    (b"II*\x00", "그림", _WRITE),
    (b"MM\x00*", "그림", _WRITE),
    (b"RIFF", "그림이나 소리", _WRITE),
    (b"{\\rtf", "서식 있는 글(RTF)", _WRITE),
    (b"7z\xbc\xaf\x27\x1c", "압축 파일", _UNPACK),
    (b"Rar!", "압축 파일", _UNPACK),
    (b"\x1f\x8b", "압축 파일", _UNPACK),
    (b"MZ", "실행 파일", _WRITE),
    (b"\x7fELF", "실행 파일", _WRITE),
    (b"SQLite format 3", "데이터베이스", _WRITE),
)
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head")
#: what lies in an old Office file, by the names of its streams
_STREAMS = (
    ("HwpSummaryInformation", "한글(HWP) 문서", _WRITE),
    ("WordDocument", "워드 문서", _WRITE),
    ("PowerPoint Document", "파워포인트 문서", _WRITE),
)
_BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n,;\x00"


class FileKind(Enum):
    TEXT = auto()
    WORKBOOK = auto()


class FileEmpty(Refusal):
    code = "file.empty"
    text = "파일에 아무것도 없습니다. 표를 저장한 파일이 맞는지 확인해 다시 올려 주세요."


class FileTooLarge(Refusal):
    code = "file.too_large"
    text = "파일이 {size:,}바이트입니다. {most:,}바이트까지 받습니다. 맞는 파일인지 보고, 나누어 올려 주세요."


class NotASheet(Refusal):
    code = "file.not_a_sheet"
    text = (
        "{what:은/는} 표로 읽을 수 없습니다. {how} 다시 올려 주세요. 파일의 이름을 바꾸는 것으로는 안 됩니다."
    )


class FileLocked(Refusal):
    code = "file.locked"
    text = "암호가 걸린 파일입니다. 엑셀에서 열어 암호를 풀고 저장해 다시 올려 주세요."


def kind_of(content: bytes, limits: Limits) -> FileKind:
    """Say whether it is text or a ZIP that may be a workbook; refuse what can only be something else."""
    if not content.strip(_BLANK):
        raise FileEmpty()
    if len(content) > limits.content:
        raise FileTooLarge(size=len(content), most=limits.content)
    if content.startswith(_OLE):
        raise _in_old_office(content)
    for signature, what, how in _SIGNATURES:
        if content.startswith(signature):
            raise NotASheet(what=what, how=how)
    if content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise NotASheet(what="웹 페이지(HTML·XML)로 저장한 표", how=_SAVE)
    return FileKind.WORKBOOK if content[:4] in (_ZIP + b"\3\4", _ZIP + b"\5\6") else FileKind.TEXT


def _in_old_office(content: bytes) -> Refusal:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return FileLocked()
    for stream, what, how in _STREAMS:
        if stream.encode("utf-16-le") in content:
            return NotASheet(what=what, how=how)
    return NotASheet(what="옛 엑셀 파일(.xls)", how=_SAVE)
