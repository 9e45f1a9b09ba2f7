"""남은 일 which form clears which row of the guard board."""

from collections.abc import Mapping

#: by the row's code
CLEARED_BY: Mapping[str, str] = {
    "classification.unclassified": "2 분류 · 분류",
    "classification.incomplete": "1 공모 · 보완 제출",
    "review.units_open": "3 심사 · 다음 절차로",
    "review.behind": "3 심사 · 늦은 사업 받아들이기",
    "review.came_after": "3 심사 · 협의회 다시 열기",
    "review.unopened": "3 심사 · 협의회 열기",
    "review.fieldless": "0 정정 · 내용 정정",
    "review.seats_missing": "3 심사 · 위촉",
    "review.no_meeting": "3 심사 · 회의 소집",
    "review.meetings_open": "3 심사 · 회의 결과",
    "review.scores_missing": "3 심사 · 채점",
    "review.not_ranked": "3 심사 · 우선순위 선정",
    "objection.open": "4 이의신청 · 이의 결정",
    "objection.overdue": "4 이의신청 · 이의 결정",
    "objection.reviewed_again": "4 이의신청 · 다시 심사한 결과",
    "vote.unsealed": "5 투표 · 봉인",
    "vote.untallied": "5 투표 · 개표",
    "assembly.unresolved": "6 총회 · 의결",
    "drafting.undrafted": "7 편성 · 편성",
    "council.undecided": "8 의회 · 의회 의결",
    "agreement.not_handed_over": "9 협약 · 집행 인계",
    "agreement.unsigned": "9 협약 · 협약 서명",
}
#: what no form clears, and what it waits for
WAITS: Mapping[str, str] = {"vote.companions": "다른 유형이 투표에 오기를 기다립니다"}
