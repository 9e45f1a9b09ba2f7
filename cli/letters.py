"""공문 명령: an official letter as a Word document, under a number of the year's register."""

from pathlib import Path
from typing import Annotated

import typer

from cli.answer import answering, opened, say_json
from cli.options import Code, Force, JsonOption, Number, Poll, YearOption, numbered
from cli.who import proven
from door import saving
from door.house import House
from door.letters.issue import Written, issue, written
from door.staff import Staff
from door.vote import only_poll
from states.letter import Kind
from states.refusals import Refusal

By = Annotated[int | None, numbered("--by", "담당자 번호. 일지에 남습니다")]
Out = Annotated[Path | None, typer.Option("--out", help="쓸 파일. 적지 않으면 종류와 번호로 짓습니다")]


class KindMissing(Refusal):
    code = "letter.kind_missing"
    text = "무슨 공문인지 적어 주세요: {known}. 이미 낸 것을 다시 뽑으려면 --number에 문서번호를 적습니다."


class SignerMissing(Refusal):
    code = "letter.by_missing"
    text = "공문을 새로 내려면 담당자 번호를 --by에 적어 주세요. 일지에 남습니다."


def letter(
    cycle: YearOption,
    kind: Annotated[
        Kind | None, typer.Argument(metavar="종류", help=", ".join(f"{k}({k.label})" for k in Kind))
    ] = None,
    by: By = None,
    project: Annotated[int | None, numbered("--project", "사업 번호(결과 통보)")] = None,
    meeting: Annotated[int | None, numbered("--meeting", "회의 번호(소집 통지)")] = None,
    objection: Annotated[int | None, numbered("--objection", "이의신청 번호(결정 통지)")] = None,
    poll: Poll = None,
    number: Annotated[int | None, numbered("--number", "이미 낸 공문을 이 문서번호로 다시 뽑습니다")] = None,
    out: Out = None,
    force: Force = False,
    act: Number = None,
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """공문을 냅니다. 문서번호가 붙고 일지에 남습니다. 같은 내용이면 같은 번호로 다시 뽑힙니다."""
    about = {Kind.RESULT: project, Kind.MEETING: meeting, Kind.OBJECTION: objection}
    with answering(as_json):
        if out is not None:
            saving.judge(out, force=force)
        house = opened()
        if number is not None:
            made = written(house, cycle, number)
        elif kind is None:
            raise KindMissing(known=", ".join(f"{one}({one.label})" for one in Kind))
        else:
            made = _issued(house, cycle, kind, poll, about, _signed(house, cycle, by, code, act))
        path = out or Path(f"letter-{cycle}-{made.number:04}-{made.kind}.docx")
        size = saving.save(path, made.docx, force=force)
        _say(as_json, cycle, made, path, size)


def _signed(house: House, year: int, by: int | None, code: str | None, act: str | None) -> Staff:
    if by is None:
        raise SignerMissing()
    return proven(house, year, by, code, act=act)


def _issued(
    house: House, year: int, kind: Kind, poll: str | None, about: dict[Kind, int | None], staff: Staff
) -> Written:
    if kind is Kind.VOTE:
        return issue(house, year, kind, poll=poll or only_poll(house, year), staff=staff)
    return issue(house, year, kind, number=about.get(kind), staff=staff)


def _say(as_json: bool, year: int, made: Written, path: Path, size: int) -> None:
    if as_json:
        told = {
            **{"cycle": year, "kind": made.kind, "number": made.number, "named": made.named},
            **{"about": made.about, "content": made.content, "file": str(path), "bytes": size},
        }
        say_json(told)
    else:
        typer.echo(f"{made.kind.label} {made.named}: {path}")
