"""Every form asks in Korean, takes nothing else, says who does it last, and keeps no text of a citizen."""

from typing import Any

import pytest
from prefect.utilities.callables import parameter_schema
from pydantic import ValidationError

from flows.catalogue import WITHOUT_FORM, tasks
from flows.choices import KINDS, NOTHING, SAME, TRACKS_OR_CYCLE
from flows.clearing import CLEARED_BY
from flows.looking import FindForm
from flows.office import FIRST, Task
from flows.righting import CorrectForm
from flows.windows import ExtendForm
from states.call import Kind
from states.fact import INPUTS
from tests.words import has_korean

FORMS = [task for task in tasks() if task.group != FIRST]
EXTENSION: dict[str, Any] = {
    "cycle": 2030,
    "track": "주기 전체",
    "stage": "총회",
    "closes": "2030-05-12T18:00:00",
    "reason": "다시 소집합니다",
    "person": 7,
}


def fields(task: Task) -> dict[str, Any]:
    """What the screen is told of a form."""
    schema = parameter_schema(task.flow).model_dump_for_openapi()
    form = schema["properties"]["params"]["$ref"].rpartition("/")[2]
    shown: dict[str, Any] = schema["definitions"][form]["properties"]
    return shown


@pytest.mark.parametrize("task", FORMS, ids=lambda task: task.flow.fn.__name__)
def test_every_field_has_a_korean_title_and_help(task: Task) -> None:
    for name, field in fields(task).items():
        assert has_korean(field["title"]), name
        assert has_korean(field["description"]), name


@pytest.mark.parametrize(
    "task", [task for task in FORMS if task.does], ids=lambda task: task.flow.fn.__name__
)
def test_who_does_it_and_the_code_stand_last(task: Task) -> None:
    assert list(fields(task))[-2:] == ["person", "code"]


@pytest.mark.parametrize("task", FORMS, ids=lambda task: task.flow.fn.__name__)
def test_a_text_is_short_and_asks_for_no_personal_data(task: Task) -> None:
    for name, field in fields(task).items():
        if field.get("type") == "string" and "enum" not in field and "format" not in field:
            assert field["maxLength"] <= 5_000, name
        if field.get("maxLength", 0) in range(100, 1_001) and name not in ("numbers", "districts"):
            assert "개인정보" in field["description"] or not _is_free(field), name


def _is_free(field: dict[str, Any]) -> bool:
    """Numbers, codes and hashes are read by rules; what is free is asked for by a sentence."""
    return field.get("minLength") == 2


def test_the_code_is_hidden_while_it_is_typed() -> None:
    code = next(fields(task)["code"] for task in FORMS if task.does)

    assert (code["format"], code["writeOnly"]) == ("password", True)
    assert "123456" not in repr(ExtendForm.model_validate({**EXTENSION, "code": "123456"}))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"note": "더"}, id="a field that we do not know"),
        pytest.param({"stage": "assembly"}, id="our word instead of theirs"),
        pytest.param({"cycle": 1999}, id="a year before there was any"),
        pytest.param({"reason": ""}, id="no reason"),
        pytest.param({"person": 0}, id="nobody"),
    ],
)
def test_what_the_form_does_not_offer_is_not_taken(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ExtendForm.model_validate({**EXTENSION, **changed})


def test_a_korean_word_is_our_value_and_none_has_a_word() -> None:
    assert ExtendForm.model_validate(EXTENSION).track is None
    assert (KINDS.word(Kind.EVENT), TRACKS_OR_CYCLE.word(None)) == ("행사성", "주기 전체")
    put_right = {"cycle": 2030, "number": 3, "reason": "잘못", "person": 7}
    assert CorrectForm.model_validate(put_right).kind is None
    assert CorrectForm.model_validate({**put_right, "kind": SAME}).kind is None
    assert NOTHING != SAME


def test_what_is_searched_for_is_short() -> None:
    with pytest.raises(ValidationError):
        FindForm.model_validate({"cycle": 2030, "words": "말" * 61})


def test_every_act_has_a_form_or_a_reason_why_not() -> None:
    by_form = [fact for task in tasks() for fact in task.does]

    assert sorted({*by_form, *WITHOUT_FORM}) == sorted(INPUTS)
    assert set(by_form) & set(WITHOUT_FORM) == set()
    assert all(has_korean(why) for why in WITHOUT_FORM.values())


def test_every_row_of_the_guard_board_leads_to_a_form_that_is_there() -> None:
    titles = {task.title for task in tasks()}

    assert {*CLEARED_BY.values()} - titles == set()


def test_the_list_reads_as_the_year_goes() -> None:
    groups = list(dict.fromkeys(task.title.partition(" · ")[0] for task in tasks()))

    assert groups[:2] == ["0", "0 보기"]
    assert groups[-9:] == [
        "1 공모",
        "2 분류",
        "3 심사",
        "4 이의신청",
        "5 투표",
        "6 총회",
        "7 편성",
        "8 의회",
        "9 협약",
    ]
