"""밀린 마감 명령: deadlines that came while nothing ran, and what a person decides of each."""

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from cli.answer import FIRST_YEAR, LAST_YEAR, JsonOption, answering, opened, say, say_json
from cli.seeing import DryRun, Yes, seen
from cli.who import Code, Number, looking, proven
from door import outage, staff
from door.house import House
from door.staff import Staff
from states.refusals import Refusal
from states.track import Track


class Answer(StrEnum):
    """What a person decides."""

    RUN = "run"
    HOLD = "hold"


class AnswerIncomplete(Refusal):
    code = "outage.incomplete"
    text = "정하려면 주기(--cycle), 할 일(--answer), 본인의 번호(--by)를 적어 주세요. 보류(hold)는 유형(--track)에만 합니다."


def missed(
    cycle: Annotated[
        int | None, typer.Option("--cycle", help="예산 주기의 연도", min=FIRST_YEAR, max=LAST_YEAR)
    ] = None,
    track: Annotated[
        Track | None, typer.Option("--track", help="유형. 총회부터의 단계면 적지 않습니다")
    ] = None,
    answer: Annotated[
        Answer | None, typer.Option("--answer", help="run: 그대로 넘기기, hold: 넘기지 않고 보류")
    ] = None,
    by: Annotated[int | None, typer.Option("--by", help="본인의 번호", min=1, max=999_999_999)] = None,
    reason: Annotated[str, typer.Option("--reason", help="까닭. 개인정보는 적지 마세요")] = "",
    act: Number = None,
    code: Code = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: JsonOption = False,
) -> None:
    """점검이 멈춘 동안 지나 사람에게 묻는 마감을 보여 주고, 어떻게 할지 정합니다."""
    with answering(as_json):
        house = opened()
        if answer is None:
            _list(house, as_json)
            return
        if cycle is None or by is None or (answer is Answer.HOLD and track is None):
            raise AnswerIncomplete()
        year = cycle

        def deed(house: House, who: Staff) -> object:
            if answer is Answer.HOLD and track is not None:
                return staff.hold(house, year, track, staff=who)
            return outage.run(house, year, track, staff=who)

        here = seen(
            house, lambda trial: deed(trial, looking(by, reason)), yes=yes, dry_run=dry_run, as_json=as_json
        )
        done = deed(here, proven(house, year, by, code, act=act, reason=reason))
        said = "보류했습니다." if answer is Answer.HOLD else "밀린 마감을 처리했습니다."
        say(as_json, {"done": done}, said)


def _list(house: House, as_json: bool) -> None:
    asked = outage.questions(house)
    if as_json:
        say_json({"missed": [{**asdict(one), "text": str(one)} for one in asked]})
        return
    for one in asked:
        typer.echo(str(one))
    if not asked:
        typer.echo("물어볼 밀린 마감이 없습니다.")
