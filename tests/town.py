"""A house with an office in it: a clock in the hand, people with telephones, and codes that are never the same."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta

import pyotp

from door import approvals, enrolment, identity, people
from door.house import House
from door.proposing import Proposed
from door.staff import Staff
from models.office import holders
from models.session import reading
from states.code import STEP
from states.office import Grant
from states.role import Role
from states.window import kst

OPENED = "2030-01-02 10:00"  #: the small year's call is open
_numbers = itertools.count()


class Town:
    """The house, and everybody's telephone."""

    def __init__(self, house: House, at: str = OPENED) -> None:
        self.now = kst(at)
        self.house = replace(house, now=lambda: self.now)
        self.secrets: dict[int, str] = {}

    def pass_by(self, span: timedelta) -> datetime:
        self.now += span
        return self.now

    def code(self, person: int) -> str:
        """What the telephone shows next: it is waited for, since the last one may be used up."""
        return pyotp.TOTP(self.secrets[person]).at(self.pass_by(STEP))

    def found(self) -> int:
        """The first administrator."""
        offered = enrolment.offer(self.house)
        code = pyotp.TOTP(offered.secret).at(self.now)
        person = enrolment.found_first(self.house, "첫 관리자", {}, offered, code, act=number())
        self.secrets[person] = offered.secret
        return person

    def enrol(self, person: int, by: int) -> None:
        offered = enrolment.offer(self.house, person)
        self.secrets[person] = offered.secret
        who = self.staff(by)
        code = pyotp.TOTP(offered.secret).at(self.now)
        try:
            enrolment.confirm(self.house, person, offered, code, staff=who)
        except Proposed as waits:
            self.second(waits, {by, person})

    def second(self, waits: Proposed, others: set[int]) -> None:
        """Somebody else who is there approves."""
        able = (Role.APPROVER, Role.ADMINISTRATOR)
        with reading(self.house.engine) as session:
            found = [one for one in holders(session, able, self.now) if one not in others]
        approvals.approve(self.house, int(str(waits.facts["number"])), staff=self.staff(found[0]))

    def person(self, name: str, by: int) -> int:
        return people.add(self.house, name, {}, staff=self.staff(by))

    def settle(self) -> tuple[int, int, int, int]:
        """An administrator, a member of staff and two approvers; nobody can approve until all are there."""
        first = self.found()
        made = [self.person(name, first) for name in ("담당자", "승인자", "다른 승인자")]
        for person, role in zip(made, (Role.STAFF, Role.APPROVER, Role.APPROVER), strict=True):
            people.appoint(self.house, self.grant(person, role), staff=self.staff(first))
        for person in made:
            self.enrol(person, first)
        return (first, made[0], made[1], made[2])

    def grant(self, person: int, role: Role, **more: object) -> Grant:
        return replace(Grant(person, role, self.now), **more)  # type: ignore[arg-type]

    def staff(
        self, person: int, year: int | None = None, *, reason: str = "까닭이 있습니다", act: str = ""
    ) -> Staff:
        """Somebody with a right code, under a number of its own."""
        code = self.code(person) if person in self.secrets else None
        return identity.staff(self.house, year, person, code, act=act or number(), reason=reason)


def number() -> str:
    return f"town/{next(_numbers)}"
