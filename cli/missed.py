"""밀린 마감 명령: deadlines that came while nothing ran, and what a person decides of each."""

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from cli.answer import answering, say_json
from cli.hand import Hand
from cli.options import Code, DryRun, JsonOption, MaybeBy, MaybeYear, Number, StageTrack, Yes
from door import outage, staff
from door.house import House
from states.refusals import Refusal


class Answer(StrEnum):
    """What a person decides."""

    RUN = "run"
    HOLD = "hold"


class AnswerIncomplete(Refusal):
    code = "outage.incomplete"
    text = "정하려면 주기(--cycle), 할 일(--answer), 본인의 번호(--by)를 적어 주세요. 보류(hold)는 유형(--track)에만 합니다."


def missed(
    cycle: MaybeYear = None,
    track: StageTrack = None,
    answer: Annotated[
        Answer | None, typer.Option("--answer", help="run: 그대로 넘기기, hold: 넘기지 않고 보류")
    ] = None,
    by: MaybeBy = None,
    reason: Annotated[str, typer.Option("--reason", help="까닭. 개인정보는 적지 마세요")] = "",
    act: Number = None,
    code: Code = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: JsonOption = False,
) -> None:
    """점검이 멈춘 동안 지나 사람에게 묻는 마감을 보여 주고, 어떻게 할지 정합니다."""
    hand = Hand(by, act, code, reason, yes=yes, dry_run=dry_run, as_json=as_json)
    with answering(as_json):
        if answer is None:
            _list(hand.house, as_json)
        elif cycle is None or by is None:
            raise AnswerIncomplete()
        elif answer is Answer.RUN:
            done = hand.looks_and_does(cycle, lambda house, who: outage.run(house, cycle, track, staff=who))
            hand.says({"done": done}, "밀린 마감을 처리했습니다.")
        elif track is None:
            raise AnswerIncomplete()
        else:
            held = hand.looks_and_does(cycle, lambda house, who: staff.hold(house, cycle, track, staff=who))
            hand.says({"done": held}, "보류했습니다.")


def _list(house: House, as_json: bool) -> None:
    asked = outage.questions(house)
    if as_json:
        say_json({"missed": [{**asdict(one), "text": str(one)} for one in asked]})
        return
    for one in asked:
        typer.echo(str(one))
    if not asked:
        typer.echo("물어볼 밀린 마감이 없습니다.")
