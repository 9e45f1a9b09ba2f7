"""담당자 명령: what staff do to a year's calendar and lanes, from a shell."""

import secrets
from typing import Annotated

import typer

from cli.answer import JsonOption, answering, opened, say_json
from door import staff
from door.plan_files import text_of
from door.staff import Staff, korean
from states.stage import Stage
from states.track import Track
from states.window import say_moment

Year = Annotated[int, typer.Option("--cycle", help="예산 주기의 연도")]
By = Annotated[int, typer.Option("--by", help="담당자 번호. 일지에 남습니다", min=1)]
Why = Annotated[str, typer.Option("--reason", help="까닭. 개인정보는 적지 마세요")]
Closes = Annotated[str, typer.Option("--closes", help="새 마감(한국 시각), 예: '2027-03-10 18:00'")]
Lane = Annotated[Track, typer.Option("--track", help="유형")]
Number = Annotated[str | None, typer.Option("--act", help="접수 번호. 같은 번호는 한 번만 처리합니다")]


def open_(
    plan: Annotated[str, typer.Argument(metavar="연도|파일", help="운영계획의 연도나 파일")],
    by: By,
    practice: Annotated[
        bool, typer.Option("--practice", help="연습 주기로 엽니다. 아무에게도 알림이 가지 않습니다")
    ] = False,
    act: Number = None,
    as_json: JsonOption = False,
) -> None:
    """운영계획으로 새 주기를 엽니다."""
    with answering(as_json):
        year = staff.open_cycle(opened(), text_of(plan), staff=_staff(act, by), practice=practice)
        _say(as_json, {"cycle": year}, f"{year}년 주기를 열었습니다.")


def extend(
    cycle: Year,
    stage: Annotated[Stage, typer.Option("--stage", help="단계")],
    closes: Closes,
    reason: Why,
    by: By,
    track: Annotated[
        Track | None, typer.Option("--track", help="유형. 총회부터의 단계면 적지 않습니다")
    ] = None,
    act: Number = None,
    as_json: JsonOption = False,
) -> None:
    """마감 전인 단계의 마감을 늦춥니다."""
    with answering(as_json):
        moment = korean(closes)
        moved = staff.extend(opened(), cycle, track, stage, closes=moment, staff=_staff(act, by, reason))
        _say(as_json, moved, f"{stage.label} 마감: {say_moment(moment)}")


def reopen(
    cycle: Year,
    track: Lane,
    closes: Closes,
    reason: Why,
    by: By,
    act: Number = None,
    as_json: JsonOption = False,
) -> None:
    """한 유형의 바로 앞 단계를 다시 엽니다."""
    with answering(as_json):
        moment = korean(closes)
        moved = staff.reopen(opened(), cycle, track, closes=moment, staff=_staff(act, by, reason))
        _say(as_json, moved, f"{Stage(moved['to']).label} 단계를 다시 열었습니다. 마감: {say_moment(moment)}")


def hold(
    cycle: Year, track: Lane, reason: Why, by: By, act: Number = None, as_json: JsonOption = False
) -> None:
    """한 유형을 세웁니다. 풀 때까지 다음 단계로 넘어가지 않습니다."""
    with answering(as_json):
        held = staff.hold(opened(), cycle, track, staff=_staff(act, by, reason))
        _say(as_json, {"held": held}, f"{track.label}: 보류했습니다.")


def release(
    cycle: Year, track: Lane, reason: Why, by: By, act: Number = None, as_json: JsonOption = False
) -> None:
    """보류를 풉니다."""
    with answering(as_json):
        held = staff.release(opened(), cycle, track, staff=_staff(act, by, reason))
        _say(as_json, {"held": held}, f"{track.label}: 보류를 풀었습니다.")


def leave(
    cycle: Year, track: Lane, reason: Why, by: By, act: Number = None, as_json: JsonOption = False
) -> None:
    """한 유형을 올해에서 뺍니다. 되돌릴 수 없습니다."""
    with answering(as_json):
        state = staff.leave(opened(), cycle, track, staff=_staff(act, by, reason))
        _say(as_json, {"state": state}, f"{track.label}: 올해에서 뺐습니다.")


def close(cycle: Year, by: By, act: Number = None, as_json: JsonOption = False) -> None:
    """협약 기간이 끝난 주기를 종료합니다. 되돌릴 수 없습니다."""
    with answering(as_json):
        year = staff.close(opened(), cycle, staff=_staff(act, by))
        _say(as_json, {"cycle": year}, f"{year}년 주기를 종료했습니다.")


def _staff(act: str | None, by: int, reason: str = "") -> Staff:
    return Staff(f"command/{act or secrets.token_hex(8)}", f"staff:{by}", reason)


def _say(as_json: bool, content: object, sentence: str) -> None:
    if as_json:
        say_json(content)
    else:
        typer.echo(sentence)
