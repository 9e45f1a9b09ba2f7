"""양식 the forms that staff fill in: Korean titles and help, and nothing that we did not ask for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from states.stage import Stage
from states.track import Track


class Form(BaseModel):
    """Every form: a field that we do not know is refused before a run begins."""

    model_config = ConfigDict(extra="forbid")


#: as it was typed: the door reads it, and refuses in words what it cannot read
Moment = Annotated[datetime | str, WithJsonSchema({"type": "string", "format": "date-time"})]
WHOLE_CYCLE = "주기 전체"
_TRACKS = {WHOLE_CYCLE: None, **{track.label: track for track in Track}}
_STAGES = {stage.label: stage for stage in Stage}


def _choice(words: Iterable[str]) -> dict[str, Any]:
    """Shown as a list to choose from; the API refuses any other word before a run begins."""
    return {"enum": list(words)}


class CycleForm(Form):
    cycle: int = Field(
        title="예산 주기", description="몇 년도 주기인지 적습니다(예: 2027).", ge=2012, le=2100
    )


class ExtendForm(CycleForm):
    track: str = Field(
        title="유형",
        description="총회부터의 기간을 늦추려면 '주기 전체'를 고릅니다.",
        json_schema_extra=_choice(_TRACKS),
    )
    stage: str = Field(
        title="단계",
        description="마감을 늦출 단계입니다. 이미 마감된 단계는 연장할 수 없습니다.",
        json_schema_extra=_choice(_STAGES),
    )
    closes: Moment = Field(
        title="새 마감",
        description="이때부터는 받지 않습니다(한국 시각). 31일 밤 12시까지 받으려면 다음 날 00:00입니다.",
    )
    reason: str = Field(
        title="까닭",
        description="공고문에 적을 까닭입니다. 이름·연락처 같은 개인정보는 적지 마세요.",
        min_length=2,
        max_length=300,
    )
    staff: int = Field(
        title="담당자 번호", description="일지에 남을 담당자의 번호입니다.", ge=1, le=999_999_999
    )


def track_of(word: str) -> Track | None:
    """The track that was chosen; none is the cycle itself."""
    return _TRACKS[word]


def stage_of(word: str) -> Stage:
    """The stage that was chosen."""
    return _STAGES[word]
