"""임명 what an appointment must say, who may stand in for whom, and that a house keeps its last administrator."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from states.refusals import Refusal
from states.role import Role
from states.seat import DISTRICTS
from states.window import iso, say_moment

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class GrantFaulty(Refusal):
    code = "office.faulty"
    text = "임명할 수 없습니다: {problem}. 고쳐 다시 해 주세요."


class HeldAlready(Refusal):
    code = "office.held_already"
    text = "{person}번은 그때 이미 같은 역할({role})을 맡고 있습니다({number}번 임명). 바꾸려면 인사이동으로 해 주세요."


class OfficeOver(Refusal):
    code = "office.over"
    text = "{number}번 임명은 {ends}에 이미 끝났습니다. 번호를 확인해 주세요."


class LastAdministrator(Refusal):
    code = "office.last_administrator"
    text = "{person}번은 마지막 관리자여서 해임하거나 옮길 수 없습니다. 다른 관리자를 임명하고 일회용 코드를 등록한 뒤에 해 주세요."


class FoundedBefore(Refusal):
    code = "office.founded_before"
    text = "관리자가 이미 있어 첫 관리자를 등록할 수 없습니다. 새 관리자는 지금의 관리자가 `hanmadang people appoint`로 임명합니다."


class FirstMissing(Refusal):
    code = "office.first_missing"
    text = "첫 관리자가 아직 없어 관리자를 임명할 수 없습니다. 첫 관리자는 본인이 `hanmadang people first`로 등록합니다."


class AbsenceFaulty(Refusal):
    code = "absence.faulty"
    text = "부재를 적을 수 없습니다: {problem}. 고쳐 다시 해 주세요."


class AbsenceOver(Refusal):
    code = "absence.over"
    text = "{number}번 부재는 이미 끝났습니다. 번호를 확인해 주세요."


@dataclass(frozen=True, slots=True)
class Grant:
    """What an appointment gives: a role, for a time, and where it is an official's, for one bureau or district."""

    person: int
    role: Role
    begins: datetime
    ends: datetime | None = None
    bureau: str | None = None
    district: int | None = None
    practice: bool = False  #: holds in practice cycles only

    @property
    def facts(self) -> dict[str, object]:
        """How the journal keeps it."""
        return {
            "person": self.person,
            "role": self.role,
            "begins": iso(self.begins),
            "ends": iso(self.ends) if self.ends else None,
            "bureau": self.bureau,
            "district": self.district,
            "practice": self.practice,
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        ends = datetime.fromisoformat(facts["ends"]) if facts["ends"] else None
        return cls(
            facts["person"],
            Role(facts["role"]),
            datetime.fromisoformat(facts["begins"]),
            ends,
            facts["bureau"],
            facts["district"],
            facts["practice"],
        )

    def holds_with(self, other: "Grant") -> bool:
        """Do the two share a moment?"""
        return (other.ends is None or self.begins < other.ends) and (
            self.ends is None or other.begins < self.ends
        )

    def is_like(self, other: "Grant") -> bool:
        """Is it the same role of the same person in the same place?"""
        return replace(self, begins=other.begins, ends=other.ends) == other


def judge(grant: Grant, before: Mapping[int, Grant]) -> None:
    """Refuse a grant without its bureau or district, the wrong way round, or given already."""
    if (problem := _problem(grant)) is not None:
        raise GrantFaulty(problem=problem)
    for number, other in before.items():
        if grant.is_like(other) and grant.holds_with(other):
            raise HeldAlready(person=grant.person, role=grant.role.label, number=number)


def judge_first(grant: Grant, *, is_claimed: bool) -> None:
    """The first administrator proves themselves; one who is only appointed would lock everybody out."""
    if grant.role is Role.ADMINISTRATOR and not grant.practice and not is_claimed:
        raise FirstMissing()


def judge_end(number: int, grant: Grant, at: datetime, *, administrators: Iterable[int]) -> None:
    """Refuse to end what is over, and to leave the house without an administrator who can prove it."""
    if grant.ends is not None and grant.ends <= at:
        raise OfficeOver(number=number, ends=say_moment(grant.ends))
    if grant.role is Role.ADMINISTRATOR and not grant.practice and not set(administrators) - {grant.person}:
        raise LastAdministrator(person=grant.person)


def judge_absence(
    person: int,
    deputy: int,
    begins: datetime,
    ends: datetime,
    *,
    away: Iterable[tuple[int, datetime, datetime]],
) -> None:
    """Refuse a deputy for oneself, one who is away as well, and two deputies at once."""
    if person == deputy:
        raise AbsenceFaulty(problem="스스로를 대리할 수 없습니다")
    if begins >= ends:
        raise AbsenceFaulty(problem="시작이 끝보다 앞서야 합니다")
    for who, since, until in away:
        if since < ends and begins < until and who == person:
            raise AbsenceFaulty(problem=f"{person}번은 {say_moment(until)}까지 이미 부재로 적혀 있습니다")
        if since < ends and begins < until and who == deputy:
            raise AbsenceFaulty(problem=f"대리할 {deputy}번도 {say_moment(until)}까지 부재입니다")


def _problem(grant: Grant) -> str | None:
    if grant.ends is not None and grant.begins >= grant.ends:
        return "시작이 끝보다 앞서야 합니다"
    if (grant.bureau is not None) != (grant.role is Role.BUREAU):
        return "부서는 부서 담당에게만, 그리고 반드시 적습니다"
    if (grant.district is not None) != (grant.role is Role.DISTRICT):
        return "자치구는 자치구 담당에게만, 그리고 반드시 적습니다"
    if grant.bureau is not None and not _CODE.fullmatch(grant.bureau):
        return "부서는 영문 소문자·숫자·붙임표로 된 코드로 적습니다"
    if grant.district is not None and not 1 <= grant.district <= DISTRICTS:
        return f"자치구는 1부터 {DISTRICTS}까지입니다"
    return None
