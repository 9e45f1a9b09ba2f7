"""역할 what a year plan must say of the acts that take two people: words that we know."""

from collections.abc import Iterator

from states.plan import Path, Plan
from states.role import TWO_WORDS
from states.stage import Stage

Finding = tuple[Path, str, str]


def findings(plan: Plan) -> Iterator[Finding]:
    """Every word names an act: one that is misspelt would let one person do what the plan wants two for."""
    unknown = [word for word in plan.people.second_person.value if word not in TWO_WORDS]
    if unknown:
        problem = f"모르는 일이 들어 있습니다({', '.join(unknown)})"
        yield ("people", "second_person"), problem, f"{', '.join(TWO_WORDS)} 가운데 적어 주세요"
    asked = plan.cycle.ask_after_outage
    if asked is not None and (odd := [word for word in asked.value if word not in tuple(Stage)]):
        problem = f"모르는 단계가 들어 있습니다({', '.join(odd)})"
        yield ("cycle", "ask_after_outage"), problem, f"{', '.join(Stage)} 가운데 적어 주세요"
