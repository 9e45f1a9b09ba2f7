"""설명 why a project was chosen or not, and by how much it missed, in sentences."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from states.korean import with_particle

_THOUSANDTHS = 100_000  #: a score of 1 is a hundred points, said to three places


def points(score: str) -> str:
    """A score as people read it, out of a hundred, rounded to three places; the exact one is the fraction."""
    whole = round(Fraction(score) * _THOUSANDTHS)
    return f"{whole // 1000}.{whole % 1000:03}점"


def why(row: Mapping[str, Any], part: Mapping[str, Any]) -> str:
    """Why this row of a track's ranking ended where it did."""
    head = (
        f"{row['place']}위, {points(row['score'])}({row['score']}), {row['ballots']:,}표, {row['cost']:,}원."
    )
    return f"{head} {_WHY[row['why']['code']](row['why'], part)}{_gap(row['why'])}"


def why_withdrawn() -> str:
    """Why a project that was withdrawn has no place."""
    return "투표 중에 철회되었거나 유형이 빠졌습니다. 이 사업을 고른 표는 그대로 세고, 이 사업의 득표로는 치지 않습니다."


def _chosen(facts: Mapping[str, Any], part: Mapping[str, Any]) -> str:
    return (
        f"선정되었습니다. 이 사업까지 더하고 한도 {part['limit']:,}원에서 {facts['left']:,}원이 남았습니다."
    )


def _over(facts: Mapping[str, Any], part: Mapping[str, Any]) -> str:
    after = {"skip": "건너뛰고 다음 순위를 보았습니다", "stop": "여기에서 선정을 멈추었습니다"}
    return (
        f"선정되지 않았습니다. 남은 한도 {facts['left']:,}원을 {facts['over']:,}원 넘겨 "
        f"{after[part['over_ceiling']]}."
    )


def _stopped(facts: Mapping[str, Any], part: Mapping[str, Any]) -> str:
    first = with_particle(f"{facts['behind']}번 사업", "이/가")
    return f"선정되지 않았습니다. 앞선 {first} 한도를 넘겨 거기에서 선정을 멈추었습니다."


def _cut(facts: Mapping[str, Any], part: Mapping[str, Any]) -> str:
    return (
        f"선정되지 않았습니다. 아래에서부터 더한 금액이 {facts['below']:,}원으로, "
        f"투표에 오른 금액의 하위 {part['cut_off']}%({facts['line']:,}원) 안에 들었습니다."
    )


_WHY = {"chosen": _chosen, "over_ceiling": _over, "stopped": _stopped, "cut_off": _cut}


def _gap(facts: Mapping[str, Any]) -> str:
    """How far the last one in was ahead."""
    if "gap" not in facts:
        return ""
    gap = Fraction(facts["gap"])
    if gap == 0:
        return " 마지막으로 선정된 사업과 점수는 같습니다."
    way = "낮습니다" if gap > 0 else "높습니다"
    return f" 마지막으로 선정된 사업보다 {points(str(abs(gap)))} {way}."
