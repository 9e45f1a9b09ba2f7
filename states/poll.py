"""투표함 one vote that may span lanes: opened, sealed, tallied, and held again with an empty box."""

from statemachine import Event, State

from states.chart import StrictChart

ANNOUNCED, TAKING, SEALED, TALLIED = "announced", "taking", "sealed", "tallied"


class PollBox(StrictChart):
    """투표함."""

    announced = State("공고", initial=True)
    taking = State("투표중")
    sealed = State("봉인")
    tallied = State("개표확정")

    open = Event(announced.to(taking), name="투표 시작")
    seal = Event(taking.to(sealed), name="봉인")
    tally = Event(sealed.to(tallied), name="개표 확정")
    put_back = Event(taking.to(announced), name="투표 되돌리기")
    reopen = Event(tallied.to(taking), name="재투표")
