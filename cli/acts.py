"""담당자 명령: what staff do to a year's calendar and lanes, from a shell."""

from typing import Annotated

import typer

from cli.hand import Hand, by_hand
from cli.options import StageTrack, YearOption
from door import staff
from door.plan_files import text_of
from door.staff import korean
from states.plan_reader import read
from states.stage import Stage
from states.track import Track
from states.window import say_moment

Closes = Annotated[str, typer.Option("--closes", help="새 마감(한국 시각), 예: '2027-03-10 18:00'")]
Lane = Annotated[Track, typer.Option("--track", help="유형")]


@by_hand()
def open_(
    plan: Annotated[str, typer.Argument(metavar="연도|파일", help="운영계획의 연도나 파일")],
    practice: Annotated[
        bool, typer.Option("--practice", help="연습 주기로 엽니다. 아무에게도 알림이 가지 않습니다")
    ] = False,
    *,
    hand: Hand,
) -> None:
    """운영계획으로 새 주기를 엽니다."""
    text = text_of(plan)
    real = None if practice else read(text).year
    year = hand.does(real, lambda house, who: staff.open_cycle(house, text, staff=who, practice=practice))
    hand.says({"cycle": year}, f"{year}년 주기를 열었습니다.")


@by_hand(reason=True, looks=True)
def extend(
    cycle: YearOption,
    stage: Annotated[Stage, typer.Option("--stage", help="단계")],
    closes: Closes,
    track: StageTrack = None,
    *,
    hand: Hand,
) -> None:
    """마감 전인 단계의 마감을 늦춥니다."""
    moment = korean(closes)
    moved = hand.looks_and_does(
        cycle, lambda house, who: staff.extend(house, cycle, track, stage, closes=moment, staff=who)
    )
    name = f"{staff.name_of(hand.house, cycle, track)} " if track else ""
    hand.says(moved, f"{name}{stage.label} 마감: {say_moment(moment)}")


@by_hand(reason=True, looks=True)
def reopen(cycle: YearOption, track: Lane, closes: Closes, *, hand: Hand) -> None:
    """한 유형의 바로 앞 단계를 다시 엽니다."""
    moment = korean(closes)
    moved = hand.looks_and_does(
        cycle, lambda house, who: staff.reopen(house, cycle, track, closes=moment, staff=who)
    )
    name, stage = staff.name_of(hand.house, cycle, track), Stage(moved["to"]).label
    hand.says(moved, f"{name}: {stage} 단계를 다시 열었습니다. 마감: {say_moment(moment)}")


@by_hand(reason=True, looks=True)
def hold(cycle: YearOption, track: Lane, *, hand: Hand) -> None:
    """한 유형을 세웁니다. 풀 때까지 다음 단계로 넘어가지 않습니다."""
    held = hand.looks_and_does(cycle, lambda house, who: staff.hold(house, cycle, track, staff=who))
    hand.says({"held": held}, f"{staff.name_of(hand.house, cycle, track)}: 보류했습니다.")


@by_hand(reason=True, looks=True)
def release(cycle: YearOption, track: Lane, *, hand: Hand) -> None:
    """보류를 풉니다."""
    held = hand.looks_and_does(cycle, lambda house, who: staff.release(house, cycle, track, staff=who))
    hand.says({"held": held}, f"{staff.name_of(hand.house, cycle, track)}: 보류를 풀었습니다.")


@by_hand(reason=True, looks=True)
def leave(cycle: YearOption, track: Lane, *, hand: Hand) -> None:
    """한 유형을 올해에서 뺍니다. 되돌릴 수 없습니다."""
    state = hand.looks_and_does(cycle, lambda house, who: staff.leave(house, cycle, track, staff=who))
    hand.says({"state": state}, f"{staff.name_of(hand.house, cycle, track)}: 올해에서 뺐습니다.")


@by_hand(looks=True)
def close(cycle: YearOption, *, hand: Hand) -> None:
    """협약 기간이 끝난 주기를 종료합니다. 되돌릴 수 없습니다."""
    year = hand.looks_and_does(cycle, lambda house, who: staff.close(house, cycle, staff=who))
    hand.says({"cycle": year}, f"{year}년 주기를 종료했습니다.")
