"""오늘 할 일 the page where the day begins: each one's work, the deadlines ahead, every form."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from door import approvals
from door.acts import shift_of
from door.house import House
from door.outage import questions
from flows.choices import TRACKS_OR_CYCLE
from flows.links import EVERY_FORM, Links
from flows.todo import HEAD, Todo, by_owner, todos
from models.cycle import cycles
from models.due import Due
from models.plan import effective_plan
from models.session import reading
from states.stage import CLOSED, Stage
from states.track import Track
from states.window import say_moment

_AHEAD = timedelta(days=60)


def today_page(house: House, links: Links) -> str:
    """The whole page, as markdown."""
    rows = todos(house)
    return "\n".join(
        (
            f"# 오늘 할 일\n\n{_day(house.now())}\n",
            *_boards(house, links),
            *_missed(house, links),
            *_waiting(house, links),
            *worklists(rows, links),
            *_ahead(house),
            *_forms(links),
        )
    )


def worklists(rows: Sequence[Todo], links: Links) -> Iterator[str]:
    """Each one's rows under their name."""
    if not rows:
        yield "## 남은 일\n\n지금은 사람이 할 일이 없습니다. 때가 되면 저절로 넘어갑니다.\n"
    for owner, some in by_owner(rows).items():
        yield f"## {owner}\n\n{HEAD}"
        yield "\n".join(row.line(links) for row in some) + "\n"


def _boards(house: House, links: Links) -> Iterator[str]:
    with reading(house.engine) as session:
        for cycle in cycles(session):
            if cycle.stage != CLOSED:
                practice = " (연습)" if cycle.practice else ""
                yield f"- {links.board(cycle.year)}{practice}"
    yield ""


def _missed(house: House, links: Links) -> Iterator[str]:
    """Deadlines that came while nothing ran, and about which a person is asked."""
    asked = questions(house)
    if asked:
        yield "## 먼저 정할 것: 밀린 마감\n"
    for one in asked:
        track = TRACKS_OR_CYCLE.word(Track(one.track) if one.track else None)
        way = links.form("0 주기 · 밀린 마감", "밀린 마감", cycle=one.cycle, track=track)
        longer = links.form("0 주기 · 앞 단계 다시 열기", "넘긴 뒤 다시 열기", cycle=one.cycle, track=track)
        yield f"- {one} · {way} · {longer}\n"


def _waiting(house: House, links: Links) -> Iterator[str]:
    """What waits for a second person, and the page where files come in."""
    page = house.settings.page_address
    count = sum(not one.expired for one in approvals.waiting(house))
    ways = f"{links.form('0 보기 · 승인을 기다리는 일', '승인을 기다리는 일')} · [올리는 화면의 승인]({page}/approvals)"
    yield f"- [파일과 긴 글 올리기]({page}) · [사람 등록과 QR]({page}/people)"
    yield f"- 승인을 기다리는 일 {count}건: {ways}\n"


def _ahead(house: House) -> Iterator[str]:
    """The deadlines that come next, on each cycle's own clock."""
    yield "## 다가오는 마감\n\n| 마감 | 주기 | 무엇 |\n|---|---|---|"
    with reading(house.engine) as session:
        for cycle in cycles(session):
            now = house.now() + shift_of(house, cycle.year)
            plan = effective_plan(session, cycle)
            for due in Due.upcoming(session, cycle.year):
                if cycle.stage != CLOSED and now <= due.at < now + _AHEAD:
                    name = plan.by_track[Track(due.track)].name if due.track else "주기"
                    yield f"| {say_moment(due.at)} | {cycle.year} | {name} {Stage(due.stage).label} |"
    yield ""


def _forms(links: Links) -> Iterator[str]:
    """Every form that begins with its stage's number, stage by stage."""
    yield f"## 양식\n\n{EVERY_FORM}\n"
    titles = sorted(title for title in links.forms if " · " in title)
    for group, some in groupby(titles, key=lambda title: title.partition(" · ")[0]):
        yield f"- **{group[2:] or '처음'}** " + " · ".join(
            links.form(one, one.partition(" · ")[2]) for one in some
        )


def _day(now: datetime) -> str:
    return f"그린 때: {say_moment(now)}. 일이 처리될 때마다, 그리고 날마다 새로 그립니다."
