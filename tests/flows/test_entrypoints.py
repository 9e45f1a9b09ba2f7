"""Every entrypoint loads, as a module and as people type it, and says in Korean what it is."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.flows import Flow, load_flow_from_entrypoint
from prefect.utilities.callables import parameter_schema

ROOT = Path(__file__).parents[2]
DEPLOYMENTS = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
ENTRYPOINTS = [*(d["entrypoint"] for d in DEPLOYMENTS), "flows.cycle.advance"]


@pytest.mark.parametrize("entrypoint", ENTRYPOINTS)
def test_it_loads_as_a_module(entrypoint: str) -> None:
    assert isinstance(load_flow_from_entrypoint(entrypoint, use_placeholder_flow=False), Flow)


@pytest.mark.parametrize("entrypoint", [ENTRYPOINTS[0], *ENTRYPOINTS[-4:]])
def test_it_loads_by_its_path_too(entrypoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, _, name = entrypoint.rpartition(".")
    monkeypatch.syspath_prepend(str(ROOT))
    typed = f"{ROOT / module.replace('.', '/')}.py:{name}"

    assert isinstance(load_flow_from_entrypoint(typed, use_placeholder_flow=False), Flow)


@pytest.mark.parametrize("entrypoint", ENTRYPOINTS)
def test_it_is_async_and_described_in_korean(entrypoint: str) -> None:
    loaded = load_flow_from_entrypoint(entrypoint, use_placeholder_flow=False)

    assert loaded.isasync, "a sync flow costs a second each"
    assert any("가" <= letter <= "힣" for letter in loaded.description or "")


@pytest.mark.parametrize("entrypoint", ENTRYPOINTS)
def test_its_form_has_korean_titles_and_help_and_takes_nothing_else(entrypoint: str) -> None:
    schema = parameter_schema(load_flow_from_entrypoint(entrypoint, use_placeholder_flow=False))
    for form in (schema.definitions or {}).values():
        assert form["additionalProperties"] is False
        for name, field in form["properties"].items():
            assert _korean(field["title"]), name
            assert _korean(field["description"]), name


def test_a_deployment_has_the_name_and_words_of_its_task() -> None:
    for deployment in DEPLOYMENTS:
        assert _korean(deployment["name"])
        assert _korean(deployment["description"])
        assert all(schedule["slug"] for schedule in deployment.get("schedules", []))


def _korean(text: Any) -> bool:
    return any("가" <= letter <= "힣" for letter in str(text))
