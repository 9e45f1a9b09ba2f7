"""결과표 what the councils and the vote came to, rank by rank, with the reason; nobody's name is in them."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from sqlmodel import select

from door.exports.asked import Asked, NothingToExport, Row
from door.exports.worklists import Table
from door.files.columns import Column, Spec
from door.files.types import ProjectNumber, Text, Whole, won
from models.blob import fetch_rows
from models.poll import read_result
from models.project import Project
from models.ranking import Ranking, rankings_of
from models.unit import Unit, units_of
from states.chart import label
from states.explanation import points, why, why_withdrawn
from states.project import Project as Machine
from states.review import Terms, has_councils
from states.stage import Stage
from states.track import Track

_ROUNDS = {"first": "1차", "second": "2차"}


def vote(asked: Asked) -> Table:
    """The result of the vote, track by track."""
    rows = [row for track in _tracks(asked) for row in _voted(asked, track)]
    if not rows:
        raise NothingToExport(what="투표 결과. 봉인하고 개표한 뒤에 나갑니다")
    columns = (
        *_head(asked.year),
        Column("score", "점수", Text()),
        Column("exact", "점수(분수)", Text()),
        Column("ballots", "득표", Whole()),
        Column("cost", "사업비", won()),
        Column("won", "선정액", won()),
        Column("result", "결과", Text()),
        Column("why", "까닭", Text(1_000)),
    )
    return Spec("vote", "투표 결과", columns), rows


def review(asked: Asked) -> Table:
    """What each council ranked, its last word in each round."""
    rows = [row for track in _tracks(asked) for row in _reviewed(asked, track)]
    if not rows:
        raise NothingToExport(what="심사 결과. 협의회가 우선순위를 정한 뒤에 나갑니다")
    columns = (
        Column("council", "협의회", Text()),
        Column("round", "차수", Text()),
        *_head(asked.year),
        Column("mean", "평균", Text()),
        Column("sum", "총점", Whole()),
        Column("count", "채점 인원", Whole()),
        Column("inclusion", "사회적 포용성 합계", Whole()),
        Column("cost", "사업비", won()),
        Column("result", "결과", Text()),
        Column("stands", "지금 상태", Text()),
    )
    return Spec("review", "심사 결과", columns), rows


def _head(year: int) -> Sequence[Column]:
    return (
        Column("track", "유형", Text()),
        Column("place", "순위", Whole()),
        Column("number", "사업번호", ProjectNumber(year)),
        Column("title", "제목", Text(200)),
    )


def _tracks(asked: Asked) -> Sequence[Track]:
    return [asked.scope.track] if asked.scope.track else list(asked.plan.by_track)


def _titles(asked: Asked, numbers: Sequence[int]) -> dict[int, tuple[str | None, str]]:
    """Title and status of these projects."""
    wanted = select(Project.number, Project.title, Project.status).where(Project.cycle == asked.year)
    known = set(numbers)
    found = [row for row in asked.session.exec(wanted).all() if row[0] in known]
    texts = asked.texts(title for _, title, _ in found)
    return {number: (texts.get(title), status) for number, title, status in found}


def _voted(asked: Asked, track: Track) -> Iterator[Row]:
    result = read_result(asked.session, asked.year, track)
    if result is None:
        return
    part: dict[str, Any] = result.part
    gone = part["withdrawn"]
    titles = _titles(asked, [*(row["project"] for row in part["ranking"]), *gone])
    for row in part["ranking"]:
        yield {
            **{key: row[key] for key in ("place", "ballots", "cost", "won")},
            **{"track": asked.name_of(track), "number": row["project"], "title": titles[row["project"]][0]},
            **{"score": points(row["score"]), "exact": row["score"], "why": why(row, part)},
            "result": "선정" if row["won"] else "미선정",
        }
    for number in gone:
        title = titles[number][0]
        yield {
            **{"track": asked.name_of(track), "number": number, "title": title},
            **{"result": "제외", "why": why_withdrawn()},
        }


def _reviewed(asked: Asked, track: Track) -> Iterator[Row]:
    if not has_councils(asked.plan, track):
        return
    terms = Terms.of(asked.plan, track)
    for unit in units_of(asked.session, asked.year, track, Stage.REVIEW):
        last = {one.round: one for one in rankings_of(asked.session, unit)}
        for one in last.values():
            yield from _ranked(asked, unit, one, terms)


def _ranked(asked: Asked, unit: Unit, one: Ranking, terms: Terms) -> Iterator[Row]:
    places = fetch_rows(asked.session, one.rows)
    titles = _titles(asked, [place[0] for place in places])
    for at, (number, rank, total, count, inclusion, cost) in enumerate(places, start=1):
        title, status = titles[number]
        yield {
            "council": terms.council(unit.field or 0),
            "round": _ROUNDS[one.round],
            "track": asked.name_of(unit.track),
            **{"place": rank, "number": number, "title": title, "mean": _mean(total, count)},
            **{"sum": total, "count": count, "inclusion": inclusion, "cost": cost},
            "result": "올림" if at <= one.through else "미선정",
            "stands": label(Machine, status),
        }


def _mean(total: int, count: int) -> str:
    thousandths = round(Fraction(total, count) * 1_000)
    return f"{thousandths // 1000}.{thousandths % 1000:03}"
