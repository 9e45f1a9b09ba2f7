"""재검표 what of a sealed box everybody may have: enough to count it again, too little to know anybody's ballot."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from states.ballot import GROUPS
from states.box import Box
from states.refusals import Refusal

#: no row says anything of fewer ballots than these
LEAST = 5
Picks = tuple[int, ...]


class How(StrEnum):
    """What a row counts."""

    BALLOT = "ballot"  #: 조합: ballots that pick just this
    REST = "rest"  #: 나머지: all other ballots of the block together
    PICK = "pick"  #: 낱표: how many of the rest pick this project


class TooFewBallots(Refusal):
    code = "recount.too_few"
    text = "센 표가 {count}장뿐이어서 재검표 자료를 내지 않았습니다. {least}장이 되지 않으면 누가 무엇을 골랐는지 드러납니다. 개표 결과로만 알려 주세요."


@dataclass(frozen=True, slots=True)
class Cell:
    """One row: a block of groups, what is counted, and how many."""

    block: tuple[str, ...]
    how: How
    picks: Picks
    count: int


def cells(box: Box, least: int = LEAST) -> list[Cell]:
    """Tell a box in rows of at least so many ballots; what is rarer is told project by project."""
    total = sum(box.counts.values())
    if total < least:
        raise TooFewBallots(count=total, least=least)
    found = [cell for block in blocks(box.counts, least) for cell in _block(box, block, least)]
    refuse_unequal(found, box)
    return found


def blocks(counts: Mapping[str, int], least: int) -> list[tuple[str, ...]]:
    """Which groups are told together: one with too few ballots goes with the smallest of the others."""
    joined: list[tuple[str, ...]] = [(group,) for group in GROUPS if counts[group]]

    def size(block: tuple[str, ...]) -> tuple[int, int]:
        return sum(counts[group] for group in block), GROUPS.index(block[0])

    while len(joined) > 1 and size(small := min(joined, key=size))[0] < least:
        joined.remove(small)
        other = min(joined, key=size)
        joined[joined.index(other)] = tuple(sorted((*small, *other), key=GROUPS.index))
    return sorted(joined, key=lambda block: GROUPS.index(block[0]))


def _block(box: Box, block: tuple[str, ...], least: int) -> Iterator[Cell]:
    alike = Counter(picks for group in block for picks in _ballots(box, group))
    shown, rest = _shown(alike, least)
    for picks, count in sorted(shown.items()):
        yield Cell(block, How.BALLOT, picks, count)
    if rest:
        yield Cell(block, How.REST, (), sum(rest.values()))
        single: Counter[int] = Counter()
        for picks, count in rest.items():
            single.update(dict.fromkeys(picks, count))
        for number, count in sorted(single.items()):
            yield Cell(block, How.PICK, (number,), count)


def _ballots(box: Box, group: str) -> Iterator[Picks]:
    column = box.columns[group].tolist()
    return zip(*[iter(column)] * box.of.picks, strict=True)


def _shown(alike: Mapping[Picks, int], least: int) -> tuple[dict[Picks, int], dict[Picks, int]]:
    """Which combinations may be told; a rest that is too small takes in the rarest of them."""
    shown = {picks: count for picks, count in alike.items() if count >= least}
    rest = {picks: count for picks, count in alike.items() if count < least}
    rarest = sorted(shown, key=lambda picks: (shown[picks], picks))
    while 0 < sum(rest.values()) < least and rarest:
        picks = rarest.pop(0)
        rest[picks] = shown.pop(picks)
    return shown, rest


def recounted(found: Iterable[Cell]) -> tuple[Counter[tuple[str, ...]], Counter[tuple[tuple[str, ...], int]]]:
    """Count the rows again: the ballots of each block, and how many of them pick each project."""
    ballots: Counter[tuple[str, ...]] = Counter()
    picked: Counter[tuple[tuple[str, ...], int]] = Counter()
    for cell in found:
        if cell.how is not How.PICK:
            ballots[cell.block] += cell.count
        for number in cell.picks:
            picked[cell.block, number] += cell.count
    return ballots, picked


def refuse_unequal(found: Sequence[Cell], box: Box) -> None:
    """What is told must come to what is in the box."""
    ballots, picked = recounted(found)
    for block in ballots:
        inside: Counter[int] = Counter()
        for group in block:
            inside.update(box.columns[group].tolist())
        told = {number: count for (of, number), count in picked.items() if of == block}
        if ballots[block] != sum(box.counts[group] for group in block) or told != inside:
            raise ValueError(f"the rows of {block} do not come to what is in the box")
