"""역할 표 who may do what, in which stage, and what takes two: written from the rules, cell by cell."""

from collections.abc import Iterator, Mapping, Sequence

from states.fact import INPUTS, OF_THE_CITY, name_of
from states.role import (
    EVERYBODY,
    OF_THE_DOOR,
    TWO_ALWAYS,
    TWO_OF_PEOPLE,
    TWO_WORDS,
    Role,
    acts_in,
    approvers_of,
    cell,
)
from states.stage import Stage

SIGNS: Mapping[str, str] = {"all": "○", "own": "◐", "none": "–"}
WHOLE = "## 모든 칸\n"
_BY_WORD = {fact: word for word, fact in TWO_WORDS.items()}


def roles_page() -> str:
    """Write every cell of role, act and stage."""
    return "\n".join(
        [*_intro(), *_city(), *(line for stage in Stage for line in _stage(stage)), *_whole(), ""]
    )


def second_person(fact: str) -> str:
    """What the table says of the second person."""
    roles = "·".join(role.label for role in approvers_of(fact))
    if fact in (*TWO_ALWAYS, *TWO_OF_PEOPLE):
        return f"언제나({roles})"
    return f"계획이 `{_BY_WORD[fact]}`라고 적으면({roles})" if fact in _BY_WORD else "–"


def _intro() -> Iterator[str]:
    yield "# 역할과 권한\n"
    yield "<!-- `make docs`가 코드에서 만드는 글입니다. 여기서 고치지 마세요. -->\n"
    yield (
        "누가 어느 단계에서 어떤 일을 할 수 있는지 모두 적은 표입니다. ○는 할 수 있음, ◐는 자기 부서나 자기 자치구의 것만,\n"
        "–는 할 수 없음입니다. 할 수 있는 역할이라도 그 일의 규칙이 그때 받아 주지 않으면 거절됩니다([일과 상태](acts.md)).\n"
        "표에 없는 단계의 일은 담당자만 청할 수 있고, 되는지는 그 일의 규칙이 정합니다.\n"
    )
    yield (
        "첫 관리자를 등록하기 전에는 아무도 증명되지 않으므로 이 표를 따지지 않습니다(`hanmadang doctor`가 알립니다).\n"
        "연습 주기에서만 쓰는 역할은 실제 주기와 시의 명부에서 아무 힘이 없습니다.\n"
        "시민이 스스로 하는 일('본인 것')은 시민을 대신해서는 담당자만 합니다. 자치구 담당은 구청장의 서명만 적습니다.\n"
    )
    yield "## 두 사람이 하는 일\n"
    yield (
        "올린 사람과 승인하는 사람이 달라야 합니다. 올린 사람의 대리이거나, 올린 사람이 대리하는 사람의 자격이어도 안 됩니다.\n"
        "올린 뒤에 단계나 투표함, 관련된 사람의 역할이나 일회용 코드, 올린 사람의 자격이 달라지면 승인하지 않습니다.\n"
        "사흘이 지나도 승인하지 않습니다.\n"
    )
    facts = [fact for fact in INPUTS if second_person(fact) != "–"]
    yield from _table(("일", "둘째 사람"), [(_act(fact), second_person(fact)) for fact in facts])
    yield (
        "\n역할과 일회용 코드의 일은 승인할 수 있는 사람이 한 명도 더 없는 동안에는 관리자 혼자 합니다.\n"
        "해임하거나 코드를 없앨 때는 그 일을 당하는 사람을 빼고 셉니다.\n"
    )


def _city() -> Iterator[str]:
    yield "## 시의 명부\n"
    yield "단계가 없는 일입니다.\n"
    yield from _rows([fact for fact in OF_THE_CITY if fact not in OF_THE_DOOR], Stage.CALL)
    door = ", ".join(_act(fact) for fact in OF_THE_DOOR)
    yield f"\n문이 스스로 판단하는 일: {door}. 첫 관리자는 관리자가 없을 때만 등록되고, 승인은 위의 표를 따릅니다.\n"


def _stage(stage: Stage) -> Iterator[str]:
    yield f'<a id="{stage}"></a>\n\n## {stage.label} `{stage}`\n'
    yield from _rows(acts_in(stage), stage)
    yield ""


def _whole() -> Iterator[str]:
    """Every act in every stage, for every role: nothing is left to be guessed."""
    yield WHOLE
    yield (
        f"역할마다 아홉 칸이 차례로 {'·'.join(stage.label for stage in Stage)} 단계입니다. 위의 표에 없는 단계의 칸도 여기에는 있습니다.\n"
    )
    facts = [fact for fact in INPUTS if fact not in OF_THE_DOOR]
    rows = [
        (_act(fact), *("".join(SIGNS[cell(role, fact, stage)] for stage in Stage) for role in Role))
        for fact in facts
    ]
    yield from _table(("일", *(role.label for role in Role)), rows)


def _rows(facts: Sequence[str], stage: Stage) -> Iterator[str]:
    head = ("일", *(role.label for role in Role), "누구나")
    rows = [
        (
            _act(fact),
            *(SIGNS[cell(role, fact, stage)] for role in Role),
            "본인 것" if fact in EVERYBODY else "–",
        )
        for fact in facts
    ]
    yield from _table(head, rows)


def _act(fact: str) -> str:
    return f"{name_of(fact)} `{fact}`"


def _table(head: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
