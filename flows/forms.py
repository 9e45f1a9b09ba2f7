"""양식 what every form asks for: the year, the reason, who does it; and nothing that we did not ask for."""

from datetime import datetime
from typing import Annotated, Any

from prefect.runtime import flow_run
from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, SecretStr, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from door import identity
from door.house import House
from door.staff import Staff
from flows.choices import Said
from states.role import in_office

#: as it was typed: the door reads it, and refuses in words what it cannot read
Moment = Annotated[datetime | str, WithJsonSchema({"type": "string", "format": "date-time"})]
#: the same, where it may be left empty
MomentOrNone = Annotated[datetime | str | None, WithJsonSchema({"type": "string", "format": "date-time"})]
_LAST = ("reason", "confirm", "person", "code")
_NO_PERSONAL_DATA = "이름·연락처 같은 개인정보는 적지 마세요."
_MOST_NUMBER = 999_999_999


class Form(BaseModel):
    """Every form: a field that we do not know is refused before a run begins; who does it stands last."""

    model_config = ConfigDict(extra="forbid", validate_default=True)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        shown = handler(schema)
        fields = handler.resolve_ref_schema(shown).get("properties", {})
        for field in fields.values():
            _leave_empty(field)
        for name in _LAST:
            if name in fields:
                fields[name] = fields.pop(name)
        return shown


def _leave_empty(field: JsonSchemaValue) -> None:
    """What may be none is a field that is left empty: nobody is asked to choose between a number and None."""
    if field.get("default", "") is None:
        del field["default"]
    for one in field.pop("anyOf", ()):
        if one.get("type") != "null":
            field.update(one)


class CycleForm(Form):
    cycle: int = Field(
        title="예산 주기", description="몇 년도 주기인지 적습니다(예: 2027).", ge=2012, le=2100
    )


class SignedForm(Form):
    """What somebody answers for."""

    person: int = Field(
        title="담당자 번호", description="일지에 남을 담당자의 번호입니다.", ge=1, le=_MOST_NUMBER
    )
    code: SecretStr = Field(
        default=SecretStr(""),
        title="일회용 코드",
        description="인증 앱에 보이는 여섯 자리입니다. 한 번 쓴 것은 다시 쓸 수 없습니다. 연습 주기에서는 비워도 됩니다.",
        max_length=12,
    )


class StaffForm(SignedForm, CycleForm):
    """What somebody answers for in one cycle."""


class Confirmed(Form):
    """What is shown first and done second: the mark of what was shown says that it may be done."""

    confirm: str = Field(
        default="",
        title="확인",
        description="비우면 아무것도 하지 않고, 하면 무엇이 달라지는지 먼저 보여 드립니다. 보여 드린 표시를 적으면 그대로 처리합니다.",
        max_length=12,
    )


class Reasoned(Form):
    reason: str = Field(
        title="까닭",
        description=f"나중에 누가 보아도 알 수 있는 까닭입니다. {_NO_PERSONAL_DATA}",
        min_length=2,
        max_length=300,
    )


class ReasonForm(Reasoned, StaffForm):
    """What needs its reason."""


class AnyReasonForm(StaffForm):
    reason: str = Field(
        default="",
        title="까닭",
        description=f"까닭이 있어야 하는 일이면 적습니다. {_NO_PERSONAL_DATA}",
        max_length=300,
    )


def staff_of(house: House, year: int | None, form: SignedForm) -> Staff:
    """Who fills a form in, under the number of its run: the one place where a form becomes somebody."""
    code, act = form.code.get_secret_value(), f"form/{flow_run.get_id()}"
    reason = getattr(form, "reason", "")
    return identity.staff(house, year, form.person, code, act=act, reason=reason)


def looking_of(form: SignedForm) -> Staff:
    """Who looks at what a form would do: nothing is done, so nobody is asked to prove it."""
    return Staff(f"look/{flow_run.get_id()}", in_office(form.person), getattr(form, "reason", ""))


def asked_of(form: Form) -> dict[str, Any]:
    """What a form asks to be done: a mark fits this and nothing else."""
    return form.model_dump(mode="json", exclude={"reason", "confirm", "person", "code"})


def filled(form: Form) -> dict[str, Any]:
    """What is filled in, in the words of the screen: for a form that opens as it was left, but for the code."""
    values = {name: value for name, value in form if name not in ("code", "confirm") and value is not None}
    return {name: _word(form, name, value) for name, value in values.items()}


def _word(form: Form, name: str, value: Any) -> Any:
    for said in type(form).model_fields[name].metadata:
        if isinstance(said, Said):
            return said.word(value)
    return value.isoformat() if isinstance(value, datetime) else value


def numbered(title: str, description: str, **more: Any) -> Any:
    """A field for the number of something."""
    return Field(title=title, description=description, ge=1, le=_MOST_NUMBER, **more)


def of_project(description: str = "사업 번호입니다. 모르면 '사업 찾기'로 찾습니다.") -> Any:
    return numbered("사업 번호", description)


def in_won(title: str, description: str, **more: Any) -> Any:
    """A field for an amount of money."""
    return Field(title=title, description=f"{description} 원 단위의 수만 적습니다.", ge=0, **more)


def in_words(title: str, description: str, **more: Any) -> Any:
    """A field for a short text of the office's own; what citizens write, and all that is long, comes elsewhere."""
    asked: dict[str, Any] = {"min_length": 2, "max_length": 300, **more}
    return Field(title=title, description=f"{description} {_NO_PERSONAL_DATA}", **asked)
