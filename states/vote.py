"""투표 what may be done with a poll's box, and which of its ballots count."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from states.ballot import GROUPS, Batch, micros
from states.board import Left, only_open
from states.plan import Plan, PollVote
from states.refusals import Refusal
from states.track import Track
from states.window import Window, say_moment

#: a voter of two groups counts in the one that comes first here
RANK = ("member", "graduate", "proposer", "citizen")


class Fault(StrEnum):
    """Why a ballot does not count."""

    EARLY = "early"  #: stamped before the vote opened
    LATE = "late"  #: stamped at the closing, or later
    NO_GROUP = "unknown_group"
    WRONG_NUMBER = "wrong_number"  #: not as many picks as the plan asks for
    TWICE = "same_project_twice"
    NO_PROJECT = "unknown_project"
    REPLACED = "replaced"  #: the same voter voted again later
    OTHER_GROUP = "other_group"  #: the same voter counts in another group


class PollNotTaking(Refusal):
    code = "vote.not_taking"
    text = "'{poll}' 투표함은 지금 {state} 상태여서 표를 더 받을 수 없습니다. 다시 투표해야 하면 투표 단계를 다시 열어 주세요."


class PollNotRunning(Refusal):
    code = "vote.not_running"
    text = "'{poll}' 투표함은 지금 {state} 상태여서 봉인할 수 없습니다. 봉인은 투표를 받은 투표함에 한 번 합니다."


class PollNotSealed(Refusal):
    code = "vote.not_sealed"
    text = "'{poll}' 투표함은 지금 {state} 상태여서 개표할 수 없습니다. 개표는 봉인한 투표함에 한 번 합니다."


class SealTooEarly(Refusal):
    code = "vote.seal_too_early"
    text = (
        "'{poll}' 투표함은 {moment}부터 봉인할 수 있습니다. 마감 전에 찍힌 표가 다 들어올 때까지 기다립니다."
    )


class CompanionsMissing(Refusal):
    code = "vote.companions_missing"
    text = (
        "'{poll}' 투표함을 봉인할 수 없습니다. 함께 투표할 유형이 아직 오지 않았거나 투표 기간이 지난 뒤에 왔습니다: {tracks}. "
        "그 유형이 투표를 마치거나, 기간을 연장하거나, 유형을 빼면 봉인할 수 있습니다."
    )


class NoSuchBatch(Refusal):
    code = "vote.no_such_batch"
    text = "{year}년 주기에 {number}번 표 묶음이 없습니다. 표를 넣을 때 받은 묶음 번호를 확인해 주세요."


class BatchOut(Refusal):
    code = "vote.batch_out"
    text = (
        "{number}번 표 묶음은 이미 뺀 것이어서 다시 빼거나 같은 파일로 다시 넣을 수 없습니다. "
        "빼지 말아야 했다면 투표 시스템에서 파일을 새로 받아 넣어 주세요."
    )


class BatchSealed(Refusal):
    code = "vote.batch_sealed"
    text = (
        "'{poll}' 투표함은 지금 {state} 상태여서 {number}번 표 묶음을 뺄 수 없습니다. 봉인한 뒤에는 어느 표가 그 묶음의 것인지 아무도 "
        "모릅니다. 결과를 그대로 둘 수 없다면 투표 단계를 다시 열어 재투표해 주세요."
    )


class BallotsMissing(Refusal):
    code = "vote.ballots_missing"
    text = (
        "'{poll}' 투표함의 표가 받은 것과 다릅니다. 받은 표는 {received:,}장인데 지금 {found:,}장입니다. 봉인하지 않았습니다. "
        "데이터베이스를 보관본과 대어 보고 되돌려 놓은 뒤 다시 봉인해 주세요."
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """How many picks a ballot has, and when it could be cast."""

    picks: int
    spans: tuple[Window, ...]  #: in their order; more than one when a window was given anew after its closing


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of every ballot."""

    ballots: Mapping[str, Sequence[Sequence[int]]]  #: the picks of those that count, by group
    listing: Sequence[tuple[str, int, int]]  #: fault, batch and row of those that do not
    roll: bytes  #: who voted: each voter's hash and group, sorted

    @property
    def faults(self) -> dict[str, int]:
        """How many ballots do not count, by their fault."""
        return dict(sorted(Counter(fault for fault, _, _ in self.listing).items()))


