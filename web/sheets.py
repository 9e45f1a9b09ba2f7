"""내려받을 파일 a sheet, a result or the journal on its way to a browser."""

from dataclasses import replace
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile

from fastapi.responses import Response, StreamingResponse
from starlette.background import BackgroundTask

from door.exports.asked import NothingToExport, Scope
from door.exports.kinds import Format, Kind, export, parts_of
from door.house import House
from models.cycle import cycle_of
from models.session import reading

_PIECE = 64 * 1024
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "zip": "application/zip",
}


def one_sheet(house: House, kind: Kind, scope: Scope, format: Format) -> Response:
    """A file; it is whole before the answer begins."""
    file = TemporaryFile()  # noqa: SIM115  # closed when it has been sent
    try:
        _write(house, kind, scope, format, file)
    except BaseException:
        file.close()
        raise
    return _sent(file, kind, scope.year, format)


def each_sheet(house: House, kind: Kind, scope: Scope, format: Format) -> Response:
    """A file for each office, in one archive."""
    with reading(house.engine) as session:
        cycle_of(session, scope.year)
        parts = parts_of(house, session, kind, scope)
    if not parts:
        raise NothingToExport(what=kind.label)
    file = TemporaryFile()  # noqa: SIM115  # closed when it has been sent
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for part in parts:
            office = part.council if kind is Kind.SCORES else part.bureau
            with archive.open(f"{kind}-{scope.year}-{office or 'unassigned'}.{format}", "w") as member:
                _write(house, kind, part, format, member)
    return _sent(file, kind, scope.year, "zip")


def _write(house: House, kind: Kind, scope: Scope, format: Format, file: IO[bytes]) -> None:
    with reading(house.engine) as session:
        cycle_of(session, scope.year)
        file.writelines(export(house, session, kind, replace(scope, with_names=False), format).pieces)


def _sent(file: IO[bytes], kind: Kind, year: int, ending: str) -> Response:
    file.seek(0)
    named = f"filename=\"{kind}-{year}.{ending}\"; filename*=UTF-8''{quote(f'{kind.label} {year}.{ending}')}"
    headers = {"content-disposition": f"attachment; {named}"}
    pieces = iter(lambda: file.read(_PIECE), b"")
    return StreamingResponse(
        pieces, media_type=_TYPES[ending], headers=headers, background=BackgroundTask(file.close)
    )
