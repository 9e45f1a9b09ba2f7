"""여파 what an act has done to a year, in words: read off the rows and the journal before and after it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session, col, func, select

from models import Row
from models.ballot import BallotBatch
from models.cycle import Cycle, lanes_of
from models.journal import CITY, Entry, head_of
from models.plan import effective_plan
from models.poll import polls_of
from notifications.forecast import Radius
from states.canonical import canonical, digest
from states.chart import label
from states.fact import name_of
from states.poll import ANNOUNCED, PollBox
from states.project import Project
from states.stage import CLOSED, Stage, label_of
from states.tracks.lane import is_over
from states.window import say_moment, say_opening

_MARK = 8  #: letters of the hash that somebody repeats to say that they have seen it
#: what is kept of a cycle row by row, and what people call it; a row that goes is told
KEPT: Mapping[str, str] = {
    "attendance": "총회 출석",
    "ballot_batch": "받아 둔 표의 묶음",
    "voter_roll": "투표한 사람의 명부",
    "project": "사업",
    "completion": "보완 요청",
    "consulting": "컨설팅",
    "lane": "유형",
    "due": "기한",
    "letter": "공문",
    "unit": "단위",
    "meeting": "회의",
    "objection": "이의신청",
    "poll": "투표함",
    "poll_result": "개표 결과",
    "ranking": "우선순위",
    "receipt": "접수증",
    "score": "매긴 점수",
    "seat": "위촉",
    "signature": "협약 서명",
}
#: facts that have a sentence of their own
_SAID = ("project.moved", "stage.entered", "lane.ended", "cycle.entered", "plan.amended", "poll.put_back")


@dataclass(frozen=True, slots=True)
class Change:
    """One fact, and how often the journal would say it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a year stood before the act."""

    seq: int = 0
    windows: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    held: Mapping[str, str] = field(default_factory=dict)  #: lanes that stand still, and the deadline of each
    votes: Mapping[str, tuple[str, int]] = field(default_factory=dict)  #: polls: where they stand, ballots
    names: Mapping[str, str] = field(default_factory=dict)  #: what the year's plan calls its tracks


@dataclass(frozen=True, slots=True)
class Consequences:
    """What came of it: sentences for people, facts for the journal's reader, a mark for the second look."""

    lines: Sequence[str]
    facts: Sequence[Change]
    mark: str

    @property
    def bullets(self) -> str:
        """The sentences as a list."""
        return "\n".join(f"- {line}" for line in self.lines)

    def and_told(self, radius: Radius, *, practice: bool) -> "Consequences":
        """With what would be told of it; the mark stays, since telling goes on meanwhile."""
        return replace(self, lines=[*self.lines, *_told(radius, practice)])


def standing(session: Session, chain: str) -> Standing:
    """How a chain's year stands; of the city's register only how long its chain is."""
    head = head_of(session, chain)
    seq = head.seq if head else 0
    cycle = None if chain == CITY else session.get(Cycle, int(chain))
    if cycle is None:
        return Standing(seq)
    return Standing(
        seq,
        _windows(session, cycle),
        _rows(session, cycle.year),
        _held(session, cycle),
        _votes(session, cycle),
        {track: part.name for track, part in effective_plan(session, cycle).by_track.items()},
    )


def consequences(
    session: Session, chain: str, before: Standing, *, now: datetime, bound: object = None
) -> Consequences:
    """What stands otherwise than before; `bound` is what was asked for, so that a mark fits nothing else."""
    session.flush()
    after = standing(session, chain)
    entries = list(Entry.after(session, chain, before.seq, 1_000_000))
    lines = [
        *_moved_projects(entries),
        *_stages(entries, after.names),
        *_moved_windows(before, after, now),
        *_holds(before, after),
        *_thrown_away(before, after),
        *_taken_out(session, entries),
        *_others(entries),
    ]
    facts = [Change(name, count) for name, count in Counter(name_of(one.fact) for one in entries).items()]
    seen = [bound, lines, sorted({f"{one.fact} {one.subject}" for one in entries})]
    return Consequences(lines or ["달라지는 사업이나 날짜가 없습니다"], facts, _mark(seen))


def _mark(seen: object) -> str:
    """It begins with a letter: a form that is opened filled in takes digits alone for a number."""
    return f"a{digest(canonical(seen))}"[:_MARK]


def _moved_projects(entries: Sequence[Entry]) -> Iterator[str]:
    ways = [entry.facts for entry in entries if entry.fact == "project.moved"]
    for (source, target), count in Counter((way["from"], way["to"]) for way in ways).items():
        yield f"사업 {count:,}건: {label(Project, source)} → {label(Project, target)}"