def poll_name(plan: Plan, track: Track) -> str | None:
    """The poll that a lane takes part in."""
    vote = getattr(plan.by_track[track], "vote", None)
    return vote.poll if isinstance(vote, PollVote) else None


def needed(picks: int, listed: int) -> int:
    """How many projects a ballot picks: all of them when there are fewer than the plan asks for."""
    return min(picks, listed)


def judge_sealing(
    poll: str, missing: Sequence[str], *, closes: datetime, settle: timedelta, now: datetime
) -> None:
    """Refuse while a lane has not had its vote, and before the ballots stamped in time have landed."""
    if missing:
        raise CompanionsMissing(poll=poll, tracks=", ".join(missing))
    if now < closes + settle:
        raise SealTooEarly(poll=poll, moment=say_moment(closes + settle))


def judge_ballots(batches: Iterable[tuple[int, Batch]], terms: Terms, known: Set[int]) -> Judged:
    """Judge ballot by ballot, by its stamp; then voter by voter."""
    held: list[dict[bytes, _Held]] = [{} for _ in GROUPS]
    listing: list[tuple[str, int, int]] = []
    spans = [(micros(span.opens), micros(span.closes)) for span in terms.spans]
    for number, batch in batches:
        for row, (stamp, voter, group, picks) in enumerate(batch.rows()):
            fault = _fault_in_time(stamp, spans) or _fault_within(group, picks, terms.picks, known)
            if fault is not None:
                listing.append((fault, number, row))
                continue
            mine = (stamp, number, row, picks)
            last = held[group].setdefault(voter, mine)
            if last is not mine:
                held[group][voter] = max(mine, last)
                listing.append((Fault.REPLACED, *min(mine, last)[1:3]))
    listing.extend((Fault.OTHER_GROUP, number, row) for _, number, row, _ in _elsewhere(held))
    return _judged(held, listing)


_Held = tuple[int, int, int, list[int]]  #: stamp, batch, row, picks: the last one is the greatest


def _fault_in_time(stamp: int, spans: Sequence[tuple[int, int]]) -> Fault | None:
    for opens, closes in spans:
        if opens <= stamp < closes:
            return None
    return Fault.EARLY if not spans or stamp < spans[0][0] else Fault.LATE


def _fault_within(group: int, picks: Sequence[int], asked: int, known: Set[int]) -> Fault | None:
    if group >= len(GROUPS):
        return Fault.NO_GROUP
    if len(picks) != asked:
        return Fault.WRONG_NUMBER
    if len(chosen := set(picks)) != asked:
        return Fault.TWICE
    return None if chosen <= known else Fault.NO_PROJECT


def _elsewhere(held: Sequence[dict[bytes, _Held]]) -> list[_Held]:
    """Take a voter of two groups out of all but the first by rank."""
    counted: set[bytes] = set()
    taken: list[_Held] = []
    for group in RANK:
        here = held[GROUPS.index(group)]
        taken.extend(here.pop(voter) for voter in counted & here.keys())
        counted |= here.keys()
    return taken


def _judged(held: Sequence[dict[bytes, _Held]], listing: list[tuple[str, int, int]]) -> Judged:
    ballots = {group: [one[3] for one in here.values()] for group, here in zip(GROUPS, held, strict=True)}
    voters = [voter + bytes([group]) for group, here in enumerate(held) for voter in here]
    return Judged(ballots, sorted(listing, key=lambda one: one[1:]), b"".join(sorted(voters)))


def left(*, companions: int, unsealed: int, untallied: int) -> tuple[Left, ...]:
    """The poll is sealed with all its lanes in it, and tallied."""
    return only_open(
        Left("vote.companions", companions, "투표 담당", "투표함에 함께 있는데 아직 오지 않은 유형"),
        Left("vote.unsealed", unsealed, "투표 담당", "봉인하지 않은 투표함"),
        Left("vote.untallied", untallied, "투표 담당", "개표하지 않은 투표함"),
    )
