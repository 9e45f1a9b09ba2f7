"""파일 갈래 which files can be brought in, and by whom."""

from collections.abc import Mapping

from door.imports.ballots import Ballots
from door.imports.classification import Classification
from door.imports.decisions import Decisions
from door.imports.drafts import Drafts
from door.imports.draw import Draw
from door.imports.importer import Importer
from door.imports.people import People
from door.imports.proposals import Proposals
from door.imports.school import School
from door.imports.scores import Scores
from states.refusals import Refusal

IMPORTERS: Mapping[str, Importer] = {
    "proposals": Proposals(),
    "classification": Classification(),
    "scores": Scores(),
    "ballots": Ballots(),
    "decisions": Decisions(),
    "drafts": Drafts(),
    "people": People(),
    "school": School(),
    "draw": Draw(),
}


class KindUnknown(Refusal):
    code = "import.kind"
    text = "{given:은/는} 올릴 수 있는 파일의 갈래가 아닙니다. 올릴 수 있는 갈래: {known}."


def importer_of(kind: str) -> Importer:
    """The importer of a kind, or a refusal that says which there are."""
    if kind not in IMPORTERS:
        raise KindUnknown(given=f"'{kind}'", known=", ".join(IMPORTERS))
    return IMPORTERS[kind]
