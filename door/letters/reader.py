"""풀어 쓰기 a letter's codes, moments and commitments as the words and names that stand on the paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from door.files.districts import NAMES
from models.keyring import Keyring
from models.objection import objection_of
from models.person import Person
from models.project import project_of
from models.written import read_back
from states.chart import label
from states.letter import Kind
from states.meeting import Form
from states.plan import Plan
from states.review import Terms
from states.track import Track
from states.unit import FieldCouncil

ERASED = "(지운 글)"  #: what stands where a proposer's words were erased
_NAMELESS = {Kind.RESULT: "제안자", Kind.OBJECTION: "신청인"}
_DECISIONS = {
    "dismissed": "기각",
    "upheld_back": "인용(다시 심사)",
    "upheld_out": "인용(투표 대상에서 제외)",
    "adjusted": "조정",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads with the site's keys; what was erased is said to be."""

    session: Session
    ring: Keyring
    plan: Plan

    def said(self, kind: Kind, about: str, said: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a template of this kind may say."""
        made: Mapping[str, Any] = getattr(self, f"_{kind}")(said)
        if kind in _NAMELESS:
            return {**made, "to": self._addressee(kind, about)}
        return made

    def _call(self, said: Mapping[str, Any]) -> Mapping[str, Any]:
        rows = [
            {
                **self._window(row),
                "track": self._track(row["track"]),
                "ordinary": limit(row["ordinary"]),
                "event": limit(row["event"]),
                "districts": row["districts"],
            }
            for row in said["tracks"]
        ]
        return {"rows": rows}

    def _vote(self, said: Mapping[str, Any]) -> Mapping[str, Any]:
        rows = [(n, self._track(track), self.words(title), cost) for n, track, title, cost in said["rows"]]
        return {**self._window(said), "picks": said["picks"], "lots": said["lots"], "rows": rows}

    def _selection(self, said: Mapping[str, Any]) -> Mapping[str, Any]:
        parts = []
        for track in said["tracks"]:
            rows = [(n, self.words(title), cost) for n, of, title, cost in said["rows"] if of == track]
            parts.append({"track": self._track(track), "rows": rows, "won": sum(row[2] for row in rows)})
        return {
            "tracks": parts,
            "count": sum(len(part["rows"]) for part in parts),
            "won": sum(p["won"] for p in parts),
        }

    def _meeting(self, said: Mapping[str, Any]) -> Mapping[str, Any]:
        return {
            "council": Terms.of(self.plan, Track(said["track"])).council(said["field"]),
            "step": label(FieldCouncil, said["step"]),
            "form": Form(said["form"]).label,
            "how": said["form"],
            "at": datetime.fromisoformat(said["at"]),
            "agenda": [(number, self.words(title)) for number, title in said["agenda"]],
        }

    def _result(self, said: Mapping[str, Any]) -> Mapping[str, Any]:
        district = said["district"]
        return {
            **{key: said[key] for key in ("project", "fate", "asked", "cost", "destination")},
            "track": self._track(said["track"]),
            "title": self.words(said["title"]),
            "reason": self.words(said["reason"]) if said["reason"] else None,
            "district": NAMES[district - 1] if district else None,
            "fell_at": label(FieldCouncil, said["fell_at"]) if said["fell_at"] else None,
        }

    def _objection(self, said: Mapping[str, Any]) -> Mapping[str, Any]:
        return {
            **{"project": said["project"], "cost": said["cost"], "title": self.words(said["title"])},
            "decision": _DECISIONS[said["decision"]],
            "reason": self.words(said["reason"]) if said["reason"] else None,
            "received": datetime.fromisoformat(said["received_at"]),
            "decided": datetime.fromisoformat(said["decided_at"]),
        }

    def words(self, commitment: str) -> str:
        """What somebody wrote."""
        return read_back(self.session, commitment, ring=self.ring) or ERASED

    def _track(self, track: str) -> str:
        return self.plan.by_track[Track(track)].name

    def _window(self, said: Mapping[str, Any]) -> dict[str, Any]:
        return {key: datetime.fromisoformat(said[key]) for key in ("opens", "closes")}

    def _addressee(self, kind: Kind, about: str) -> str:
        """The name of whom the letter goes to; without one, what they are."""
        year, _, number = about.rpartition(":")[2].partition("-")
        found = project_of if kind is Kind.RESULT else objection_of
        row = found(self.session, int(year), int(number))
        person = self.session.get(Person, _person(row)) if _person(row) else None
        name = read_back(self.session, person.name, ring=self.ring) if person else None
        return f"{name} 귀하" if name else f"{_NAMELESS[kind]} 귀하"


def _person(row: Any) -> int | None:
    found: int | None = row.proposer if hasattr(row, "proposer") else row.person
    return found


def limit(said: Mapping[str, int | None] | None) -> str:
    """What a project of a kind may cost."""
    if said is None:
        return "해당 없음"
    below, most = said["below"], said["at_most"]
    return f"{_short(below)} 미만" if below is not None else f"{_short(most or 0)} 이하"


def _short(amount: int) -> str:
    """An amount as people say it: 40억 원, 1억 5,000만 원."""
    large, rest = divmod(amount, 10**8)
    if rest % 10**4:
        return f"{amount:,}원"
    parts = [f"{large:,}억" if large else "", f"{rest // 10**4:,}만" if rest else ""]
    return " ".join(part for part in (*parts, "원") if part)
