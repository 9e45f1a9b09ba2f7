"""개표 명령: sealing a poll's box, counting it, and what came of it, project by project."""

from typing import Annotated, Any

import typer
from rich.console import Console

from cli.answer import answering, opened, say_json
from cli.hand import Hand, by_hand
from cli.options import JsonOption, Poll, argued, numbered, year_argument
from cli.table import columns
from door import vote
from door.house import House
from models.cycle import cycle_of
from models.plan import effective_plan
from models.poll import Result, read_result
from models.session import reading
from states.explanation import points, why, why_withdrawn
from states.plan import Plan
from states.refusals import Refusal
from states.track import Track
from states.vote import poll_name

Cycle = Annotated[int, year_argument("예산 주기의 연도")]


class NotTallied(Refusal):
    code = "tally.not_yet"
    text = "{track}의 개표 결과가 아직 없습니다. 투표함을 봉인하고(`hanmadang seal`) 개표한 뒤(`hanmadang count`) 다시 보세요."


class ProjectNotOnBallot(Refusal):
    code = "tally.no_such_project"
    text = "{number}번 사업은 {track}의 투표에 오르지 않았습니다. 번호와 유형을 확인해 주세요."


class TrackNotInPoll(Refusal):
    code = "tally.not_in_poll"
    text = "{track:은/는} '{poll}' 투표에 오르지 않습니다. 그 투표에 오르는 유형: {known}."


@by_hand(reason=True, looks=True)
def take_out(cycle: Cycle, batch: Annotated[int, argued("묶음", "뺄 표 묶음의 번호")], *, hand: Hand) -> None:
    """잘못 넣은 표 묶음을 봉인하기 전에 뺍니다. 두 사람이 하고, 되돌릴 수 없습니다."""
    gone = hand.looks_and_does(cycle, lambda house, who: vote.withdraw(house, cycle, batch, staff=who))
    said = f"{batch}번 표 묶음을 뺐습니다. 그 안의 표 {gone:,}장은 세지 않습니다."
    hand.says({"batch": batch, "ballots": gone}, said)


@by_hand()
def seal(cycle: Cycle, poll: Poll = None, *, hand: Hand) -> None:
    """투표함을 봉인합니다. 표를 하나하나 가려 섞고, 누가 무엇을 골랐는지 이을 수 있는 것은 모두 없앱니다."""
    name = poll or vote.only_poll(hand.house, cycle)
    told = hand.does(cycle, lambda house, who: vote.seal(house, cycle, name, staff=who))
    counted, listed = sum(told["counts"].values()), sum(told["faults"].values())
    said = f"'{name}' 투표함을 봉인했습니다. 유효한 표 {counted:,}장, 세지 않은 표 {listed:,}장."
    hand.says(told, f"{said}\n뿌리 해시: {told['root']}")


@by_hand()
def count(cycle: Cycle, poll: Poll = None, *, hand: Hand) -> None:
    """봉인한 투표함을 개표합니다. 결과는 `hanmadang tally`로 봅니다."""
    name = poll or vote.only_poll(hand.house, cycle)
    told = hand.does(cycle, lambda house, who: vote.tally(house, cycle, name, staff=who))
    lines = [
        f"{_name(hand.house, cycle, Track(track))}: {part['winners']:,}개 사업, {part['spent']:,}원"
        for track, part in told["tracks"].items()
    ]
    hand.says(told, "\n".join(lines))


def tally(
    cycle: Cycle,
    poll: Poll = None,
    track: Annotated[Track | None, typer.Option("--track", help="유형. 적지 않으면 이끄는 유형")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="왜 뽑혔고 왜 안 뽑혔는지 문장으로 풉니다")
    ] = False,
    project: Annotated[int | None, numbered("--project", "이 사업만 풀어 봅니다")] = None,
    as_json: JsonOption = False,
) -> None:
    """개표 결과를 보여 줍니다: 순위, 점수, 선정된 사업, 그리고 그 까닭."""
    with answering(as_json):
        house = opened()
        kind, name, result = _result(house, cycle, track, poll)
        rows = _wanted(result, name, project)
        if as_json:
            say_json(_told(result, kind, rows))
        elif explain or project is not None:
            _explain(result, rows, project)
        else:
            _show(result, name, rows)


def _result(house: House, year: int, track: Track | None, poll: str | None) -> tuple[Track, str, Result]:
    with reading(house.engine) as session:
        plan = effective_plan(session, cycle_of(session, year))
        kind = track or _first(plan, poll)
        name = plan.by_track[kind].name if kind in plan.by_track else kind.label
        if poll is not None and kind not in _tracks(plan, poll):
            known = ", ".join(plan.by_track[one].name for one in _tracks(plan, poll)) or "없음"
            raise TrackNotInPoll(track=name, poll=poll, known=known)
        if (result := read_result(session, year, kind)) is None:
            raise NotTallied(track=name)
        return kind, name, result


def _first(plan: Plan, poll: str | None) -> Track:
    """The leading track, or the first of a poll that the leading one is not in."""
    known = _tracks(plan, poll) if poll else ()
    return known[0] if known and plan.leading not in known else plan.leading


def _tracks(plan: Plan, poll: str) -> list[Track]:
    return [track for track in plan.by_track if poll_name(plan, track) == poll]


def _wanted(result: Result, name: str, project: int | None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = result.part["ranking"]
    if project is None:
        return rows
    some = [row for row in rows if row["project"] == project]
    if not some and project not in result.part["withdrawn"]:
        raise ProjectNotOnBallot(number=project, track=name)
    return some


def _told(result: Result, track: Track, rows: list[dict[str, Any]]) -> dict[str, Any]:
    part = result.part
    return {
        "cycle": result.content["cycle"],
        "poll": result.content["poll"],
        "round": result.content["round"],
        "track": track,
        "winners": part["winners"],
        "ranking": [{**row, "text": why(row, part)} for row in rows],
        "withdrawn": part["withdrawn"],
        "ballots": result.content["ballots"],
        "spent": part["spent"],
        "ceiling": part["limit"],
        "root": result.root,
        "hash": result.hash,
    }


def _show(result: Result, name: str, rows: list[dict[str, Any]]) -> None:
    part = result.part
    typer.echo(
        f"{name}: 투표에 오른 {len(rows):,}개 가운데 {len(part['winners']):,}개를 골랐습니다. "
        f"{part['spent']:,}원(한도 {part['limit']:,}원)"
    )
    table = columns("순위", "사업", "점수", "득표", "사업비(원)", "결과")
    for row in rows:
        chosen = "선정" if row["won"] else "미선정"
        cells = (row["place"], row["project"], points(row["score"]), row["ballots"], row["cost"])
        table.add_row(*(f"{cell:,}" if isinstance(cell, int) else cell for cell in cells), chosen)
    Console().print(table)
    typer.echo(f"봉인한 표의 뿌리 해시: {result.root}")


def _explain(result: Result, rows: list[dict[str, Any]], project: int | None) -> None:
    for row in rows:
        typer.echo(f"{row['project']}번 사업: {why(row, result.part)}")
    for number in result.part["withdrawn"]:
        if project in (None, number):
            typer.echo(f"{number}번 사업: {why_withdrawn()}")


def _name(house: House, year: int, track: Track) -> str:
    with reading(house.engine) as session:
        return effective_plan(session, cycle_of(session, year)).by_track[track].name
