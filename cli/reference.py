"""참고 문서 what the code says of itself: stages, machines and refusals, written for people to read."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

import typer
from pydantic import BaseModel

import cli
import desk
import door
import models
import states
from cli.plan_words import WORDS
from cli.reference_roles import roles_page
from states import plan
from states.board import Left
from states.chart import StrictChart, arrows, event_label, label
from states.cycle import Cycle
from states.fact import BY_STAGE, INPUTS, OF_THE_CITY
from states.meeting import Meeting
from states.poll import PollBox
from states.project import Project
from states.refusals import Refusal
from states.stage import CYCLE_STAGES, Stage
from states.track import Track
from states.tracks.registry import LANES
from states.unit import UNITS
from states.waiting import Waiting

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
_ROOMS = (states, models, desk, door, cli)
_GENERATED = "<!-- `make docs`가 코드에서 만드는 글입니다. 여기서 고치지 마세요. -->"
_MORE = {"window": "기간", "milestones": "세부 일정", "poll": "올라갈 투표", "tracks": "함께하는 유형"}
_ABOUT: Mapping[Stage, str] = {
    Stage.CALL: "정한 기간에 제안을 받습니다. 접수 시각이 기간 안이면 받고, 기한이 되면 저절로 마감합니다.",
    Stage.CLASSIFICATION: "시의 일인지 자치구의 일인지, 적격인지 가립니다. 모든 제안의 자리가 정해져야 끝납니다.",
    Stage.REVIEW: "분야별 협의회, 동, 자치구 같은 단위가 저마다 심사합니다. 연 단위가 모두 마쳐야 끝납니다.",
    Stage.OBJECTION: "투표에 오를 명단을 알리고 이의를 받습니다. 누구나 할 수 있고, 이의를 모두 결정해야 끝납니다.",
    Stage.VOTE: "시민이 투표합니다. 여러 유형이 한 투표를 함께할 수 있고, 한도는 유형마다 따로입니다.",
    Stage.ASSEMBLY: "제안을 받은 모든 유형이 모이면 시작합니다. 위원의 정족수를 세고 유형마다 명단을 한 번 의결하며, 모두 의결해야 끝납니다. 투표한 유형의 명단은 개표 결과에 매입니다.",
    Stage.DRAFTING: "사업부서가 선정된 사업을 예산안에 넣습니다. 유형의 한도와 사업의 한도 안에서 금액을 정하고, 선정된 사업을 모두 넣거나 빼야 끝납니다.",
    Stage.COUNCIL: "시의회가 의결·삭감·부결합니다. 이 절차는 의회의 권한을 묶지 않습니다. 편성한 사업마다 결정을 적어야 끝납니다.",
    Stage.AGREEMENT: "협약을 맺고 집행으로 넘깁니다. 이 단계가 끝나면 주기를 종료할 수 있습니다.",
}


def machines() -> Mapping[str, type[StrictChart]]:
    """Every machine, under the word that people use for it."""
    units = {(machine.__doc__ or "").split(":")[0].rstrip("."): machine for machine in UNITS.values()}
    lanes = {track.label: machine for track, machine in LANES.items()}
    return {
        "예산 주기": Cycle,
        **lanes,
        **units,
        "투표함": PollBox,
        "제안과 사업": Project,
        "상시 제안": Waiting,
        "회의": Meeting,
    }


def refusals() -> Sequence[type[Refusal]]:
    """Every refusal of the house, by its code."""
    for room in _ROOMS:
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if "migrations" not in module.name:
                importlib.import_module(module.name)
    ours = {room.__name__ for room in _ROOMS}
    return [known for _, known in sorted(Refusal.known.items()) if known.__module__.split(".")[0] in ours]


def stages_page() -> str:
    """Write what each stage is, what the plan says of it, what holds it open, and what it refuses."""
    intro = (
        "# 아홉 단계\n\n"
        f"{_GENERATED}\n\n"
        "공모부터 투표까지는 유형마다 제 길을 걷고, 주기는 이끄는 유형을 따라갑니다. 총회부터는 주기가 모두를 이끕니다.\n"
        "한 단계는 마감이 지나고 정리 시간까지 지난 뒤, 남은 일이 없을 때 끝납니다.\n"
    )
    return "\n".join([intro, *(part for stage in Stage for part in _stage(stage))])


def machines_page() -> str:
    """Draw every machine, and write its arrows as a table."""
    intro = (
        "# 기계와 화살표\n\n"
        f"{_GENERATED}\n\n"
        "규칙이 따르는 기계들입니다. 그림과 표는 같은 기계에서 나오고, 한꺼번에 옮길 때도 이 표를 따릅니다.\n"
    )
    return "\n".join(
        [intro, *(part for name, machine in machines().items() for part in _machine(name, machine))]
    )


def refusals_page() -> str:
    """List every refusal with its code and its words."""
    intro = (
        "# 거절\n\n"
        f"{_GENERATED}\n\n"
        "규칙이 받아들이지 않을 때 하는 말입니다. 거절되면 아무것도 바뀌지 않습니다. `{ }` 안에는 그때의 사실이 들어갑니다.\n"
    )
    return "\n".join([intro, *_refusal_table(refusals()), ""])


def pages() -> Mapping[str, str]:
    """Every generated page, by its file's name."""
    return {
        "stages.md": stages_page(),
        "machines.md": machines_page(),
        "refusals.md": refusals_page(),
        "roles.md": roles_page(),
    }


