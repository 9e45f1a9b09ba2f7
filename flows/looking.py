"""보기 the questions that change nothing: the day's work, one's own, a project, a council, the count."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from desk.sheet import council_sheet
from door.house import House
from door.searching import find
from flows.choices import TRACKS
from flows.councils import UNIT
from flows.forms import CycleForm, Form, numbered
from flows.links import Links
from flows.office import look
from flows.today import worklists
from flows.todo import todos, way
from models.cycle import cycle_of
from models.plan import effective_plan
from models.poll import Result, read_result
from models.project import Project as Row
from models.session import reading
from states.chart import label
from states.explanation import points, why, why_withdrawn
from states.meeting import Form as Way
from states.meeting import Meeting
from states.project import Project
from states.refusals import Refusal
from states.seat import Role
from states.track import Track
from states.window import say_moment


class MineForm(Form):
    owner: str = Field(
        default="",
        title="맡은 이",
        description="'분류 담당', '총회 담당', '민관예산협의회', 소관부서 코드처럼 적습니다. 비우면 모두 보입니다.",
        max_length=40,
    )


class FindForm(CycleForm):
    words: str = Field(
        title="찾을 말",
        description="사업 번호, 또는 제목에 든 말입니다. 여러 낱말이면 모두 든 것을 찾습니다. 이름·연락처로는 찾지 못합니다.",
        min_length=1,
        max_length=60,
    )


class TallyForm(CycleForm):
    track: Annotated[Track, TRACKS] = Field(title="유형", description="개표 결과를 볼 유형입니다.")


class CouncilForm(CycleForm):
    unit: int = numbered(*UNIT)


class TallyMissing(Refusal):
    code = "looking.not_tallied"
    text = "{track}의 개표 결과가 아직 없습니다. 투표함을 봉인하고 개표한 뒤에 다시 보세요."


@look("내 일")
def mine(house: House, form: MineForm, links: Links) -> tuple[str, str]:
    """맡은 이의 남은 일을 모든 주기에서 모아, 처리할 양식과 함께 보여 드립니다."""
    wanted = form.owner.strip()
    rows = [row for row in todos(house) if wanted in row.owner or wanted in row.text]
    count = sum(row.count for row in rows)
    said = f"{wanted or '모두'}: 남은 일 {len(rows)}가지, {count:,}건. 자세한 것은 이 실행의 Artifacts에 있습니다."
    return said, "\n".join([f"# {wanted or '모두'}의 할 일\n", *worklists(rows, links), links.today()])


@look("사업 찾기")
def find_project(house: House, form: FindForm, links: Links) -> tuple[str, str]:
    """번호나 제목의 말로 사업을 찾아 번호와 상태를 보여 드립니다. 제목은 이 화면에 남기지 않습니다."""
    found = find(house, form.cycle, form.words)
    numbers = ", ".join(f"{one.number}번" for one in found)
    said = f"찾은 사업 {len(found)}건: {numbers}" if found else "찾은 사업이 없습니다. 다른 말로 찾아 보세요."
    return said, "\n".join([f"# 찾은 사업 {len(found)}건\n", *_projects(found), "", links.board(form.cycle)])


@look("개표 결과와 까닭")
def tally(house: House, form: TallyForm, links: Links) -> tuple[str, str]:
    """사업마다 몇 위이고 왜 뽑혔거나 안 뽑혔는지, 얼마나 모자랐는지 보여 드립니다."""
    with reading(house.engine) as session:
        plan = effective_plan(session, cycle_of(session, form.cycle))
        name = plan.by_track[form.track].name if form.track in plan.by_track else form.track.label
        result = read_result(session, form.cycle, form.track)
    if result is None:
        raise TallyMissing(track=name)
    said = f"{name}: {len(result.part['winners']):,}개 사업 선정. 지문 {result.hash[:12]}"
    return said, "\n".join([f"# {name} 개표 결과\n", *_tally(result), "", links.board(form.cycle)])


@look("협의회 현황")
def council(house: House, form: CouncilForm, links: Links) -> tuple[str, str]:
    """협의회 하나의 사람, 회의, 매기지 않은 점수, 이해충돌, 남은 일을 보여 드립니다."""
    with reading(house.engine) as session:
        sheet = council_sheet(session, form.cycle, form.unit)
    said = f"{sheet['council']}: {sheet['label']}. 사업 {len(sheet['projects'])}건, 위원 {len(sheet['seats'])}명."
    return said, "\n".join([f"# {sheet['council']} ({form.unit}번)\n", *_council(sheet, form.cycle, links)])


def _projects(found: Sequence[Row]) -> Iterator[str]:
    yield "| 번호 | 유형 | 상태 | 사업비(원) | 분야 | 소관부서 | 접수 |\n|---:|---|---|---:|---:|---|---|"
    for one in found:
        track, status = Track(one.track).label, label(Project, one.status)
        where = f"{one.field or '-'} | {one.bureau or '-'} | {say_moment(one.received_at)}"
        yield f"| {one.number} | {track} | {status} | {one.cost:,} | {where} |"


def _tally(result: Result) -> Iterator[str]:
    part = result.part
    yield f"{part['spent']:,}원(한도 {part['limit']:,}원)\n\n지문: `{result.hash}`\n\n봉인한 표의 뿌리 해시: `{result.root}`\n"
    yield "| 순위 | 사업 | 점수 | 득표 | 결과 | 까닭 |\n|---:|---:|---:|---:|---|---|"
    for row in part["ranking"]:
        chosen = "선정" if row["won"] else "미선정"
        cells = f"{row['place']} | {row['project']} | {points(row['score'])} | {row['ballots']:,}"
        yield f"| {cells} | {chosen} | {why(row, part)} |"
    for number in part["withdrawn"]:
        yield f"\n{number}번 사업: {why_withdrawn()}"


def _council(sheet: Mapping[str, Any], year: int, links: Links) -> Iterator[str]:
    yield f"지금 절차: **{sheet['label']}**\n\n사업: {_listed(sheet['projects'])}\n\n## 남은 일\n"
    for row in sheet["left"]:
        yield f"- {row['text']} {row['count']}건 · {way(row['code'], year, links)}"
    yield "\n## 위원\n\n| 번호 | 자격 | 단체 | 자치구 | 아직 매기지 않은 점수 |\n|---:|---|---|---|---:|"
    for one in sheet["seats"]:
        missing = sheet["scores_missing"].get(one["person"], 0)
        place = f"{one['organisation'] or '-'} | {one['district'] or '-'}"
        yield f"| {one['person']} | {Role(one['role']).label} | {place} | {missing} |"
    yield "\n## 회의\n\n| 번호 | 일시 | 방법 | 상태 | 온 사람 |\n|---:|---|---|---|---:|"
    for one in sheet["meetings"]:
        when = say_moment(datetime.fromisoformat(one["at"]))
        said = f"{Way(one['form']).label} | {label(Meeting, one['state'])} | {len(one['attended'] or ())}"
        yield f"| {one['number']} | {when} | {said} |"
    yield "\n## 매기지 않는 것(이해충돌)\n"
    yield _listed([f"{person}번 위원과 {number}번 사업" for person, number, _ in sheet["conflicts"]])


def _listed(some: Sequence[object]) -> str:
    return ", ".join(str(one) for one in some) or "없음"
