"""위원회 who may be a member of a body drawn by lot: finished the budget school, not excluded, and not too often."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from states.labelled import Labelled
from states.refusals import Refusal
from states.track import Track
from states.window import begin_of, say_day, say_moment

TERMS = 2  #: as often as somebody may be a member of the same body
SCHOOL_HOURS = 6
_COURSE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class Body(Labelled):
    """A body in which people have terms."""

    COMMITTEE = "committee", "시민참여예산위원회"
    PANEL = "online_panel", "온시민예산광장"
    ASSEMBLY = "deliberation_assembly", "숙의예산시민회"
    SUPPORT = "support_council", "숙의예산지원협의회"
    CONSULTING = "consulting_group", "컨설팅단"


#: the one body that is drawn among those who finished the budget school
SCHOOLED = (Body.COMMITTEE,)


def body_of(track: Track) -> Body:
    """From which body the members of a track's councils come."""
    return Body.ASSEMBLY if track is Track.DELIBERATIVE else Body.COMMITTEE


class Ground(Labelled):
    """Why somebody cannot be a member."""

    CITY = "city_official", "시 공무원"
    DISTRICT = "district_official", "자치구 공무원"
    FUNDED = "funded_body", "출연기관 직원"
    COUNCILLOR = "councillor", "의원"
    OTHER = "other", "그 밖의 사유"


class Excluded(Refusal):
    code = "membership.excluded"
    text = "{person}번은 {grounds} 사유로 {body} 위원이 될 수 없습니다. 사유가 끝났으면 끝난 날을 먼저 적어 주세요."


class NotSchooled(Refusal):
    code = "membership.not_schooled"
    text = "{person}번은 예산학교를 {hours}시간 마쳤습니다. {body} 위원은 {needed}시간을 마쳐야 합니다. 이수를 먼저 적어 주세요."


class TooManyTerms(Refusal):
    code = "membership.too_many_terms"
    text = "{person}번은 {body} 위원을 이미 {terms}번 맡아 더 맡을 수 없습니다. 다른 사람을 위촉해 주세요."


class MemberAlready(Refusal):
    code = "membership.member_already"
    text = "{person}번은 {until}까지 이미 {body} 위원입니다. 그 뒤로 위촉하거나 먼저 해촉해 주세요."


class NotYetDrawn(Refusal):
    code = "draw.to_come"
    text = "추첨한 날({on})이 아직 오지 않았습니다. 추첨을 마친 뒤에 적거나, 추첨한 날을 고쳐 주세요."


class MembershipOver(Refusal):
    code = "membership.over"
    text = "{number}번 위촉은 이미 끝났습니다. 번호를 확인해 주세요."


class TermFaulty(Refusal):
    code = "membership.faulty"
    text = "적으신 것을 받을 수 없습니다: {problem}. 고쳐 다시 해 주세요."


class SeatNotMember(Refusal):
    code = "seat.not_member"
    text = (
        "{person}번은 지금 {body}에 임기가 있는 위원이 아니어서 협의회의 위원으로 앉을 수 없습니다. "
        "위원 위촉을 먼저 적거나, 공무원이나 전문가의 자격이면 그 자격으로 해 주세요."
    )


class SeatExcluded(Refusal):
    code = "seat.excluded"
    text = "{person}번은 {grounds} 사유로 제외되어 협의회의 위원으로 앉을 수 없습니다. 다른 위원을 위촉하거나, 사유가 끝났으면 끝난 날을 먼저 적어 주세요."


class DrawnAlready(Refusal):
    code = "draw.noted_already"
    text = "{person}번은 이 추첨에서 뽑히지 않았다고 이미 적혀 있습니다. 그 행을 빼거나, 다른 추첨이면 추첨일을 고쳐 주세요."


@dataclass(frozen=True, slots=True)
class Term:
    """From when up to when somebody is a member."""

    begins: datetime
    ends: datetime

    def overlaps(self, other: "Term") -> bool:
        """Do the two share a moment?"""
        return self.begins < other.ends and other.begins < self.ends


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of somebody who stands in a draw."""

    before: Sequence[Term] = ()  #: terms in the same body
    grounds: Sequence[str] = ()
    hours: int = 0
    missed: bool = False  #: noted in this very draw as not drawn


def judge(
    person: int, body: Body, term: Term, *, before: Sequence[Term], grounds: Sequence[str], hours: int
) -> None:
    """Refuse a term the wrong way round, an excluded person, one without the school, and one too many."""
    if term.begins >= term.ends:
        raise TermFaulty(problem="시작이 끝보다 앞서야 합니다")
    if grounds:
        told = "·".join(Ground(ground).label for ground in grounds)
        raise Excluded(person=person, grounds=told, body=body.label)
    if body in SCHOOLED and hours < SCHOOL_HOURS:
        raise NotSchooled(person=person, hours=hours, body=body.label, needed=SCHOOL_HOURS)
    for other in before:
        if other.overlaps(term):
            raise MemberAlready(person=person, until=say_moment(other.ends), body=body.label)
    if len(before) >= TERMS:
        raise TooManyTerms(person=person, body=body.label, terms=len(before))


def judge_drawn(person: int, body: Body, on: date, term: Term | None, found: Candidate) -> None:
    """Refuse a term as ever; in one draw nobody is both drawn and not drawn."""
    if found.missed:
        raise DrawnAlready(person=person)
    if term:
        judge(person, body, term, before=found.before, grounds=found.grounds, hours=found.hours)
        return
    for other in found.before:
        if begin_of(on) <= other.begins < other.ends:
            raise MemberAlready(person=person, until=say_moment(other.ends), body=body.label)


def judge_day(on: date, today: date) -> None:
    """Refuse the result of a draw that is still to come."""
    if on > today:
        raise NotYetDrawn(on=say_day(on))


def judge_seat(
    person: int, body: Body, now: datetime, *, terms: Sequence[Term], grounds: Sequence[str]
) -> None:
    """Refuse a council's seat to whoever has no running term, and to whoever is excluded."""
    if not any(term.begins <= now < term.ends for term in terms):
        raise SeatNotMember(person=person, body=body.label)
    if grounds:
        raise SeatExcluded(person=person, grounds="·".join(Ground(ground).label for ground in grounds))


def why_lost(grounds: Sequence[str]) -> str:
    """Say why a seat that was given is empty: on what grounds whoever sat there is excluded, or that their term is over."""
    told = "·".join(Ground(ground).label for ground in grounds)
    return f"위원 제외 사유({told})" if told else "위원 임기가 끝남"


@dataclass(frozen=True, slots=True)
class Course:
    """A course of the budget school that somebody finished."""

    person: int
    course: str
    hours: int
    finished: datetime


def judge_course(course: str, hours: int) -> None:
    """Refuse a course that is no code, and hours that nobody sits."""
    if not _COURSE.fullmatch(course):
        raise TermFaulty(problem="과정은 영문 소문자·숫자·붙임표로 된 코드로 적습니다")
    if not 1 <= hours <= 100:
        raise TermFaulty(problem="시간은 1부터 100까지입니다")


def is_graduate(hours: int) -> bool:
    """Has this person finished the budget school?"""
    return hours >= SCHOOL_HOURS


def became_graduates(before: Mapping[int, int], after: Mapping[int, int]) -> list[int]:
    """Who has finished the school with these hours, and had not before."""
    return [one for one in sorted(after) if is_graduate(after[one]) and not is_graduate(before.get(one, 0))]
