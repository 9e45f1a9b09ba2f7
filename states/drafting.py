"""편성 what may go into the budget bill: each project at its amount, each track under its ceiling."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from states.amount import Limits
from states.board import Left, only_open
from states.plan import Plan
from states.refusals import Refusal
from states.rows import Fault, Standing, say, strays
from states.track import Track

DRAFTABLE = ("selected", "drafted")  #: chosen, or drafted before and now said again


class RowsNotDrafted(Refusal):
    code = "drafting.rows"
    text = "편성할 수 없는 줄이 {count}개 있습니다: {faults}. 이 줄들을 고쳐 다시 올려 주세요. 아무것도 편성하지 않았습니다."


class DraftOverCeiling(Refusal):
    code = "drafting.over_ceiling"
    text = "편성하면 유형의 한도를 넘습니다: {tracks}. 넘는 만큼 줄이거나 편성에서 뺄 사업을 정해 다시 올려 주세요."


class RunnersUpNotPlanned(Refusal):
    code = "drafting.no_runners_up_planned"
    text = "올해 운영계획은 빠진 사업의 자리를 다음 순위로 채우지 않습니다. 남은 돈은 그대로 두고 편성을 마쳐 주세요."


class NoRunnerUp(Refusal):
    code = "drafting.no_runner_up"
    text = (
        "{track}에는 남은 돈({free})에 드는 다음 순위 사업이 없습니다. 자리를 비워 둔 채 편성을 마쳐 주세요."
    )


@dataclass(frozen=True, slots=True)
class Item:
    """One project in the bill: what it gets, and the commitment to the reason when that is not what was chosen."""

    number: int
    won: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What the plan says of the money: each track's own ceiling, where one binds, and each project's."""

    names: Mapping[str, str]
    ceilings: Mapping[str, int]
    limits: Mapping[str, Limits]

    @classmethod
    def of(cls, plan: Plan) -> "Terms":
        parts = plan.by_track
        return cls(
            names={str(track): part.name for track, part in parts.items()},
            ceilings={str(t): p.money.ceiling for t, p in parts.items() if p.money.ceiling is not None},
            limits={str(track): Limits.of(plan, track) for track in parts},
        )


def judge(
    items: Sequence[Item], standing: Mapping[int, Standing], terms: Terms, *, promised: Mapping[str, int]
) -> None:
    """Refuse faulty rows, all named at once, and a track that would get more than its ceiling.

    `promised` is what a track's chosen and drafted projects cost before these rows: who is not drafted yet keeps his.
    """
    faults = [
        *strays([item.number for item in items], standing, DRAFTABLE),
        *_amounts(items, standing, terms),
    ]
    if faults:
        raise RowsNotDrafted(count=len(faults), faults=say(faults), rows=tuple(faults))
    after = dict(promised)
    for item in items:
        one = standing[item.number]
        after[one.track] = after.get(one.track, 0) + item.won - one.cost
    touched = dict.fromkeys(standing[item.number].track for item in items)
    over = {t: after[t] - terms.ceilings[t] for t in touched if after[t] > terms.ceilings.get(t, after[t])}
    if over:
        said = ", ".join(f"{terms.names[track]} {won:,}원 초과" for track, won in over.items())
        raise DraftOverCeiling(tracks=said)


def _amounts(items: Sequence[Item], standing: Mapping[int, Standing], terms: Terms) -> Iterator[Fault]:
    for item in items:
        one = standing.get(item.number)
        if one is None or one.status not in DRAFTABLE:
            continue
        limits = terms.limits[one.track]
        if not limits.allow(one.kind, item.won):
            yield Fault(item.number, f"{item.won:,}원은 안 됨, {limits.words(one.kind)} 함", "rows.amount")
        elif item.won != one.cost and item.reason is None:
            yield Fault(
                item.number, f"{one.cost:,}원에서 {item.won:,}원으로 바꾸는 까닭이 없음", "rows.reason"
            )


def next_in_line(
    order: Sequence[int], costs: Mapping[int, int], terms: Terms, *, track: Track, promised: int
) -> int:
    """The first in the tally's order that was not chosen and fits the money that is free."""
    ceiling = terms.ceilings.get(track)
    for number in order:
        if number in costs and (ceiling is None or promised + costs[number] <= ceiling):
            return number
    free = "한도 없음" if ceiling is None else f"{max(0, ceiling - promised):,}원"
    raise NoRunnerUp(track=terms.names[track], free=free)


def left(*, undrafted: int) -> tuple[Left, ...]:
    """Every chosen project is in the bill, or left out of it."""
    return only_open(Left("drafting.undrafted", undrafted, "사업부서", "편성하지 않은 선정 사업"))
