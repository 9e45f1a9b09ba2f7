"""지어낸 협의회 what one council does in one step of the review: it meets, scores, ranks, and judges each project."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlmodel import Session

from desk import meeting, ranking, review, score, seat, unit, withdrawal
from door.made_up.scene import Scene, part
from models.journal import Act
from models.unit import Unit, candidates, units_of
from states.meeting import Form
from states.ranking import Round, TieAtLine
from states.review import Candidate
from states.score import Score, Terms
from states.stage import Stage
from states.track import Track

_MINUTES = "지어낸 회의록입니다."
_REASON = "지어낸 까닭입니다: 협의회가 제안자, 사업부서와 함께 정했습니다."
_FORMS = (Form.IN_PERSON, Form.VIDEO, Form.WRITTEN)
#: of how many projects one goes on, in the first ranking and in the second
_FIRST, _SECOND = 5, {Track.METRO: (2, 5), Track.COGOVERNANCE: (1, 3)}


@dataclass(frozen=True)
class Sitting:
    """One council on one day."""

    scene: Scene
    session: Session
    track: Track
    field: int
    act: Act

    @cached_property
    def unit(self) -> Unit:
        here = units_of(self.session, self.scene.year, self.track, Stage.REVIEW)
        return next(one for one in here if one.field == self.field)

    @property
    def number(self) -> int:
        return self.unit.number

    @property
    def projects(self) -> dict[int, Candidate]:
        return dict(candidates(self.session, self.unit))

    @cached_property
    def persons(self) -> Sequence[int]:
        return list(self.scene.council(self.track, self.field))

    def seat(self) -> None:
        """Everybody takes their seat."""
        for person, role in self.scene.council(self.track, self.field).items():
            seat.seat(self.session, self.scene.year, self.number, person, role, act=part(self.act, person))

    def call(self, at: datetime) -> None:
        """The council is called together; face to face, by video, or in writing."""
        form = _FORMS[self.field % len(_FORMS)]
        meeting.call_meeting(self.session, self.scene.year, self.number, at, form, act=self.act)

    def hold(self, number: int) -> None:
        """All but one or two come."""
        mine = part(self.act, "held")
        minutes = self.scene.say(self.session, mine, _MINUTES)
        come = self.persons[self.field % 3 :] if len(self.persons) > 5 else self.persons
        meeting.hold_meeting(self.session, self.scene.year, number, come, minutes=minutes, act=mine)

    def score(self, persons: Sequence[int], name: str) -> None:
        """Some of the seats hand in their sheets."""
        terms = Terms.of(self.scene.plan, self.track)
        rows = [row for project in self.projects for row in self._given(project, persons, terms)]
        score.score(self.session, self.scene.year, self.number, rows, act=part(self.act, name))

    def _given(self, project: int, persons: Sequence[int], terms: Terms) -> list[Score]:
        """Each seat sees a project in its own way, and always in the same."""
        inputs, everybody = self.scene.inputs, self.persons
        points = inputs.points(self.unit.state, project, everybody, terms.criteria, terms.points)
        more: Sequence[int | None] = [None] * len(everybody)
        if terms.inclusion is not None:
            more = inputs.inclusion(project, everybody, terms.inclusion)
        given = zip(everybody, points, more, strict=True)
        return [Score(person, project, tuple(some), one) for person, some, one in given if person in persons]

    def rank(self) -> None:
        """The best go on; where the line would go through a tie, it is drawn above it, or else below."""
        round_ = Round.FIRST if self.unit.state == Round.FIRST.step else Round.SECOND
        share, of = (1, _FIRST) if round_ is Round.FIRST else _SECOND[self.track]
        through = -(-len(self.projects) * share // of)
        try:
            self._rank(round_, through)
        except TieAtLine as tie:
            below, above = (int(str(tie.facts[name])) for name in ("below", "above"))
            self._rank(round_, below or above)

    def _rank(self, round_: Round, through: int) -> None:
        act = part(self.act, "rank")
        ranking.rank(self.session, self.scene.year, self.number, round_, through=through, act=act)

    def judge(self) -> None:
        """Some projects are found unfit, some are taken back."""
        state, inputs, year = self.unit.state, self.scene.inputs, self.scene.year
        before = list(self.projects)
        unfit = [number for number in before if inputs.drops(state, number)]
        reasons = self._reasons(f"{state}/unfit", unfit)
        for number in unfit:
            review.drop(self.session, year, number, reason=reasons[number], act=part(self.act, number))
        if state == "hearing":
            for number in (one for one in before if one not in unfit and inputs.withdraws(one)):
                withdrawal.withdraw(self.session, year, number, reason=None, act=part(self.act, number))

    def make_concrete(self) -> None:
        """Some projects are put into the first one, some are priced anew."""
        inputs, year, (first, *others) = self.scene.inputs, self.scene.year, self.projects
        merged = [number for number in others if inputs.merges(number)]
        reasons = self._reasons("merged", merged)
        for number in merged:
            act = part(self.act, f"{number}/merge")
            review.merge_in_review(self.session, year, number, first, reason=reasons[number], act=act)
        costs = {number: one.cost for number, one in self.projects.items()}
        priced = {number: inputs.repriced(number, cost) for number, cost in costs.items()}
        changed = [number for number, cost in costs.items() if priced[number] != cost]
        reasons = self._reasons("priced", changed)
        for number in changed:
            act = part(self.act, f"{number}/price")
            review.reprice(self.session, year, number, priced[number], reason=reasons[number], act=act)

    def _reasons(self, name: str, numbers: Sequence[int]) -> Mapping[int, str]:
        """Each project's own reason."""
        return self.scene.write(self.session, part(self.act, name), dict.fromkeys(numbers, _REASON))

    def go_on(self) -> None:
        """The council takes its next step."""
        unit.step_unit(self.session, self.scene.year, self.number, act=part(self.act, "step"))
