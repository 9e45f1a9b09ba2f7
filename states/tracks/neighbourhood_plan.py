"""동단위계획형 the residents' assembly decides; the city reviews process and public value."""

from statemachine import Event, State

from states.tracks.lane import Lane


class NeighbourhoodPlan(Lane):
    """동단위계획형."""

    call = State("공모", initial=True)
    review = State("심사")
    ready = State("총회 대기")
    out = State("제외", final=True)

    advance = Event(
        call.to(review, validators="due") | review.to(ready, validators=("due", "nothing_left")),
        name="다음 단계로",
    )
    reopen = Event(review.to(call) | ready.to(review), name="앞 단계 다시 열기")
    leave = Event(call.to(out) | review.to(out) | ready.to(out), name="유형 제외")
