"""광역협치형 proposer and department deliberate in rounds; it shares the main track's vote."""

from statemachine import Event, State

from states.tracks.lane import Lane


class Cogovernance(Lane):
    """광역협치형."""

    call = State("공모", initial=True)
    classification = State("분류")
    review = State("심사")
    objection = State("이의신청")
    vote = State("투표")
    ready = State("총회 대기")
    out = State("제외", final=True)

    advance = Event(
        call.to(classification, validators="due")
        | classification.to(review, validators=("due", "nothing_left"))
        | review.to(objection, validators=("due", "nothing_left"))
        | objection.to(vote, validators=("due", "nothing_left"))
        | vote.to(ready, validators=("due", "nothing_left")),
        name="다음 단계로",
    )
    reopen = Event(
        classification.to(call)
        | review.to(classification)
        | objection.to(review)
        | vote.to(objection)
        | ready.to(vote),
        name="앞 단계 다시 열기",
    )
    leave = Event(
        call.to(out)
        | classification.to(out)
        | review.to(out)
        | objection.to(out)
        | vote.to(out)
        | ready.to(out),
        name="유형 제외",
    )
