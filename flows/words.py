"""말 what a run says at its end, and what its pages show."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from door.sweep import Step
from states.window import say_moment


def say(steps: Sequence[Step]) -> str:
    """One line for each thing that moved or could not; or that there was nothing to do."""
    return "\n".join(str(step) for step in steps) or "때가 된 일이 없습니다. 다음 점검 때 다시 봅니다."


def guard_board(
    status: Mapping[str, Any], way: Callable[[str], str] = lambda _: "", *, picture: str = ""
) -> str:
    """The guard board as a page: where each lane stands; then what is left, whose it is, and the way to clear it."""
    practice = "\n\n> **연습 주기입니다.** 아무에게도 알림이 가지 않습니다." if status["practice"] else ""
    rows = "\n".join(_row(lane) for lane in status["lanes"])
    parts = [*status["lanes"], {**status, "name": "주기 전체"}]
    left = "\n".join(_left(part, way) for part in parts if part["left"])
    mark = "[연습] " if status["practice"] else ""
    return (
        f"# {mark}{status['title']}\n\n지금 단계: **{status['label']}** · 마감: {_closes(status)}{practice}\n\n"
        f"| 유형 | {whole('단계')} | 마감 | 남은 일 |\n|---|---|---|---|\n{rows}\n\n"
        f"주기의 남은 일: {_count(status['left'])}\n\n{picture}\n\n{left}"
    )


def whole(word: str) -> str:
    """A short word over a narrow column, which a browser does not break."""
    return "\N{WORD JOINER}".join(word)


def _row(lane: Mapping[str, Any]) -> str:
    held = " (보류)" if lane["held"] else ""
    return f"| {lane['name']} | {lane['label']}{held} | {_closes(lane)} | {_count(lane['left'])} |"


def _closes(part: Mapping[str, Any]) -> str:
    return say_moment(datetime.fromisoformat(part["closes"])) if part["closes"] else "-"


def _count(rows: Sequence[Mapping[str, Any]]) -> str:
    return f"{len(rows)}가지, {sum(row['count'] for row in rows):,}건" if rows else "없음"


def _left(part: Mapping[str, Any], way: Callable[[str], str]) -> str:
    head = f"## {part['name']} {part['label']}: 남은 일\n\n| 할 일 | {whole('건수')} | 맡은 이 | 양식 |\n|---|---:|---|---|"
    rows = (
        f"| {one['text']} | {one['count']:,} | {one['owner']} | {way(one['code'])} |" for one in part["left"]
    )
    return "\n".join((head, *rows, ""))
