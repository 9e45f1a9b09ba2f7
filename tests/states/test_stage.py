"""단계 nine stages, in one order, with the words that people read."""

import pytest

from states.stage import CLOSED, CYCLE_STAGES, LANE_STAGES, OUT, READY, Stage, label_of


def test_the_nine_stages_come_in_the_order_of_the_year() -> None:
    assert " ".join(stage.label for stage in Stage) == "공모 분류 심사 이의신청 투표 총회 편성 의회 협약"


def test_a_lane_walks_to_the_vote_and_the_cycle_walks_on() -> None:
    assert (*LANE_STAGES, *CYCLE_STAGES) == tuple(Stage)


def test_what_is_stored_is_english() -> None:
    assert all(stage.value.isascii() and stage == stage.value for stage in Stage)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        pytest.param(Stage.VOTE, "투표", id="a stage"),
        pytest.param("vote", "투표", id="a stage as it is stored"),
        pytest.param(READY, "총회 대기", id="ready for the assembly"),
        pytest.param(OUT, "제외", id="out"),
        pytest.param(CLOSED, "종료", id="closed"),
    ],
)
def test_every_state_has_a_word(state: str, said: str) -> None:
    assert label_of(state) == said


def test_a_state_that_is_none_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="party"):
        label_of("party")
