"""변경 a change to a plan's calendar, said by an act and folded over the plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from states.plan import Path, Plan
from states.plan_reader import check
from states.window import Window, iso


@dataclass(frozen=True, slots=True)
class Amendment:
    """A window that was moved, and the entry's reason for it."""

    path: Path
    opens: str
    closes: str

    @classmethod
    def of(cls, path: Path, window: Window) -> "Amendment":
        return cls(path, iso(window.opens), iso(window.closes))

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "Amendment":
        return cls(tuple(facts["path"]), facts["opens"], facts["closes"])

    @property
    def facts(self) -> dict[str, object]:
        """How the journal keeps it."""
        return {"path": list(self.path), "opens": self.opens, "closes": self.closes}


def fold(plan: Plan, amendments: Iterable[Amendment]) -> Plan:
    """The plan after its amendments, checked anew; a faulty result is refused with what is wrong."""
    document = plan.model_dump(mode="python", exclude_none=True)
    changed = False
    for amendment in amendments:
        changed = True
        span = _find(document, amendment.path)
        for key in ("first", "last"):
            span.pop(key, None)
        span |= {
            "opens": datetime.fromisoformat(amendment.opens),
            "closes": datetime.fromisoformat(amendment.closes),
        }
    return check(document, {}, amended=True) if changed else plan


def _find(document: dict[str, Any], path: Path) -> dict[str, Any]:
    part = document
    for key in path:
        part = part[key]
    return part
