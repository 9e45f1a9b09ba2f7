"""업무 목록 every form that staff have, and every run that goes by itself: what Prefect is told, and prefect.yaml shows.

`python -m flows.catalogue` writes prefect.yaml anew.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from flows import (
    agreeing,
    approving,
    assembling,
    budgeting,
    calling,
    catching,
    classifying,
    councils,
    enrolling,
    judging,
    lanes,
    looking,
    members,
    notifying,
    objecting,
    offices,
    practising,
    righting,
    voting,
    windows,
    years,
)
from flows.daily import daily
from flows.deploying import POOL, At, Deployment
from flows.hearing import forget, listen
from flows.morning import morning
from flows.office import FIRST, LOOKING, TASKS, Task
from flows.sweep import sweep
from flows.telling import tell

PREFECT_YAML = Path(__file__).parent.parent / "prefect.yaml"
#: the files whose forms are in the list
FORMS = (
    approving,
    windows,
    lanes,
    catching,
    years,
    practising,
    righting,
    enrolling,
    offices,
    members,
    looking,
    calling,
    classifying,
    councils,
    judging,
    objecting,
    voting,
    assembling,
    budgeting,
    agreeing,
    notifying,
)
_PEOPLE = "이름, 연락처, QR이 있는 일이어서 올리는 화면이나 `hanmadang people` 명령으로 합니다. 이 화면에는 남기지 않습니다."
_FILES = "파일로 들어옵니다. 표와 제안서의 내용은 이 화면에 남기지 않습니다."
_OUTGOING = "나가는 문서여서 명령으로 합니다. 내용은 이 화면에 남기지 않습니다."
#: what is written to the journal without a form, and how
WITHOUT_FORM: Mapping[str, str] = {
    **dict.fromkeys(
        ("office.founded", "codes.enrolled", "codes.replaced", "person.registered", "contact.shown"), _PEOPLE
    ),
    **dict.fromkeys(
        (
            "proposals.received",
            "projects.classified",
            "ballots.taken",
            "people.registered",
            "school.recorded",
            "draw.noted",
        ),
        _FILES,
    ),
    **dict.fromkeys(("letter.issued", "names.taken_out"), _OUTGOING),
    "act.proposed": "두 사람이 하는 일을 한 사람이 하면 저절로 올라갑니다.",
}
_MORNING = Task(FIRST, morning)
#: what goes by itself; a person may start it, too
_BY_ITSELF = (
    Deployment("밀린 기한 점검", sweep, ("일정",), (At("*/10 * * * *", "every-ten-minutes"),), alone=True),
    Deployment("알림 보내기", tell, ("알림",), (At("*/10 * * * *", "telling"),), alone=True),
    Deployment("전달 결과 확인", listen, ("알림",), (At("5-55/10 * * * *", "hearing"),), alone=True),
    Deployment("알림 기록 정리", forget, ("알림",), (At("30 4 * * *", "forgetting"),), alone=True),
    Deployment("일정 맞추기", daily, ("일정",), (At("0 5 * * *", "every-morning"),)),
)
_HEAD = """\
# What staff see in the Prefect UI; written by `python -m flows.catalogue` from the forms in flows/.
# The deployment that moves stages on at the plan's instants is not here: its schedules follow the journal
# (flows/schedules.py), and a deploy from this file must not undo them.
"""


def tasks() -> list[Task]:
    """The office's list, in its order."""
    ours = {module.__name__ for module in FORMS}
    some = [task for task in TASKS.values() if task.flow.fn.__module__ in ours]
    return sorted([_MORNING, *some], key=lambda task: task.title)


def deployments() -> list[Deployment]:
    """Everything that Prefect is told of, but for what follows the journal."""
    return [*(Deployment(one.title, one.flow, _tags(one)) for one in tasks()), *_BY_ITSELF]


def _tags(task: Task) -> tuple[str, ...]:
    return (LOOKING,) if task.group in (FIRST, LOOKING) else ("담당자", task.group)


def prefect_yaml() -> str:
    """The same list, as `prefect deploy` reads it."""
    pool = {"name": POOL}
    listed = {
        "name": "hanmadang",
        "definitions": {"pool": pool},
        "deployments": [_shown(one, pool) for one in deployments()],
    }
    return _HEAD + yaml.dump(listed, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def _shown(one: Deployment, pool: Mapping[str, str]) -> dict[str, Any]:
    return dict(_parts(one, pool))


def _parts(one: Deployment, pool: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    yield "name", one.name
    yield "entrypoint", one.entrypoint
    yield "description", one.flow.description
    yield "tags", list(one.tags)
    yield "work_pool", pool
    yield "enforce_parameter_schema", True
    if one.alone:
        yield "concurrency_limit", {"limit": 1, "collision_strategy": "CANCEL_NEW"}
    if one.schedules:
        yield (
            "schedules",
            [{"cron": at.cron, "timezone": "Asia/Seoul", "slug": at.slug} for at in one.schedules],
        )


class _Dumper(yaml.SafeDumper):
    """What is said more than once is said by its name."""

    def generate_anchor(self, node: yaml.Node) -> str:
        return "pool"


if __name__ == "__main__":
    PREFECT_YAML.write_text(prefect_yaml(), encoding="utf-8")
