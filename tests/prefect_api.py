"""Prefect's API as a browser uses it."""

import json
import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Api:
    """One server."""

    address: str

    def post(self, path: str, body: Any) -> Any:
        request = urllib.request.Request(
            f"{self.address}/api{path}", json.dumps(body).encode(), {"content-type": "application/json"}
        )
        for again in range(10, -1, -1):
            try:
                with urllib.request.urlopen(request, timeout=30) as reply:
                    return json.load(reply)
            except urllib.error.HTTPError as error:
                if error.code != 503 or not again:  # SQLite was busy: Prefect's own clients ask again too
                    raise
                time.sleep(0.5)
        raise AssertionError("unreachable")

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.address}/api{path}", timeout=90) as reply:
            return json.load(reply)

    def deployments(self) -> dict[str, Any]:
        return {one["name"]: one for one in self.post("/deployments/filter", {})}

    def start(self, name: str, parameters: dict[str, Any]) -> str:
        deployment = self.deployments()[name]
        made = self.post(f"/deployments/{deployment['id']}/create_flow_run", {"parameters": parameters})
        return str(made["id"])

    def confirmed(self, name: str, parameters: dict[str, Any], seconds: float = 60) -> str:
        """Send a form, see what it would do, and send it again with the mark of what was seen."""
        shown = self.wait(self.start(name, {"params": parameters}), seconds=seconds)
        mark = re.findall(r"'확인'에 ([0-9a-f]{8})", shown["message"] or "")
        if not mark:
            raise AssertionError(f"{name} showed nothing first: {shown['name']} {shown['message']}")
        return self.start(name, {"params": {**parameters, "confirm": mark[0]}})

    def healthy(self, seconds: float = 120) -> None:
        """Wait until the server answers."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                with urllib.request.urlopen(f"{self.address}/api/health", timeout=5):
                    return
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.3)

    def state(self, run: str) -> dict[str, Any]:
        state: dict[str, Any] = self.get(f"/flow_runs/{run}")["state"]
        return state

    def wait(self, run: str, *types: str, seconds: float = 60) -> dict[str, Any]:
        """Poll until the run is in one of these states."""
        deadline = time.monotonic() + seconds
        while (state := self.state(run))["type"] not in (types or ("COMPLETED", "FAILED", "CRASHED")):
            if time.monotonic() > deadline:
                raise TimeoutError(f"the run is still {state['name']} after {seconds} s")
            time.sleep(0.3)
        return state
