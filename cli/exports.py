"""내보내기 명령: a sheet, a result or the journal as a file for another office."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cli.answer import answering, opened, say_json
from cli.options import Code, Council, Force, JsonOption, Poll, YearOption, numbered
from cli.who import proven
from door import saving
from door.exports.asked import NothingToExport, Scope
from door.exports.kinds import NAMED, Format, Kind, NamesOnly, export, judge_format, parts_of, take_names
from door.house import House
from models.cycle import cycle_of
from models.session import reading
from states.refusals import Refusal
from states.track import Track

_KINDS = ", ".join(f"{kind}({kind.label})" for kind in Kind)
_Kind = Annotated[Kind, typer.Argument(metavar="갈래", help=f"내보낼 것: {_KINDS}")]
_Track = Annotated[Track | None, typer.Option("--track", help="유형. 적지 않으면 모든 유형")]
_Bureau = Annotated[str | None, typer.Option("--bureau", help="소관부서 코드. 적지 않으면 모든 부서")]
_Names = Annotated[
    bool,
    typer.Option("--with-names", help="제안자의 성명과 연락처도 담습니다. --by와 --reason이 일지에 남습니다"),
]
_By = Annotated[int | None, numbered("--by", "본인의 번호(--with-names)")]
_Why = Annotated[str, typer.Option("--reason", help="성명을 담는 까닭(--with-names)")]
_Format = Annotated[Format | None, typer.Option("--format", help="xlsx, csv, 일지는 csv나 jsonl")]
_Out = Annotated[Path | None, typer.Option("--out", help="쓸 파일. 적지 않으면 갈래와 해로 짓습니다")]
_Each = Annotated[
    bool, typer.Option("--each", help="부서마다, 채점표는 협의회마다 파일 하나씩. --out은 폴더의 이름")
]
#: which choices a kind understands; another would be passed over in silence
_USES: dict[Kind, set[str]] = {
    Kind.PROPOSALS: {"--track", "--bureau", "--with-names"},
    Kind.CLASSIFICATION: {"--track", "--bureau", "--each"},
    Kind.SCORES: {"--council", "--each"},
    Kind.REVIEW: {"--track"},
    Kind.VOTE: {"--track"},
    Kind.BALLOTS: {"--poll"},
    Kind.DRAFTS: {"--track", "--bureau", "--each"},
    Kind.DECISIONS: {"--track", "--bureau", "--each"},
    Kind.JOURNAL: set(),
    Kind.PEOPLE: {"--with-names"},
    Kind.SCHOOL: {"--with-names"},
}


class OptionNotUsed(Refusal):
    code = "export.option"
    text = "{option:은/는} {kind}에 쓰지 않습니다. 그 선택을 빼고 다시 해 주세요."


class NamesUnsigned(Refusal):
    code = "export.names_unsigned"
    text = (
        "성명과 연락처가 담긴 목록은 누가 왜 가져가는지 일지에 남깁니다. --by와 --reason을 함께 적어 주세요."
    )


def export_(
    kind: _Kind,
    cycle: YearOption,
    track: _Track = None,
    bureau: _Bureau = None,
    council: Council = None,
    poll: Poll = None,
    with_names: _Names = False,
    by: _By = None,
    reason: _Why = "",
    code: Code = None,
    format: _Format = None,
    each: _Each = False,
    out: _Out = None,
    force: Force = False,
    as_json: JsonOption = False,
) -> None:
    """파일을 내보냅니다. 작업표는 채워서 `hanmadang import`로 다시 올립니다."""
    scope = Scope(cycle, track, bureau, council, poll, with_names)
    with answering(as_json):
        _refuse_idle(kind, scope, each=each)
        if kind in NAMED and not with_names:
            raise NamesOnly(kind=kind.label)
        wanted = judge_format(kind, format or _said_by(out))
        path = out or Path("." if each else f"{_named(kind, scope)}.{wanted}")
        if not each:
            saving.judge(path, force=force)
        house = opened()
        if with_names:
            _trace(house, kind, cycle, by, code, reason)
        some = _files(house, kind, scope, wanted, path) if each else {path: scope}
        told = [_written(house, kind, part, wanted, file, force=force) for file, part in some.items()]
        _say(kind, told, each=each, as_json=as_json)


def _said_by(out: Path | None) -> Format | None:
    """The format that a file's name says, where it says one."""
    suffix = out.suffix[1:].lower() if out else ""
    return Format(suffix) if suffix in set(Format) else None


def _files(house: House, kind: Kind, scope: Scope, format: Format, folder: Path) -> dict[Path, Scope]:
    """A file for each office."""
    with reading(house.engine) as session:
        cycle_of(session, scope.year)
        parts = parts_of(house, session, kind, scope)
    if not parts:
        raise NothingToExport(what=kind.label)
    return {folder / f"{_named(kind, part)}.{format}": part for part in parts}


def _say(kind: Kind, told: list[dict[str, Any]], *, each: bool, as_json: bool) -> None:
    if as_json:
        say_json({"files": told} if each else told[0])
        return
    for one in told:
        typer.echo(f"{kind.label}: {one['file']}({one['rows']:,}행, {one['bytes']:,}바이트)")


def _trace(house: House, kind: Kind, cycle: int, by: int | None, code: str | None, reason: str) -> None:
    """Who takes names out is noted before they leave."""
    if by is None:
        raise NamesUnsigned()
    where = None if kind in NAMED else cycle  # the register is the city's, also while a cycle is practised
    take_names(house, cycle, kind, staff=proven(house, where, by, code, reason=reason))


def _written(
    house: House, kind: Kind, scope: Scope, format: Format, path: Path, *, force: bool
) -> dict[str, Any]:
    with reading(house.engine) as session:
        cycle_of(session, scope.year)
        made = export(house, session, kind, scope, format)
        size = saving.save_by(path, lambda file: file.writelines(made.pieces), force=force)
    named = {"kind": kind, "cycle": scope.year, "format": format}
    return {**named, "file": str(path), "rows": made.rows, "bytes": size}


def _named(kind: Kind, scope: Scope) -> str:
    parts = (scope.track, scope.bureau, scope.council, scope.poll)
    return "-".join(
        [kind, str(scope.year), *(str(part) or "unassigned" for part in parts if part is not None)]
    )


def _refuse_idle(kind: Kind, scope: Scope, *, each: bool) -> None:
    given = {
        "--track": scope.track,
        "--bureau": scope.bureau,
        "--council": scope.council,
        "--poll": scope.poll,
        "--with-names": scope.with_names or None,
        "--each": each or None,
    }
    for option, value in given.items():
        if value is not None and option not in _USES[kind]:
            raise OptionNotUsed(option=option, kind=kind.label)
