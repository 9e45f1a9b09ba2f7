"""올리기 명령: a file is brought into a cycle, or every row that cannot be is told."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from cli.answer import REFUSED, WRONG_USE, answering, opened, say_json
from cli.options import Code, JsonOption, Poll, YearOption, numbered
from cli.table import columns
from cli.who import proven
from door.files.faults import Fault, NoRowGood, RowsFaulty
from door.imports.content import FileUnreadable, content_of
from door.imports.fault_file import fault_file
from door.imports.kinds import IMPORTERS, importer_of
from door.imports.order import Answer, Order, State
from door.imports.walk import bring
from states.refusals import Refusal
from states.track import Track

_SHOWN = 30  #: faults that a terminal shows
_SAID = {
    State.DONE: "올렸습니다.",
    State.BEFORE: "이미 처리한 파일입니다. 아무것도 바뀌지 않았습니다.",
    State.PREVIEW: "미리 보기입니다. 아무것도 바꾸지 않았습니다.",
}

_Kind = Annotated[str, typer.Argument(metavar="갈래", help=f"파일의 갈래: {', '.join(IMPORTERS)}")]
_File = Annotated[str, typer.Argument(metavar="파일", help="CSV나 XLSX 파일")]
_By = Annotated[int | None, numbered("--by", "담당자 번호. 일지에 남습니다")]
_Track = Annotated[Track | None, typer.Option("--track", help="유형. 제안 목록에 유형 열이 없을 때 적습니다")]
_Council = Annotated[int | None, numbered("--council", "채점표의 협의회(단위 번호)")]
_Good = Annotated[bool, typer.Option("--accept-good", help="고칠 곳이 있는 행은 두고 맞는 행만 넣습니다")]
_Preview = Annotated[bool, typer.Option("--preview", help="무엇이 달라질지 보기만 합니다")]
_Faults = Annotated[str | None, typer.Option("--faults", help="고칠 곳을 모두 적을 새 CSV 파일")]


class FaultsNotWritten(FileUnreadable):
    code = "import.faults_not_written"
    text = "고칠 곳을 {name}에 적을 수 없습니다: {reason}. 없는 파일의 이름을 적어 다시 해 주세요."


class OptionNotForKind(Refusal):
    code = "import.option"
    text = "{option:은/는} {kinds} 파일에만 씁니다. 그 선택을 빼고 다시 해 주세요."


def import_(
    kind: _Kind,
    file: _File,
    cycle: YearOption,
    track: _Track = None,
    council: _Council = None,
    poll: Poll = None,
    accept_good: _Good = False,
    preview: _Preview = False,
    faults: _Faults = None,
    by: _By = None,
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """파일을 주기에 올립니다. 맞지 않는 행이 있으면 아무것도 넣지 않고 행마다 무엇을 고칠지 알립니다."""
    with answering(as_json):
        _refuse_idle(kind, track, council, poll)
        try:
            content = content_of(file)
            _refuse_unwritable(faults)
            house = opened()
            where = None if importer_of(kind).city else cycle
            actor = "command" if by is None or preview else proven(house, where, by, code).by
            order = Order(kind, cycle, content, actor, track, council, poll, accept_good)
            answer = bring(house, order, preview=preview)
        except FileUnreadable as refusal:
            _refuse(refusal, as_json, code=WRONG_USE)
        except (RowsFaulty, NoRowGood) as refusal:
            found: Any = refusal.facts.get("faults", ())
            _write_faults(found, faults)
            _refuse(refusal, as_json, found)
        _write_faults(answer.faults, faults)
        _say(answer, order, as_json)
        if answer.count and not accept_good:  # a preview of what would be refused
            raise typer.Exit(REFUSED)


def _refuse_idle(kind: str, track: Track | None, council: int | None, poll: str | None) -> None:
    """An option that does nothing would be taken for one that does."""
    given = {"--track": (track, "proposals"), "--council": (council, "scores"), "--poll": (poll, "ballots")}
    for option, (value, its_kind) in given.items():
        if value is not None and kind != its_kind:
            raise OptionNotForKind(option=option, kinds=its_kind)


def _refuse_unwritable(name: str | None) -> None:
    if name is not None and Path(name).exists():
        raise FaultsNotWritten(name=f"'{name}'", reason="같은 이름의 파일이 이미 있음")
    if name is not None and not Path(name).parent.is_dir():
        raise FaultsNotWritten(name=f"'{name}'", reason="그런 폴더가 없음")


def _write_faults(faults: Sequence[Fault], name: str | None) -> None:
    if name is None:
        return
    try:
        Path(name).write_bytes(fault_file(faults))
    except OSError as error:
        raise FaultsNotWritten(name=f"'{name}'", reason=str(error.strerror)) from None


def _refuse(refusal: Refusal, as_json: bool, faults: Sequence[Fault] = (), *, code: int = REFUSED) -> None:
    if as_json:
        told = {"ok": False, "code": refusal.code, "text": _head(refusal), "faults": _as_rows(faults)}
        say_json(told)
    else:
        typer.echo(f"{_head(refusal)} [{refusal.code}]", err=True)
        _list(faults, len(faults), err=True)
    raise typer.Exit(code)


def _head(refusal: Refusal) -> str:
    """What a refusal says before it lists its rows."""
    return str(refusal).partition("\n")[0]


def _say(answer: Answer, order: Order, as_json: bool) -> None:
    rows = {"added": answer.added, "changed": answer.changed, "same": answer.same, "faulty": answer.faulty}
    if as_json:
        told = {"ok": True, "kind": order.kind, "cycle": order.year, "state": answer.state, "rows": rows}
        more = {"changes": answer.told, "result": answer.result, "faults": _as_rows(answer.faults)}
        say_json({**told, "source": answer.source, **more})
        return
    typer.echo(f"{answer.name}: {answer.source}")
    table = columns("새로운 행", "바뀐 행", "그대로인 행", "고칠 행")
    table.add_row(*(f"{count:,}" for count in rows.values()))
    Console().print(table)
    for line in answer.told:
        typer.echo(f"  {line}")
    _list(answer.faults, answer.count)
    typer.echo(_SAID[answer.state])


def _list(faults: Sequence[Fault], count: int, *, err: bool = False) -> None:
    shown = faults[:_SHOWN] if sys.stdout.isatty() else faults
    for fault in shown:
        typer.echo(f"  {fault}", err=err)
    if count > len(shown):
        typer.echo(
            f"  … 그 밖에 {count - len(shown):,}군데. --faults 파일.csv로 모두 받을 수 있습니다.", err=err
        )


def _as_rows(faults: Sequence[Fault]) -> list[dict[str, object]]:
    return [
        {"row": one.row, "column": one.place, "name": one.name, "code": one.code, "text": one.said}
        for one in faults
    ]
