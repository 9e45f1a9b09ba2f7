"""단위 where the work inside a stage happens: a field's council, a dong's assembly."""

from collections.abc import Container, Mapping

from statemachine import Event, State

from states.chart import StrictChart, decide
from states.stage import Stage
from states.track import Track


class FieldCouncil(StrictChart):
    """분야별 민관예산협의회: six steps of review."""

    eligibility = State("적격심사", initial=True)
    hearing = State("제안자 설명청취")
    site_visit = State("현장확인")
    first_ranking = State("우선순위 선정 1차")
    deliberation = State("숙의심사")
    second_ranking = State("우선순위 선정 2차")
    done = State("마침")

    step = Event(
        eligibility.to(hearing)
        | hearing.to(site_visit)
        | site_visit.to(first_ranking)
        | first_ranking.to(deliberation)
        | deliberation.to(second_ranking)
        | second_ranking.to(done),
        name="다음 절차로",
    )
    reopen = Event(done.to(second_ranking), name="단위 다시 열기")


class DongReview(StrictChart):
    """동별 주민총회와 시의 심의."""

    agenda = State("의제 발굴", initial=True)
    residents_assembly = State("주민총회")
    city_review = State("시 심의")
    done = State("마침")

    step = Event(
        agenda.to(residents_assembly) | residents_assembly.to(city_review) | city_review.to(done),
        name="다음 절차로",
    )
    reopen = Event(done.to(city_review), name="단위 다시 열기")


DONE = "done"


def next_state(machine: type[StrictChart], state: str, steps: Container[str] | None) -> str:
    """Find the next state that the year's plan has; without steps of its own it has them all."""
    following = decide(machine, state, "step")
    while steps is not None and following != DONE and following not in steps:
        following = decide(machine, following, "step")
    return following


#: which machine a unit of this lane's stage is
UNITS: Mapping[tuple[Track, Stage], type[StrictChart]] = {
    (Track.METRO, Stage.REVIEW): FieldCouncil,
    (Track.COGOVERNANCE, Stage.REVIEW): FieldCouncil,
    (Track.NEIGHBOURHOOD_PLAN, Stage.REVIEW): DongReview,
}
