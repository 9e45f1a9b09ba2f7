"""기계 the strict base: nothing is swallowed, and the table says what the machine does."""

import pytest
from statemachine import Event, State

from states.chart import Arrow, StrictChart, arrows, decide, event_label, label, sources
from states.refusals import MoveNotAllowed, Refusal


class Locked(Refusal):
    code = "test.chart.locked"
    text = "문이 잠겨 있습니다. 열쇠로 열어 주세요."


class Door(StrictChart):
    shut = State("닫힘", initial=True)
    open = State("열림")
    gone = State("없음", final=True)

    push = Event(shut.to(open, validators="unlocked"), name="밀기")
    pull = Event(open.to(shut), name="당기기")
    remove = Event(shut.to(gone) | open.to(gone), name="떼기")

    def unlocked(self, metal: str | None = None) -> None:
        if metal is None:
            raise Locked()
        if metal != "iron":
            raise ValueError(f"no such key: {metal}")


def test_the_machine_decides_where_an_event_leads() -> None:
    assert decide(Door, "shut", "push", metal="iron") == "open"


def test_a_rule_that_says_no_raises_its_own_refusal() -> None:
    with pytest.raises(Locked):
        decide(Door, "shut", "push")


def test_an_error_in_a_rule_comes_out() -> None:
    with pytest.raises(ValueError, match="no such key: wood"):
        decide(Door, "shut", "push", metal="wood")


def test_a_move_without_an_arrow_says_what_can_be_done_instead() -> None:
    with pytest.raises(MoveNotAllowed) as refused:
        decide(Door, "open", "push", metal="iron")
    assert refused.value.facts == {"state": "열림", "event": "밀기", "allowed": "당기기, 떼기"}


def test_from_a_final_state_nothing_can_be_done() -> None:
    with pytest.raises(MoveNotAllowed, match="없음"):
        decide(Door, "gone", "pull")


def test_an_event_that_does_not_exist_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="Door has no event 'kick'"):
        decide(Door, "shut", "kick")


def test_a_decision_changes_nothing_but_its_own_subject() -> None:
    assert [decide(Door, "shut", "push", metal="iron") for _ in range(3)] == ["open"] * 3


def test_the_table_is_read_off_the_machine() -> None:
    assert set(arrows(Door)) == {
        Arrow("shut", "push", "open"),
        Arrow("open", "pull", "shut"),
        Arrow("shut", "remove", "gone"),
        Arrow("open", "remove", "gone"),
    }


def test_a_bulk_move_touches_only_the_states_that_have_an_arrow() -> None:
    assert sources(Door, "remove") == ("shut", "open")
    assert sources(Door, "kick") == ()


def test_states_and_events_have_the_words_that_people_use() -> None:
    assert label(Door, "shut") == "닫힘"
    assert event_label(Door, "push") == "밀기"
