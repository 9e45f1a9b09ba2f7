"""계획의 말 what an officer calls the parts of a plan, and how its figures are said."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from states.figures import (
    OUR_CHOICE,
    Budget,
    Choice,
    Cited,
    Count,
    Flag,
    Limit,
    Numbers,
    Ratio,
    Share,
    Span,
    Weights,
    Words,
)
from states.plan import Path, Plan
from states.stage import Stage
from states.window import KST, say_day, say_moment

WORDS = {
    "settle_minutes": "마감 뒤 정리 시간(분)",
    "late_after_minutes": "늦음을 알리기까지(분)",
    "ask_after_outage": "점검이 멈춘 뒤 물어보는 단계",
    "school_hours": "예산학교 이수 시간",
    "online_panel": "온시민예산광장(명)",
    "support_council": "숙의예산지원협의회(명)",
    "consulting_group": "컨설팅단(명)",
    "seats_from_register": "협의회 위원은 명부에 있는 사람만",
    "second_person": "두 사람이 확인하는 일",
    "reminder_days": "미리 알림(일 전)",
    "quiet_from_hour": "알림을 멈추는 시각(시)",
    "quiet_until_hour": "알림을 다시 보내는 시각(시)",
    "decide_days": "이의신청 결정까지(일)",
    "picks": "고르는 사업 수",
    "weights": "가중치",
    "cut_off": "하위 탈락(금액 기준)",
    "over_ceiling": "한도를 넘기는 사업",
    "tie_break": "동점일 때",
    "money": "재원",
    "pilot": "시범",
    "districts": "자치구 수",
    "per_district": "자치구마다",
    "strategic_districts": "전략사업 자치구 수",
    "per_strategic": "전략사업 자치구마다",
    "plan_dongs": "계획형 동 수",
    "self_run_dongs": "자치구마다 자율형 동 수",
    "fields": "분야",
    "ordinary": "일반사업 한도(건당)",
    "event": "행사성 사업 한도(건당)",
    "min_districts": "최소 자치구 수",
    "endorsements": "공감(명)",
    "endorsement_days": "공감 기간(일)",
    "steps": "심사 순서",
    "members": "시민참여예산위원(명)",
    "officials": "공무원(명)",
    "experts": "전문가(명)",
    "criteria": "심사 기준",
    "points": "기준마다 배점",
    "inclusion_score": "사회적 포용성 평가",
    "inclusion_points": "사회적 포용성 배점",
    "rounds": "숙의·협의 횟수",
    "planners": "의제기획 시민그룹(명)",
    "selectors": "의제선정 시민그룹(명)",
    "agenda_days_least": "의제 검토, 빠르면(일)",
    "agenda_days_most": "의제 검토, 늦어도(일)",
    "debate_days": "공론 기간(일)",
    "participants": "공론 참여(명)",
    "majority": "찬반형 과반수 찬성",
    "deliberation_months_least": "숙의, 짧으면(개월)",
    "deliberation_months_most": "숙의, 길어도(개월)",
    "sits_from_month": "숙의예산시민회 시작(월)",
    "sits_until_month": "숙의예산시민회 끝(월)",
    "shortlist": "집중숙의 대상(배분액 대비)",
    "ordinary_share": "일반 시민의 비율",
    "panel_per_field": "분야마다 온시민예산광장(명)",
    "learning_hours": "숙의 학습(시간)",
    "learning_times": "숙의 학습(회)",
    "quorum": "의사정족수",
    "runner_up": "다음 순위로 채우기",
    "monitored_from": "모니터링 대상(원 이상)",
}
_PLACES = {"cycle": "주기", "people": "사람", "notices": "알림", "polls": "투표", "execution": "집행"}
_VALUES = {
    **{str(stage): stage.label for stage in Stage},
    "skip": "건너뛰고 다음 순위",
    "stop": "그 자리에서 멈춤",
    "score": "점수",
    "ballots": "득표수",
    "lower_cost": "적은 사업비",
    "lot": "추첨",
    "eligibility": "적격심사",
    "hearing": "제안자 설명청취",
    "site_visit": "현장확인",
    "first_ranking": "우선순위 선정(1차)",
    "deliberation": "숙의심사",
    "second_ranking": "우선순위 선정(2차)",
    "seal": "봉인",
    "tally": "개표",
    "resolve": "총회 의결",
    "amend": "계획 변경",
    "reopen": "재개",
}


def figures(plan: Plan) -> Iterator[tuple[Path, Cited]]:
    """Every figure of the plan that is not a date, with its place."""
    yield from _figures((), plan)


def _figures(path: Path, part: object) -> Iterator[tuple[Path, Cited]]:
    if isinstance(part, Cited):
        if not isinstance(part, Span):
            yield path, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _figures((*path, name), getattr(part, name))
    elif isinstance(part, Mapping):
        for name, value in part.items():
            yield from _figures((*path, str(name)), value)


def place(plan: Plan, path: Path) -> str:
    """Say where a figure belongs: 광역제안형 공모."""
    if path[0] == "tracks":
        name = str(getattr(plan.tracks, path[1]).name)
        return f"{name} {Stage(path[2]).label}" if path[2] in set(Stage) else name
    return _PLACES.get(path[0]) or Stage(path[0]).label


def figure(part: Cited) -> str:
    """Say a figure as a notice would."""
    match part:
        case Limit():
            return part.words
        case Budget():
            return (
                f"{won(part.ceiling)} 이내" if part.ceiling is not None else f"{won(part.target or 0)} 내외"
            )
        case Weights():
            return f"시민 {part.citizen}% · 위원 {part.member}% · 이수자 {part.graduate}% · 제안자 {part.proposer}%"
        case Share() | Ratio():
            return f"{part.percent}%"
        case Count() | Choice() | Flag() | Words() | Numbers():
            return _value(part.value)
    raise ValueError(f"no words for {type(part).__name__}")


def _value(value: bool | int | str | tuple[int | str, ...]) -> str:
    match value:
        case bool():
            return "예" if value else "아니요"
        case int():
            return f"{value:,}"
        case str():
            return _VALUES.get(value, value)
    return ", ".join(_value(part) for part in value)


def won(amount: int) -> str:
    """Say an amount as papers do: in 억원 where it is whole."""
    whole, rest = divmod(amount, 100_000_000)
    return f"{whole:,}억원" if whole and not rest else f"{amount:,}원"


def source(key: str) -> str:
    """Say the key of a source."""
    return "우리가 정함" if key == OUR_CHOICE else key


def opening(span: Span) -> str:
    """Say when a window opens: its first day, or the moment."""
    return say_day(span.first) if span.first else _moment(span, opens=True)


def closing(span: Span) -> str:
    """Say when a window closes: its last day, or the moment."""
    return say_day(span.last) if span.last else _moment(span, opens=False)


def _moment(span: Span, *, opens: bool) -> str:
    moment = span.window.opens if opens else span.window.closes
    return say_moment(moment.astimezone(KST))
