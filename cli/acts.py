"""담당자 명령: what staff do to a year's calendar and lanes, from a shell."""

from typing import Annotated

import typer

from cli.answer import JsonOption, YearOption, answering, opened, say
from cli.seeing import DryRun, Yes, seen
from cli.who import By, Code, Number, Why, looking, proven
from door import staff
from door.house import House
from door.plan_files import text_of
from door.staff import Staff, korean
from states.plan_reader import read
from states.stage import Stage
from states.track import Track
from states.window import say_moment

Closes = Annotated[str, typer.Option("--closes", help="새 마감(한국 시각), 예: '2027-03-10 18:00'")]
Lane = Annotated[Track, typer.Option("--track", help="유형")]


def open_(
    plan: Annotated[str, typer.Argument(metavar="연도|파일", help="운영계획의 연도나 파일")],
    by: By,
    practice: Annotated[
        bool, typer.Option("--practice", help="연습 주기로 엽니다. 아무에게도 알림이 가지 않습니다")
    ] = False,
    act: Number = None,
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """운영계획으로 새 주기를 엽니다."""
    with answering(as_json):
        house, text = opened(), text_of(plan)
        who = proven(house, None if practice else read(text).year, by, code, act=act)
        year = staff.open_cycle(house, text, staff=who, practice=practice)
        say(as_json, {"cycle": year}, f"{year}년 주기를 열었습니다.")


def extend(
    cycle: YearOption,
    stage: Annotated[Stage, typer.Option("--stage", help="단계")],
    closes: Closes,
    reason: Why,
    by: By,
    track: Annotated[
        Track | None, typer.Option("--track", help="유형. 총회부터의 단계면 적지 않습니다")
    ] = None,
    act: Number = None,
    code: Code = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: JsonOption = False,
) -> None:
    """마감 전인 단계의 마감을 늦춥니다."""
    with answering(as_json):
        moment = korean(closes)
        house = opened()

        def deed(house: House, who: Staff) -> dict[str, object]:
            return staff.extend(house, cycle, track, stage, closes=moment, staff=who)

        here = seen(
            house, lambda trial: deed(trial, looking(by, reason)), yes=yes, dry_run=dry_run, as_json=as_json
        )
        moved = deed(here, proven(house, cycle, by, code, act=act, reason=reason))
        name = f"{staff.name_of(house, cycle, track)} " if track else ""
        say(as_json, moved, f"{name}{stage.label} 마감: {say_moment(moment)}")


def reopen(
    cycle: YearOption,
    track: Lane,
    closes: Closes,
    reason: Why,
    by: By,
    act: Number = None,
    code: Code = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: JsonOption = False,
) -> None:
    """한 유형의 바로 앞 단계를 다시 엽니다."""
    with answering(as_json):
        moment = korean(closes)
        house = opened()

        def deed(house: House, who: Staff) -> dict[str, str]:
            return staff.reopen(house, cycle, track, closes=moment, staff=who)

        here = seen(
            house, lambda trial: deed(trial, looking(by, reason)), yes=yes, dry_run=dry_run, as_json=as_json
        )
        moved = deed(here, proven(house, cycle, by, code, act=act, reason=reason))
        name = staff.name_of(house, cycle, track)
        say(
            as_json,
            moved,
            f"{name}: {Stage(moved['to']).label} 단계를 다시 열었습니다. 마감: {say_moment(moment)}",
        )


def hold(
    cycle: YearOption,
    track: Lane,
    reason: Why,
    by: By,
    act: Number = None,
    code: Code = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: JsonOption = False,
) -> None:
    """한 유형을 세웁니다. 풀 때까지 다음 단계로 넘어가지 않습니다."""
    with answering(as_json):
        house = opened()

        def deed(house: House, who: Staff) -> bool:
            return staff.hold(house, cycle, track, staff=who)

        here = seen(
            house, lambda trial: deed(trial, looking(by, reason)), yes=yes, dry_run=dry_run, as_json=as_json
        )
        held = deed(here, proven(house, cycle, by, code, act=act, reason=reason))
        say(as_json, {"held": held}, f"{staff.name_of(house, cycle, track)}: 보류했습니다.")


def release(
    cycle: YearOption,
    track: Lane,
    reason: Why,
    by: By,
    act: Number = None,
    code: Code = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: JsonOption = False,
) -> None:
    """보류를 풉니다."""
    with answering(as_json):
        house = opened()

        def deed(house: House, who: Staff) -> bool:
            return staff.release(house, cycle, track, staff=who)

        here = seen(
            house, lambda trial: deed(trial, looking(by, reason)), yes=yes, dry_run=dry_run, as_json=as_json
        )
        held = deed(here, proven(house, cycle, by, code, act=act, reason=reason))
        say(as_json, {"held": held}, f"{staff.name_of(house, cycle, track)}: 보류를 풀었습니다.")


def leave(
    cycle: YearOption,
    track: Lane,
    reason: Why,
    by: By,
    act: Number = None,
    code: Code = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: JsonOption = False,
) -> None:
    """한 유형을 올해에서 뺍니다. 되돌릴 수 없습니다."""
    with answering(as_json):
        house = opened()

        def deed(house: House, who: Staff) -> str:
            return staff.leave(house, cycle, track, staff=who)

        here = seen(
            house, lambda trial: deed(trial, looking(by, reason)), yes=yes, dry_run=dry_run, as_json=as_json
        )
        state = deed(here, proven(house, cycle, by, code, act=act, reason=reason))
        say(as_json, {"state": state}, f"{staff.name_of(house, cycle, track)}: 올해에서 뺐습니다.")


def close(
    cycle: YearOption,
    by: By,
    act: Number = None,
    code: Code = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: JsonOption = False,
) -> None:
    """협약 기간이 끝난 주기를 종료합니다. 되돌릴 수 없습니다."""
    with answering(as_json):
        house = opened()
        here = seen(
            house,
            lambda trial: staff.close(trial, cycle, staff=looking(by)),
            yes=yes,
            dry_run=dry_run,
            as_json=as_json,
        )
        year = staff.close(here, cycle, staff=proven(house, cycle, by, code, act=act))
        say(as_json, {"cycle": year}, f"{year}년 주기를 종료했습니다.")
