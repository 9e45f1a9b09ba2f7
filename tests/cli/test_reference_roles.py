"""The whole table of rights in docs/reference/roles.md: role, act and stage, each cell as the rule has it."""

import re

from cli.reference import FOLDER
from cli.reference_roles import SIGNS, WHOLE
from states.fact import INPUTS
from states.role import OF_THE_DOOR, Role, cell
from states.stage import Stage

_ROW = re.compile(r"^\| [^|`]+ `(?P<fact>[a-z_.]+)` \| (?P<cells>.+) \|$", re.MULTILINE)
_SAID = {sign: word for word, sign in SIGNS.items()}


def test_every_cell_of_role_act_and_stage_is_written() -> None:
    page = (FOLDER / "roles.md").read_text(encoding="utf-8").split(WHOLE)[1]
    rows = {row["fact"]: row["cells"].split(" | ") for row in _ROW.finditer(page)}

    assert set(rows) == set(INPUTS) - set(OF_THE_DOOR)
    for fact, cells in rows.items():
        for role, signs in zip(Role, cells, strict=True):
            said = [_SAID[sign] for sign in signs]
            assert said == [cell(role, fact, stage) for stage in Stage], (fact, role)
