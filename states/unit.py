"""단위 where the work inside a stage happens: a field's council, a dong's assembly."""

from collections.abc import Mapping

from statemachine import Event, State

from states.chart import StrictChart
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
    done = State("마침", final=True)

    step = Event(
        eligibility.to(hearing)
        | hearing.to(site_visit)
        | site_visit.to(first_ranking)
        | first_ranking.to(deliberation)
        | deliberation.to(second_ranking)
        | second_ranking.to(done),
        name="다음 절차로",
    )


class DongReview(StrictChart):
    """동별 주민총회와 시의 심의."""

    agenda = State("의제 발굴", initial=True)
    residents_assembly = State("주민총회")
    city_review = State("시 심의")
    done = State("마침", final=True)

    step = Event(
        agenda.to(residents_assembly) | residents_assembly.to(city_review) | city_review.to(done),
        name="다음 절차로",
    )


DONE = "done"

#: which machine a unit of this lane's stage is
UNITS: Mapping[tuple[Track, Stage], type[StrictChart]] = {
    (Track.METRO, Stage.REVIEW): FieldCouncil,
    (Track.NEIGHBOURHOOD_PLAN, Stage.REVIEW): DongReview,
}
