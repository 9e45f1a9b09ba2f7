"""선택지 what a form offers to choose from: Korean words on the screen, our values in the code."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from states.agreement import Signer
from states.call import Kind, Standing, Via
from states.classification import Destination, Verdict
from states.committee import Body, Ground
from states.correction import Fate
from states.meeting import Form as Meeting
from states.objection import Decision, Reconsidered
from states.ranking import Round
from states.role import Role as Office
from states.seat import Role
from states.stage import Stage
from states.track import Track

#: what is chosen where nothing is; a form must not make people choose what they do not know
NOTHING: Final[Any] = "정하지 않음"
SAME: Final[Any] = "그대로"


@dataclass(frozen=True)
class Said:
    """Shown as a list of words; the API refuses any other word before a run begins."""

    words: Mapping[str, object]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._meant, handler(source))

    def __get_pydantic_json_schema__(self, _: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "enum": [*self.words]}

    def _meant(self, given: Any) -> Any:
        if type(given) is not str:  # already one of our values
            return given
        if given not in self.words:
            raise ValueError(f"none of the words {[*self.words]}")
        return self.words[given]

    def word(self, value: object) -> str:
        """How a value is shown."""
        return next(word for word, one in self.words.items() if one == value)

    def but(self, nothing: str) -> "Said":
        """The same words, and one for none of them, which stands first."""
        return Said({nothing: None, **self.words})


WHOLE_CYCLE = "주기 전체"
TRACKS = Said({track.label: track for track in Track})
TRACKS_OR_CYCLE = TRACKS.but(WHOLE_CYCLE)
STAGES = Said({stage.label: stage for stage in Stage})
KINDS = Said({"일반": Kind.ORDINARY, "행사성": Kind.EVENT})
STANDINGS = Said(
    {
        "서울에 삽니다": Standing.RESIDENT,
        "서울에서 일합니다": Standing.WORKER,
        "서울에서 배웁니다": Standing.STUDENT,
        "단체": Standing.BODY,
        "공무원": Standing.OFFICIAL,
        "출연기관 직원": Standing.FUNDED_STAFF,
    }
)
VIAS = Said({"서면": Via.PAPER, "전화": Via.PHONE, "주민센터": Via.OFFICE, "누리집": Via.WEB})
VERDICTS = Said({"적격": Verdict.KEEP, "부적격": Verdict.REJECT, "자치구 이관": Verdict.TRANSFER})
DESTINATIONS = Said({"구단위계획형": Destination.DISTRICT_PLAN, "자치구 자체사업": Destination.OWN})
ROLES = Said({role.label: role for role in Role})
MEETINGS = Said({form.label: form for form in Meeting})
ROUNDS = Said({"우선순위 선정 1차": Round.FIRST, "우선순위 선정 2차": Round.SECOND})
DECISIONS = Said(
    {
        "기각": Decision.DISMISSED,
        "조정": Decision.ADJUSTED,
        "인용(다시 심사)": Decision.UPHELD_BACK,
        "인용(제외)": Decision.UPHELD_OUT,
    }
)
RECONSIDERED = Said({"다시 투표 상정": Reconsidered.PUT_AGAIN, "제외": Reconsidered.DROP})
SIGNERS = Said({"시장": Signer.MAYOR, "민간위원장": Signer.CIVIC_HEAD, "구청장": Signer.OFFICIAL_HEAD})
FATES = Said(
    {
        "철회를 취소": Fate.RESTORE,
        "적격으로": Fate.READMIT,
        "부적격으로": Fate.EXCLUDE,
        "선정으로": Fate.CHOOSE,
        "미선정으로": Fate.UNCHOOSE,
        "부결을 의결로": Fate.UNDO_STRIKE,
        "의결을 부결로": Fate.UNDO_ADOPT,
    }
)
HOLDING = Said({"보류": True, "보류 풀기": False})
ANSWERS = Said({"그대로 넘기기": True, "넘기지 않고 보류": False})
OFFICES = Said({role.label: role for role in Office})
BODIES = Said({body.label: body for body in Body})
GROUNDS = Said({ground.label: ground for ground in Ground})
