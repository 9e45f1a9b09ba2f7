"""투표함 one vote that may span lanes: opened, sealed, tallied."""

from statemachine import Event, State

from states.chart import StrictChart


class PollBox(StrictChart):
    """투표함."""

    announced = State("공고", initial=True)
    taking = State("투표중")
    sealed = State("봉인")
    tallied = State("개표확정", final=True)

    open = Event(announced.to(taking), name="투표 시작")
    seal = Event(taking.to(sealed), name="봉인")
    tally = Event(sealed.to(tallied), name="개표 확정")
