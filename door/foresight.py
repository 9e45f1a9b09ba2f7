"""미리 보기 what an act would do now: the act itself, done and undone; and a second look before it is done."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from door import approvals
from door.consequences import Consequences, consequences, standing
from door.house import House
from door.staff import Staff
from door.telling import would_tell
from models.cycle import Cycle
from models.journal import CITY, Act, head_of
from states.refusals import Refusal

Work = Callable[[Session, Act], Any]

#: who looks at what waits
_NOBODY = Staff("look", "looking")


class Unseen(Refusal):
    code = "foresight.unseen"
    text = "아직 아무것도 하지 않았습니다. 하면 이렇게 됩니다.\n\n{lines}\n\n그대로 하려면 '확인'에 {mark:을/를} 적어 다시 해 주세요."


class ForeseenOtherwise(Refusal):
    code = "foresight.otherwise"
    text = "살펴본 뒤에 달라진 것이 있어 처리하지 않았습니다. '확인'을 비우고 다시 살펴본 뒤에 해 주세요. 지금 하면 이렇게 됩니다.\n{lines}"


@dataclass(slots=True)
class Trial:
    """Every act is done and undone, and what it would do is kept here."""

    bound: object = None
    found: Consequences | None = None
    undoes: bool = True

    def over(self, house: House, year: int | None, work: Work) -> Work:
        """The same work, watched."""

        def watched(session: Session, act: Act) -> Any:
            chain = CITY if year is None else str(year)
            before = standing(session, chain)
            result = work(session, act)
            self.found = consequences(session, chain, before, now=act.now, bound=self.bound)
            if year is not None:
                told = would_tell(session, year, before.seq, now=house.now())
                practice = session.get_one(Cycle, year).practice
                self.found = self.found.and_told(told, practice=practice)
            return result

        return watched


@dataclass(frozen=True, slots=True)
class SecondLook:
    """An act is done only if it does what was seen before."""

    mark: str
    bound: object = None
    undoes: bool = False

    def over(self, house: House, year: int | None, work: Work) -> Work:
        """The same work, refused when it would do something else."""
        chain = CITY if year is None else str(year)

        def checked(session: Session, act: Act) -> Any:
            before = standing(session, chain)
            result = work(session, act)
            session.flush()
            head = head_of(session, chain)
            if head is None or head.seq == before.seq:  # done before: the first answer again
                return result
            found = consequences(session, chain, before, now=act.now, bound=self.bound)
            if found.mark != self.mark:
                raise ForeseenOtherwise(lines=found.bullets)
            return result

        return checked


def look_ahead(house: House, deed: Callable[[House], object], *, bound: object = None) -> Consequences | None:
    """What a deed at any door would do, or the refusal that would come of it; None when it does no act."""
    trial = Trial(bound)
    deed(replace(house, watch=trial))
    return trial.found


def as_seen(house: House, mark: str, *, bound: object = None) -> House:
    """The house in which an act does what was seen, or nothing."""
    return replace(house, watch=SecondLook(mark.strip(), bound))


def foresee(house: House, number: int) -> Consequences | None:
    """What approving would do, or the refusal that would come of it; None for what cannot be tried."""
    return look_ahead(house, lambda trial: approvals.approve(trial, number, staff=_NOBODY))
