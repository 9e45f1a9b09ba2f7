"""말 what a run says at its end, and what its pages show."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from door.sweep import Step
from states.window import say_moment


def say(steps: Sequence[Step]) -> str:
    """One line for each thing that moved or could not; or that there was nothing to do."""
    return "\n".join(str(step) for step in steps) or "때가 된 일이 없습니다. 다음 점검 때 다시 봅니다."


def guard_board(status: Mapping[str, Any], way: Callable[[str], str] = lambda _: "") -> str:
    """The guard board as a page: where each lane stands, what is left, whose it is, and the way to clear it."""
    practice = "\n\n> **연습 주기입니다.** 아무에게도 알림이 가지 않습니다." if status["practice"] else ""
    rows = "\n".join(_row(lane, way) for lane in status["lanes"])
    cycle_left = _left(status["left"], way)
    return (
        f"# {status['title']}\n\n지금 단계: **{status['label']}** · 마감: {_closes(status)}{practice}\n\n"
        f"| 유형 | 단계 | 마감 | 남은 일 |\n|---|---|---|---|\n{rows}\n\n"
        f"주기의 남은 일: {cycle_left}\n"
    )


def _row(lane: Mapping[str, Any], way: Callable[[str], str]) -> str:
    held = " (보류)" if lane["held"] else ""
    return f"| {lane['name']} | {lane['label']}{held} | {_closes(lane)} | {_left(lane['left'], way)} |"


def _closes(part: Mapping[str, Any]) -> str:
    return say_moment(datetime.fromisoformat(part["closes"])) if part["closes"] else "-"


def _left(rows: Sequence[Mapping[str, Any]], way: Callable[[str], str]) -> str:
    return "<br>".join(_one(row, way(row["code"])) for row in rows) or "없음"


def _one(row: Mapping[str, Any], link: str) -> str:
    said = f"{row['text']} **{row['count']}건** — {row['owner']}"
    return f"{said} · {link}" if link else said
