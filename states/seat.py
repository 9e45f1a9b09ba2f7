"""위촉 who sits in a council, in which role, and for whom."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from states.labelled import Labelled
from states.plan import CouncilReview
from states.refusals import Refusal

DISTRICTS = 25
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class Role(Labelled):
    """What somebody is in a council."""

    MEMBER = "member", "위원"
    OFFICIAL = "official", "공무원"
    EXPERT = "expert", "전문가"


class SeatedBefore(Refusal):
    code = "seat.seated_before"
    text = "{person}번은 이미 이 협의회의 {role}입니다. 바꾸려면 먼저 해촉하고 다시 위촉해 주세요."


class SeatFaulty(Refusal):
    code = "seat.faulty"
    text = "위촉할 수 없습니다: {problem}. 고쳐 다시 해 주세요."


class NotSeated(Refusal):
    code = "seat.unknown"
    text = "{person}번은 이 협의회에 위촉되어 있지 않습니다. 번호를 확인해 주세요."


class OutOfBalance(Refusal):
    code = "seat.out_of_balance"
    text = (
        "지금 위원 {member}명, 공무원 {official}명, 전문가 {expert}명이어서 회의를 소집할 수 없습니다. "
        "셋 모두 한 명 이상이고 위원이 공무원보다 많아야 합니다. 위촉을 마친 뒤 소집해 주세요."
    )


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's place in a council."""

    person: int
    role: Role
    organisation: str | None = None  #: the code of the body that they belong to
    district: int | None = None  #: the district that they act for
    waived: bool = False  #: excused from the scoring of this step


def judge(seat: Seat, seated: Mapping[int, Seat]) -> None:
    """Refuse a person twice, and what is no code or no district."""
    if seat.person in seated:
        raise SeatedBefore(person=seat.person, role=seated[seat.person].role.label)
    if seat.person < 1:
        raise SeatFaulty(problem="사람의 번호는 1부터입니다")
    if seat.organisation is not None and not _CODE.fullmatch(seat.organisation):
        raise SeatFaulty(problem="기관은 영문 소문자·숫자·붙임표로 된 코드로 적습니다")
    if seat.district is not None and not 1 <= seat.district <= DISTRICTS:
        raise SeatFaulty(problem=f"자치구는 1부터 {DISTRICTS}까지입니다")


def seat_of(seated: Mapping[int, Seat], person: int) -> Seat:
    """The person's seat, or a refusal."""
    if person not in seated:
        raise NotSeated(person=person)
    return seated[person]


def balance(seats: Iterable[Seat]) -> Mapping[Role, int]:
    """How many of each role."""
    found = Counter(seat.role for seat in seats)
    return {role: found[role] for role in Role}


def missing(seats: Iterable[Seat]) -> int:
    """Count the seats to be given before a council may meet: one of each role, and members outnumber officials."""
    found = balance(seats)
    wanted = {Role.MEMBER: max(found[Role.OFFICIAL], 1) + 1, Role.OFFICIAL: 1, Role.EXPERT: 1}
    return sum(max(wanted[role] - found[role], 0) for role in Role)


def refuse_unbalanced(seats: Collection[Seat]) -> None:
    """Refuse a council without members, officials and experts, or in which officials are not outnumbered."""
    if missing(seats):
        raise OutOfBalance(**{str(role): count for role, count in balance(seats).items()})


def targets(review: CouncilReview) -> Mapping[Role, int]:
    """How many of each the plan is about: reported, and never blocking."""
    return {
        Role.MEMBER: review.members.value,
        Role.OFFICIAL: review.officials.value,
        Role.EXPERT: review.experts.value,
    }
