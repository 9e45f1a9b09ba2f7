"""Reading a file of ballots row by row: the csv module and one pydantic model for each row, as one would write it."""

import csv
import io
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

_HEADINGS = {"투표자": "voter", "집단": "group", "투표시각": "cast_at"} | {
    f"선택{place}": f"pick_{place}" for place in range(1, 6)
}
_GROUPS = {"시민": "citizen", "위원": "member", "이수자": "graduate", "제안자": "proposer"}
Pick = Annotated[int, Field(ge=1, le=10**9)]


class Ballot(BaseModel):
    model_config = ConfigDict(extra="forbid")

    voter: Annotated[str, Field(pattern="^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
    group: Literal["citizen", "member", "graduate", "proposer"]
    cast_at: datetime
    pick_1: Pick | None
    pick_2: Pick | None
    pick_3: Pick | None
    pick_4: Pick | None
    pick_5: Pick | None


def load(content: bytes) -> tuple[list[Ballot], list[tuple[int, str]]]:
    """Return the good ballots, and for each other its row and what pydantic says of it."""
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    keys = [_HEADINGS[name.strip()] for name in next(reader)]
    good: list[Ballot] = []
    bad: list[tuple[int, str]] = []
    for number, row in enumerate(reader, start=2):
        facts: dict[str, str | None] = {
            key: cell.strip() or None for key, cell in zip(keys, row, strict=True)
        }
        facts["group"] = _GROUPS.get(facts["group"] or "", facts["group"])
        try:
            good.append(Ballot.model_validate(facts))
        except ValidationError as error:
            bad.append((number, str(error)))
    return good, bad