def _stage(stage: Stage) -> Iterator[str]:
    yield f'<a id="{stage}"></a>\n\n## {stage.label} `{stage}`\n\n{_ABOUT[stage]}\n'
    yield "### 하는 일\n"
    yield from (f"- {INPUTS[fact]} {_in_the_table(fact)}" for fact in BY_STAGE[stage])
    yield "\n### 운영계획에 적는 것\n"
    yield from _table(("자리", "누구의", "적는 것"), _sections(stage))
    yield "\n### 끝내기 전에 남은 일\n"
    rows = [(f"`{row.code}`", row.text, row.owner) for row in _guards(stage)]
    if rows:
        yield from _table(("이름", "남은 일", "맡은 이"), rows)
    else:
        yield "없습니다. 기한이 되면 넘어갑니다."
    said = [refusal for refusal in refusals() if refusal.__module__.split(".")[-1] == stage]
    if said:
        yield "\n### 거절\n"
        yield from _refusal_table(said)
    yield ""


def _in_the_table(fact: str) -> str:
    return f"`{fact}`" if fact in OF_THE_CITY else f"[`{fact}`](acts.md#{fact.replace('.', '')})"


def _sections(stage: Stage) -> Iterator[tuple[str, str, str]]:
    if stage in CYCLE_STAGES:
        yield f"`[{stage}]`", "주기", _keys(plan.Plan, stage)
    for track in Track:
        part = _part(plan.Tracks, track)
        if stage in part.model_fields:
            yield f"`[tracks.{track}.{stage}]`", track.label, _keys(part, stage)
    if stage is Stage.VOTE:
        yield "`[polls.이름]`", "투표", _words(plan.Poll)


def _keys(model: type[BaseModel], name: str) -> str:
    return _words(_part(model, name))


def _words(part: type[BaseModel]) -> str:
    return ", ".join(f"{(_MORE | WORDS).get(key, key)} `{key}`" for key in part.model_fields)


def _part(model: type[BaseModel], name: str) -> type[BaseModel]:
    annotation = model.model_fields[name].annotation
    return next(
        part
        for part in (annotation, *get_args(annotation))
        if isinstance(part, type) and part is not type(None)
    )


def _guards(stage: Stage) -> Sequence[Left]:
    """Every row that the stage's guard board can show: as if there were one of each."""
    if find_spec(f"states.{stage}") is None:
        return ()
    left = importlib.import_module(f"states.{stage}").left
    rows: Sequence[Left] = left(**dict.fromkeys(inspect.signature(left).parameters, 1))
    return rows


def _machine(name: str, machine: type[StrictChart]) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"```mermaid\n{f'{machine:mermaid}'.rstrip()}\n```\n"
    rows = [
        (
            f"{label(machine, a.source)} `{a.source}`",
            f"{event_label(machine, a.event)} `{a.event}`",
            f"{label(machine, a.target)} `{a.target}`",
        )
        for a in arrows(machine)
    ]
    yield from _table(("지금", "일", "다음"), rows)
    yield ""


def _refusal_table(some: Sequence[type[Refusal]]) -> Iterator[str]:
    yield from _table(
        ("이름", "하는 말"), ((f"`{r.code}`", r.text.replace("\n", " ").replace("|", "\\|")) for r in some)
    )


def _table(head: Sequence[str], rows: Iterator[tuple[str, ...]] | Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def write() -> None:
    """Write the pages into the docs."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        typer.echo(f"docs/reference/{name}: {len(text.splitlines())}줄")


if __name__ == "__main__":
    write()
