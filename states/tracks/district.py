"""지역참여형 each district's committee decides; the assembly approves."""

from statemachine import Event, State

from states.tracks.lane import Lane


class District(Lane):
    """지역참여형."""

    call = State("공모", initial=True)
    classification = State("분류")
    review = State("심사")
    ready = State("총회 대기")
    out = State("제외", final=True)

    advance = Event(
        call.to(classification, validators="due")
        | classification.to(review, validators=("due", "nothing_left"))
        | review.to(ready, validators=("due", "nothing_left")),
        name="다음 단계로",
    )
    reopen = Event(
        classification.to(call) | review.to(classification) | ready.to(review), name="앞 단계 다시 열기"
    )
    leave = Event(call.to(out) | classification.to(out) | review.to(out) | ready.to(out), name="유형 제외")
