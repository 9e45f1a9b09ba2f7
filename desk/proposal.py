"""제안 reading a project's row back as the rules look at it."""

import json
from collections.abc import Mapping
from dataclasses import replace

from models.project import Project
from states.call import Draft, Kind, Standing


def draft_of(project: Project) -> Draft:
    """The proposal as its call judges it: by what was asked for."""
    districts = tuple(json.loads(project.districts))
    return Draft(
        Kind(project.kind), project.asked, districts, Standing(project.standing), project.organisation
    )


def redrafted(draft: Draft, said: Mapping[str, object]) -> Draft:
    """The draft as it would be with what is said anew."""
    known = {name: said[name] for name in ("kind", "cost", "standing", "organisation") if name in said}
    if isinstance(places := said.get("districts"), list | tuple):
        known["districts"] = tuple(places)
    return replace(draft, **known)  # type: ignore[arg-type]  # typed by whoever said it
