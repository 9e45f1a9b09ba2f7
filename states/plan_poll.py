"""투표함 what a year plan must say of its polls for a box to be opened, sealed and counted."""

import re
from collections.abc import Iterator

from states.plan import Path, Plan, Poll
from states.tally import TIES

Finding = tuple[Path, str, str]
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")


def findings(plan: Plan) -> Iterator[Finding]:
    """Every poll has a name that the journal can hold, something to pick, and one order."""
    for name, poll in plan.polls.items():
        if not _CODE.fullmatch(name):
            remedy = "main처럼 영문 소문자·숫자·붙임표로 스무 자 안에 적어 주세요"
            yield ("polls", name), "투표함의 이름이 코드가 아닙니다", remedy
        for key, problem, remedy in _in(poll):
            yield ("polls", name, key), problem, remedy


def _in(poll: Poll) -> Iterator[tuple[str, str, str]]:
    if not poll.picks.value:
        yield "picks", "고를 사업이 0개입니다", "한 표에 고를 사업의 수를 적어 주세요"
    if poll.over_ceiling.value not in {"skip", "stop"}:
        problem = f"'{poll.over_ceiling.value}'라는 방법은 없습니다"
        yield "over_ceiling", problem, "skip 또는 stop으로 적어 주세요"
    words = poll.tie_break.value
    if words[:1] != ("score",) or not set(words) <= set(TIES) or len(set(words)) < len(words):
        yield "tie_break", "순위를 정하는 차례가 아닙니다", f"score부터, {', '.join(TIES)} 가운데 적어 주세요"
