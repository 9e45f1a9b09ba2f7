"""압축 the parts of an XLSX, which is a ZIP: measured before anything is unpacked, and while it is."""

import io
import struct
import zipfile
import zlib
from collections.abc import Set

from door.files.kind import FileLocked, NotASheet
from door.files.limits import MEBI, Limits
from door.files.words import shown
from states.refusals import Refusal

_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OSError)
_ENCRYPTED = 0x1
_KNOWN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SAVE = "엑셀에서 열어 'Excel 통합 문서(.xlsx)'로 다시 저장해"
_WRITE = "내용을 엑셀의 표로 옮겨 .xlsx나 .csv로 저장해"
#: what other ZIPs are, by a part that they have
_OTHERS = (
    ("Contents/content.hpf", "한글(HWPX) 문서", _WRITE),
    ("word/document.xml", "워드 문서", _WRITE),
    ("ppt/presentation.xml", "파워포인트 문서", _WRITE),
    ("xl/workbook.bin", "엑셀 이진 파일(.xlsb)", _SAVE),
    ("content.xml", "오픈도큐먼트(.ods)", _SAVE),
)
WORKBOOK = "xl/workbook.xml"


class FileDamaged(Refusal):
    code = "file.damaged"
    text = "엑셀 파일이 깨져 읽을 수 없습니다({part}). 엑셀에서 열어 다시 저장한 뒤 올려 주세요."


class FileSwells(Refusal):
    code = "file.bomb"
    text = (
        "풀면 {size:,}바이트가 되는 파일입니다. {most:,}바이트까지 풉니다. 받은 곳을 확인하고, 엑셀에서 필요한 "
        "표만 새 파일로 저장해 올려 주세요."
    )


class TooManyParts(Refusal):
    code = "file.too_many_parts"
    text = "엑셀 파일 안에 조각이 {given:,}개 있습니다. {most:,}개까지 읽습니다. 필요한 시트만 새 파일로 저장해 올려 주세요."


class MacroInside(Refusal):
    code = "file.macro"
    text = "매크로가 든 엑셀 파일입니다. 매크로 없이 'Excel 통합 문서(.xlsx)'로 다시 저장해 올려 주세요."


class OutsideLinks(Refusal):
    code = "file.outside_links"
    text = "다른 파일이나 데이터베이스에 이어진 엑셀 파일입니다({part}). 연결을 끊고 값만 붙여 넣어 다시 올려 주세요."


class Archive:
    """An XLSX whose parts can be asked for, all together no more than the limits say."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN:
            raise FileDamaged(part="ZIP") from None
        self._most = min(limits.unpacked, max(limits.spared, limits.ratio * len(content)))
        self._left = self._most
        self._judge(limits)

    @property
    def names(self) -> Set[str]:
        return set(self._zip.namelist())

    @property
    def most(self) -> int:
        """How many bytes it may come to."""
        return self._most

    def part(self, name: str) -> bytes:
        """Unpack a part; more than was announced is more than is read."""
        pieces = []
        try:
            with self._zip.open(name) as packed:
                while piece := packed.read(MEBI):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise FileSwells(size=self._most - self._left, most=self._most)
                    pieces.append(piece)
        except KeyError:
            raise FileDamaged(part=f"{shown(name)} 없음") from None
        except _BROKEN:
            raise FileDamaged(part=shown(name)) from None
        return b"".join(pieces)

    def _judge(self, limits: Limits) -> None:
        infos = self._zip.infolist()
        if len(infos) > limits.parts:
            raise TooManyParts(given=len(infos), most=limits.parts)
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise FileLocked()
        if (size := sum(info.file_size for info in infos)) > self._most:
            raise FileSwells(size=size, most=self._most)
        if len(self.names) < len(infos) or any(info.compress_type not in _KNOWN for info in infos):
            raise FileDamaged(part="ZIP 목록")
        self._judge_names()

    def _judge_names(self) -> None:
        for part, what, how in _OTHERS:
            if part in self.names:
                raise NotASheet(what=what, how=how)
        if WORKBOOK not in self.names:
            raise NotASheet(what="압축 파일", how="압축을 풀어 안에 든 .xlsx나 .csv를")
        for name in sorted(self.names):
            if name.endswith("vbaProject.bin"):
                raise MacroInside()
            if name.startswith(("xl/externalLinks/", "xl/queryTables/")) or name == "xl/connections.xml":
                raise OutsideLinks(part=shown(name))
