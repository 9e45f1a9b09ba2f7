"""총회 at the door: who is there, and the list that is approved as the tally gave it."""

from collections.abc import Collection

from sqlmodel import Session

from desk import assembly
from desk.assembly import on_the_list, tally_of
from door.acts import done_before
from door.house import House
from door.staff import Staff, plainly, with_any_reason
from models import journal
from models.cycle import cycle_of
from models.journal import Act
from models.plan import effective_plan
from states.refusals import Refusal
from states.track import Track

_SHORTEST = 8  #: characters of a hash that say which one is meant


class NotOnThisList(Refusal):
    code = "assembly.left_out_unknown"
    text = "{numbers}번은 이 유형의 명단에 없어 뺄 수 없습니다. 명단의 사업 번호를 확인해 다시 해 주세요."


def attend(house: House, year: int, present: int, *, staff: Staff) -> dict[str, int]:
    """Count the members present."""
    return plainly(house, year, staff, lambda s, act: assembly.attend(s, year, present, act=act))


def resolve(
    house: House,
    year: int,
    track: Track,
    *,
    left_out: Collection[int] = (),
    result: str = "",
    staff: Staff,
) -> dict[str, int]:
    """Approve a track's list but for what is left out: the winners of the tally that was shown, or what came there."""

    def work(session: Session, why: str | None, act: Act) -> dict[str, int]:
        journal.lock(session, str(year), now=act.now)
        if (before := done_before(session, str(year), act)) is not None:
            return dict(before)
        listed, given = _listed(session, year, track, result.strip())
        if strangers := sorted(set(left_out) - set(listed)):
            raise NotOnThisList(numbers=", ".join(map(str, strangers)))
        chosen = [number for number in listed if number not in left_out]
        return assembly.resolve(session, year, track, chosen, result=given, reason=why, act=act)

    return with_any_reason(house, year, staff, work)


def _listed(session: Session, year: int, track: Track, result: str) -> tuple[list[int], str | None]:
    """What the list is made of, and the whole hash of the tally that the first characters name."""
    here = on_the_list(session, effective_plan(session, cycle_of(session, year)), track)
    tally = tally_of(session, year, track)
    if tally is None:
        return sorted(here), result or None
    meant = len(result) >= _SHORTEST and tally.hash.startswith(result.lower())
    return [number for number in tally.winners if number in here], tally.hash if meant else result
