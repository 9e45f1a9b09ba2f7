"""금액 what one project may cost, wherever an amount is said again after its receipt."""

from dataclasses import dataclass

from states.figures import Limit
from states.plan import Plan, ProposalCall
from states.refusals import Refusal
from states.track import Track


class AmountOutOfRange(Refusal):
    code = "amount.out_of_range"
    text = "사업비를 {won:,}원으로 할 수 없습니다. 이 사업의 사업비는 {limit} 합니다. 금액을 고쳐 다시 해 주세요."


@dataclass(frozen=True, slots=True)
class Limits:
    """What the plan says that a project of a track may cost, by its kind; a track without a call of its own says nothing."""

    by_kind: dict[str, Limit]

    @classmethod
    def of(cls, plan: Plan, track: Track) -> "Limits":
        call = getattr(plan.by_track[track], "call", None)
        if not isinstance(call, ProposalCall):
            return cls({})
        return cls({"ordinary": call.ordinary} | ({"event": call.event} if call.event else {}))

    def allow(self, kind: str, won: int) -> bool:
        """Is this a cost that a project of this kind may have?"""
        limit = self.by_kind.get(kind)
        return won >= 1 and (limit is None or limit.allows(won))

    def words(self, kind: str) -> str:
        """Say what it may be."""
        limit = self.by_kind.get(kind)
        return f"1원 이상, {limit.words}이어야" if limit else "1원 이상이어야"


def judge(won: int, kind: str, limits: Limits) -> None:
    """Refuse a cost of nothing, or above the project's own ceiling."""
    if not limits.allow(kind, won):
        raise AmountOutOfRange(won=won, limit=limits.words(kind))
