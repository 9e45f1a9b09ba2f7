"""가는 길 where a form or a page is found in the UI: paths only, so that they hold under any address."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from prefect.client.orchestration import PrefectClient, get_client

BOARD, TODAY = "cycle-{year}", "today"
_UI = "/v2"


@dataclass(frozen=True, slots=True)
class Links:
    """What Prefect calls our forms and pages; what it does not know yet is said without a link."""

    forms: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)

    def form(self, title: str, shown: str, **filled: object) -> str:
        """A link to a form, with what is known filled in."""
        if title not in self.forms:
            return shown
        known = {"params": {name: value for name, value in filled.items() if value is not None}}
        asked = (
            f"?parameters={quote(json.dumps(known, separators=(',', ':'), ensure_ascii=False))}"
            if known["params"]
            else ""
        )
        return f"[{shown}]({_UI}/deployments/deployment/{self.forms[title]}/run{asked})"

    def board(self, year: int) -> str:
        """A link to a cycle's guard board."""
        return self._page(BOARD.format(year=year), f"{year}년 현황판")

    def today(self) -> str:
        """A link to the page where the day begins."""
        return self._page(TODAY, "오늘 할 일")

    @property
    def start(self) -> str:
        """Where the day begins, as it is typed."""
        return f"{_UI}/artifacts/artifact/{self.pages[TODAY]}"

    def _page(self, key: str, shown: str) -> str:
        if key not in self.pages:
            return shown
        return f"[{shown}]({_UI}/artifacts/artifact/{self.pages[key]})"


#: the whole list at once
EVERY_FORM = f"[모든 양식]({_UI}/deployments?limit=100)"


async def links() -> Links:
    """Ask Prefect which forms and pages there are."""
    async with get_client() as client:
        return await links_of(client)


async def links_of(client: PrefectClient) -> Links:
    """The same, with a client that is open."""
    forms = {one.name: str(one.id) for one in await client.read_deployments()}
    pages = {one.key: str(one.latest_id) for one in await client.read_latest_artifacts()}
    return Links(forms, pages)