def _taken_out(session: Session, entries: Sequence[Entry]) -> Iterator[str]:
    for entry in (one for one in entries if one.fact == "ballots.withdrawn"):
        batch = session.get_one(BallotBatch, (int(entry.chain), entry.facts["batch"]))
        yield f"{batch.number}번 묶음의 표 {batch.count:,}장을 세지 않습니다. 뺀 묶음은 다시 넣지 못합니다"


def _stages(entries: Sequence[Entry], names: Mapping[str, str]) -> Iterator[str]:
    for entry in entries:
        facts = entry.facts
        if entry.fact in ("stage.entered", "lane.ended") and "from" in facts:
            yield f"{names[facts['track']]} 유형: {label_of(facts['from'])} → {label_of(facts['stage'])}"
        if entry.fact == "cycle.entered" and "from" in facts:
            yield f"주기 전체: {label_of(facts['from'])} → {label_of(facts['stage'])}"


def _moved_windows(before: Standing, after: Standing, now: datetime) -> Iterator[str]:
    for name, window in after.windows.items():
        was = before.windows.get(name)
        if was is not None and was != window:
            yield f"{name} 기간: {_span(was, now)} → {_span(window, now)}"


def _span(window: tuple[str, str], now: datetime) -> str:
    opens, closes = (datetime.fromisoformat(one) for one in window)
    return f"{'지금' if opens == now else say_opening(opens)} ~ {say_moment(closes)}"


def _holds(before: Standing, after: Standing) -> Iterator[str]:
    for name, closes in after.held.items():
        if name not in before.held:
            yield f"{name} 유형이 멈춥니다. 보류를 풀 때까지 마감({closes})이 되어도 다음 단계로 넘어가지 않습니다"
    for name, closes in before.held.items():
        if name not in after.held:
            yield f"{name} 유형이 다시 갑니다. 마감({closes})이 되면 다음 단계로 넘어갑니다"


def _thrown_away(before: Standing, after: Standing) -> Iterator[str]:
    for name, (state, ballots) in before.votes.items():
        if state != ANNOUNCED and after.votes.get(name, (ANNOUNCED, 0))[0] == ANNOUNCED:
            yield f"'{name}' 투표함({label(PollBox, state)})이 무효가 됩니다. 받은 표 {ballots:,}장을 버리고 투표를 처음부터 다시 합니다"
    for table, count in before.rows.items():
        if (gone := count - after.rows.get(table, 0)) > 0:
            yield f"{KEPT[table]} {gone:,}건이 없어집니다"


def _others(entries: Sequence[Entry]) -> Iterator[str]:
    found = Counter(one.fact for one in entries if not one.is_input and one.fact not in _SAID)
    for fact, count in found.items():
        yield f"{name_of(fact)} {count:,}건"


def _told(radius: Radius, practice: bool) -> Iterator[str]:
    if radius.taken_back:
        yield f"아직 나가지 않은 알림 {radius.taken_back:,}건은 보내지 않습니다"
    for one in radius.notices:
        what = "이미 들은 것을 바로잡는 알림" if one.corrects else "알림"
        cost = f"(많아야 {one.won:,}원)" if one.won else ""
        yield f"{what} '{one.label}': {one.audience} {one.people:,}명{cost}"
    if practice and radius.notices:
        yield "연습 주기라서 알림은 발송함에만 담기고 아무에게도 가지 않습니다"
    elif not radius.notices:
        yield "누구에게도 알림이 가지 않습니다"


def _windows(session: Session, cycle: Cycle) -> dict[str, tuple[str, str]]:
    plan = effective_plan(session, cycle)
    return {
        f"{plan.by_track[track].name if track else '주기'} {stage.label}": (
            window.opens.isoformat(),
            window.closes.isoformat(),
        )
        for track, stage, window in plan.windows()
    }


def _rows(session: Session, year: int) -> dict[str, int]:
    found = {}
    for name in KEPT:
        table = Row.metadata.tables[name]
        wanted = select(func.count()).select_from(table).where(table.c.cycle == year)
        found[name] = int(session.execute(wanted).scalar_one())
    return found


def _held(session: Session, cycle: Cycle) -> dict[str, str]:
    plan = effective_plan(session, cycle)
    return {
        plan.by_track[lane.kind].name: say_moment(plan.window(lane.kind, Stage(lane.stage)).closes)
        for lane in lanes_of(session, cycle.year)
        if lane.held and not is_over(lane.stage) and cycle.stage != CLOSED
    }


def _votes(session: Session, cycle: Cycle) -> dict[str, tuple[str, int]]:
    found = {}
    for poll in polls_of(session, cycle.year):
        counted = select(func.sum(BallotBatch.count)).where(
            BallotBatch.cycle == cycle.year,
            BallotBatch.poll == poll.name,
            BallotBatch.round == poll.round,
            col(BallotBatch.out).is_(False),
        )
        found[poll.name] = (poll.state, int(session.exec(counted).one() or 0))
    return found
