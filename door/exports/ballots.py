"""재검표 자료 the sealed box as everybody may have it: no voter, no time, and no row of fewer ballots than the least."""

from door.exports.asked import Asked, Row
from door.exports.worklists import Table
from door.files.columns import Column, Spec
from door.files.types import Choice, ProjectNumber, Text, Whole
from door.vote import PollNotNamed
from models.blob import fetch
from models.poll import Poll, poll_of, polls_of
from states.ballot import GROUPS
from states.box import Box
from states.chart import label
from states.poll import PollBox
from states.recount import Cell, How, cells
from states.refusals import Refusal

_GROUPS = {"citizen": "시민", "member": "위원", "graduate": "이수자", "proposer": "제안자"}
_HOW = {
    How.BALLOT: ("조합",),
    How.REST: ("나머지 표",),
    How.PICK: ("나머지의 낱표",),
}


class BoxNotSealed(Refusal):
    code = "export.box_open"
    text = "'{poll}' 투표함은 지금 {state} 상태여서 재검표 자료를 낼 수 없습니다. 봉인한 뒤에 내 주세요."


def ballots(asked: Asked) -> Table:
    """The rows that come to the box's totals, group by group and project by project."""
    poll = _poll(asked)
    if poll.box is None:
        raise BoxNotSealed(poll=poll.name, state=label(PollBox, poll.state))
    box = Box.open(fetch(asked.session, poll.box), poll.box)
    picks = [
        Column(f"pick_{place}", f"선택{place}", ProjectNumber(asked.year))
        for place in range(1, box.of.picks + 1)
    ]
    columns = (
        Column("group", "집단", Text()),
        Column("how", "갈래", Choice({str(how): words for how, words in _HOW.items()})),
        Column("count", "표 수", Whole()),
        *picks,
    )
    return Spec("recount", "재검표 자료", columns), [_row(cell) for cell in cells(box)]


def _poll(asked: Asked) -> Poll:
    if asked.scope.poll is not None:
        return poll_of(asked.session, asked.year, asked.scope.poll)
    found = polls_of(asked.session, asked.year)
    if len(found) != 1:
        known = ", ".join(poll.name for poll in found) or "없음"
        raise PollNotNamed(year=asked.year, known=known)
    return found[0]


def _row(cell: Cell) -> Row:
    named = "·".join(_GROUPS[group] for group in GROUPS if group in cell.block)
    chosen = {f"pick_{place}": number for place, number in enumerate(cell.picks, start=1)}
    return {"group": named, "how": str(cell.how), "count": cell.count, **chosen}
