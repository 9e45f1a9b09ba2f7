"""설명 each way a project can end is said with its figures: why in, why out, by how much it missed."""

from fractions import Fraction
from typing import Any

import pytest

from states.explanation import points, why, why_withdrawn
from states.tally import exact

PART = {"limit": 1_000, "over_ceiling": "skip", "cut_off": 5}


def row(**facts: Any) -> dict[str, Any]:
    return {"place": 3, "score": "13/20", "ballots": 1_234, "cost": 400, "why": facts}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        pytest.param(
            {"code": "chosen", "left": 100},
            "3위, 65.000점(13/20), 1,234표, 400원. 선정되었습니다. 이 사업까지 더하고 한도 1,000원에서 100원이 남았습니다.",
            id="chosen",
        ),
        pytest.param(
            {"code": "over_ceiling", "left": 300, "over": 100, "gap": "-1/20"},
            "남은 한도 300원을 100원 넘겨 건너뛰고 다음 순위를 보았습니다. 마지막으로 선정된 사업보다 5.000점 높습니다.",
            id="over the ceiling, and better than the last one in",
        ),
        pytest.param(
            {"code": "stopped", "behind": 12, "gap": "1/3"},
            "앞선 12번 사업이 한도를 넘겨 거기에서 선정을 멈추었습니다. 마지막으로 선정된 사업보다 33.333점 낮습니다.",
            id="behind the first that did not fit",
        ),
        pytest.param(
            {"code": "cut_off", "below": 400, "line": 500, "gap": "0/1"},
            "아래에서부터 더한 금액이 400원으로, 투표에 오른 금액의 하위 5%(500원) 안에 들었습니다. "
            "마지막으로 선정된 사업과 점수는 같습니다.",
            id="below the cut-off",
        ),
    ],
)
def test_a_row_is_explained(facts: dict[str, Any], said: str) -> None:
    assert why(row(**facts), PART).endswith(said)


def test_where_the_walk_stops_at_the_ceiling_it_says_so() -> None:
    told = why(row(code="over_ceiling", left=300, over=100), {**PART, "over_ceiling": "stop"})
    assert told.endswith("100원 넘겨 여기에서 선정을 멈추었습니다.")


def test_a_withdrawn_project_is_explained_without_a_place() -> None:
    assert "철회" in why_withdrawn()


@pytest.mark.parametrize(
    ("score", "said"),
    [
        ("0/1", "0.000점"),
        ("1/1", "100.000점"),
        ("1/3", "33.333점"),
        ("2/3", "66.667점"),
        ("1/1000", "0.100점"),
    ],
)
def test_a_score_is_said_out_of_a_hundred(score: str, said: str) -> None:
    assert points(score) == said
    assert exact(Fraction(score)) == score
