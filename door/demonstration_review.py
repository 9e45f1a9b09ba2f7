"""연습 심사 the councils of the practice year: they sit, meet, score and rank, each up to another step."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from desk import meeting, ranking, score, seat, unit
from models.journal import Act
from models.unit import Unit, candidates, unit_of, units_of
from states.meeting import Form
from states.ranking import Round
from states.review import MEETINGS, RANKINGS
from states.score import Score
from states.seat import Role
from states.stage import Stage
from states.track import Track
from states.window import kst

#: far from every number of the city's register: a practice council's people are nobody
_NOBODY = 900_000
_ROLES = (Role.MEMBER, Role.MEMBER, Role.MEMBER, Role.OFFICIAL, Role.EXPERT)
_FORMS = tuple(Form)
_MINUTES = "연습용으로 지은 회의록입니다."


@dataclass(frozen=True, slots=True)
class Review:
    """The review of the practice year."""

    session: Session
    year: int
    act: Callable[[str, str], Act]
    write: Callable[[str, str], str]

    def live(self) -> None:
        """Each council has its people, and comes to a step of its own."""
        for council in units_of(self.session, self.year, Track.METRO, Stage.REVIEW):
            number, field = council.number, council.field or 0
            people = [_NOBODY + field * 10 + place for place in range(len(_ROLES))]
            for person, role in zip(people, _ROLES, strict=True):
                act = self.act("2019-05-13 10:00", f"seat-{person}")
                seat.seat(self.session, self.year, number, person, role, act=act)
            for step in range(3 + field % 4):
                self._step(number, f"2019-06-{10 + step:02}", people)

    def _step(self, number: int, day: str, people: list[int]) -> None:
        council = unit_of(self.session, self.year, number)
        name = f"{number}-{council.state}"
        if council.state in MEETINGS:
            self._meet(council, day, name, people)
        if council.state in RANKINGS:
            self._rank(council, day, name, people)
        unit.step_unit(self.session, self.year, number, act=self.act(f"{day} 17:00", f"unit-{name}"))

    def _meet(self, council: Unit, day: str, name: str, people: list[int]) -> None:
        called, held = self.act(f"{day} 09:00", f"call-{name}"), self.act(f"{day} 16:00", f"meet-{name}")
        form, at = _FORMS[council.number % len(_FORMS)], kst(f"{day} 14:00")
        meant = meeting.call_meeting(self.session, self.year, council.number, at, form, act=called)
        minutes = self.write(_MINUTES, f"{held.id}#minutes")
        meeting.hold_meeting(self.session, self.year, meant, people[1:], minutes=minutes, act=held)

    def _rank(self, council: Unit, day: str, name: str, people: list[int]) -> None:
        projects, number = list(candidates(self.session, council)), council.number
        round_ = Round.FIRST if council.state == Round.FIRST.step else Round.SECOND
        rows = [Score(person, one, (1 + one % 5,) * 4) for person in people for one in projects]
        score.score(self.session, self.year, number, rows, act=self.act(f"{day} 16:10", f"score-{name}"))
        best = len(projects) if round_ is Round.FIRST else 1  # from two the second ranking chooses one
        act = self.act(f"{day} 16:20", f"rank-{name}")
        ranking.rank(self.session, self.year, number, round_, through=best, act=act)
