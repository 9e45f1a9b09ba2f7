"""A clerk lives the small year by forms alone: each form does what it says, and says what it did."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from door import vote
from door.house import House
from door.staff import Staff
from door.sweep import sweep
from door.vote import Ballot
from flows import (
    agreeing,
    assembling,
    budgeting,
    calling,
    classifying,
    councils,
    judging,
    lanes,
    looking,
    objecting,
    righting,
    voting,
    windows,
    years,
)
from flows.catalogue import tasks
from flows.office import Run
from models.poll import result_of
from models.session import reading
from states.track import Track
from states.window import kst
from tests.filled import alone, send
from tests.toy import YEAR

METRO, DONG = "광역제안형", "동단위계획형"
WHY = {"reason": "작은 해의 까닭"}
PEOPLE = {11: "위원", 12: "위원", 13: "위원", 15: "공무원", 16: "전문가", 17: "위원"}


class Sent(NamedTuple):
    """A form that was filled in, and what its run must say; a refusal by its code."""

    at: str
    flow: Run
    fields: dict[str, Any]
    says: str


def sent(moment: str, flow: Run, says: str, /, **fields: Any) -> Sent:
    return Sent(f"2030-{moment}", flow, fields, says)


def called() -> Iterator[Sent]:
    paper = {"track": METRO, "kind": "일반", "districts": "1, 2", "via": "서면", "standing": "서울에 삽니다"}
    early = {**paper, "title": "미리 낸 제안", "cost": 250_000_000, "received_at": "2029-12-25T10:00:00"}
    yield sent("01-01 00:01", calling.receive, "상시 제안 1번", **early)
    yield sent("01-01 00:02", calling.receive, "상시 제안 2번", **{**early, "title": "거둘 제안"})
    yield sent("01-02 09:00", calling.withdraw_waiting, "2번을 거두었습니다", waiting=2)
    yield sent("01-02 09:10", calling.take_in, "1건을 공모에 넣었습니다")
    for number in range(2, 7):
        cost = 250_000_000 + number * 10_000_000
        yield sent(
            f"01-02 1{number}:00",
            calling.receive,
            f"제안 {number}번",
            **paper,
            title=f"제안 {number}",
            cost=cost,
        )
    until = "2030-02-10T18:00:00"
    yield sent(
        "01-03 10:00", calling.ask_completion, "보완을 요청", number=4, what="약도가 없습니다", until=until
    )
    yield sent("01-04 10:00", calling.answer_completion, "상태: 접수", number=4, cost=255_000_000)
    yield sent("01-05 10:00", calling.consult, "요청 번호: 1", number=5, what="규모를 어떻게 줄일지")
    yield sent("01-06 10:00", calling.consulted, "5번 제안", request=1, answer="두 곳부터 해 보면 좋겠습니다")
    yield sent("01-07 10:00", righting.withdraw, "철회", number=6)
    yield sent("01-07 11:00", righting.correct_fate, "상태: 접수", number=6, fate="철회를 취소", **WHY)
    yield sent("01-20 10:00", lanes.hold, "보류했습니다", track=METRO, hold="보류", **WHY)
    yield sent("01-21 10:00", lanes.hold, "보류를 풀었습니다", track=METRO, hold="보류 풀기", **WHY)
    yield sent("01-22 10:00", lanes.leave, "lane.leading_stays", track=METRO, **WHY)


def classified() -> Iterator[Sent]:
    yield sent("02-01 10:00", classifying.assign, "6건을 'parks'", numbers="1~6", bureau="parks")
    for number in (1, 2, 3):
        yield sent("02-10 10:00", classifying.classify, "적격", number=number, verdict="적격", field=1)
    merged = {"number": 4, "into": 1, **WHY}
    yield sent("02-11 10:00", classifying.merge, "1번에 합쳤습니다", **merged)
    yield sent("02-11 11:00", classifying.unmerge, "다시 떼어 냈습니다", number=4)
    yield sent("02-12 10:00", classifying.classify, "부적격", number=4, verdict="부적격", **WHY)
    yield sent("02-12 11:00", classifying.classify, "classification.reason", number=5, verdict="부적격")
    own = {"destination": "자치구 자체사업", "district": 1}
    yield sent("02-12 12:00", classifying.classify, "자치구", number=5, verdict="자치구 이관", **own, **WHY)
    yield sent("02-13 10:00", classifying.move_to, "call.none", number=6, track=DONG, **WHY)
    yield sent("02-13 11:00", righting.correct, "받은 길", number=6, via="전화", **WHY)
    yield sent("02-13 12:00", classifying.classify, "적격", number=6, verdict="적격", field=1, bureau="parks")
    closes = "2030-03-06T00:00:00"
    yield sent("02-20 10:00", windows.extend, "24:00으로", track=METRO, stage="분류", closes=closes, **WHY)


def reviewed() -> Iterator[Sent]:
    for person, role in PEOPLE.items():
        yield sent("03-07 10:00", councils.give_seat, f"{person}번을 1번", unit=1, member=person, role=role)
    yield sent("03-07 11:00", councils.take_seat, "5명이 남았습니다", unit=1, member=17, **WHY)
    yield from meeting("03-08", 1)
    called_off = {"unit": 1, "at": "2030-03-20T14:00:00", "way": "서면", "agenda": "1, 2"}
    yield sent("03-08 15:10", judging.call_meeting, "(2번", **called_off)
    yield sent("03-08 15:20", judging.call_off_meeting, "취소", number=2, **WHY)
    yield stepped("03-09", 1, "제안자 설명청취")
    yield sent("03-10 09:00", righting.correct, "분야", number=4, field=1, **WHY)
    yield sent("03-10 09:10", righting.correct_fate, "적격", number=4, fate="적격으로", **WHY)
    yield sent("03-10 09:20", councils.admit, "1건이 1번", unit=1)
    yield stepped("03-10", 1, "현장확인")
    yield sent("03-11 09:00", judging.drop, "부적격", number=6, **WHY)
    yield stepped("03-11", 1, "우선순위 선정 1차")
    yield sent("03-12 09:00", councils.waive, "면제", unit=1, member=16, **WHY)
    yield from meeting("03-12", 3)
    yield from ranking("03-12", (1, 2, 3, 4), "우선순위 선정 1차", 4)
    yield stepped("03-12", 1, "숙의심사")
    yield sent("03-13 09:00", judging.reprice, "290,000,000원", number=2, cost=290_000_000, **WHY)
    yield sent("03-13 09:10", judging.merge_in_review, "3번에 합쳤습니다", number=4, into=3, **WHY)
    yield from meeting("03-13", 4)
    yield stepped("03-13", 1, "우선순위 선정 2차")
    yield from second_ranking("03-14", 5)


def second_ranking(day: str, number: int) -> Iterator[Sent]:
    yield from meeting(day, number)
    yield from ranking(day, (1, 2, 3), "우선순위 선정 2차", 2)
    yield stepped(day, 1, "마침")


def meeting(day: str, number: int) -> Iterator[Sent]:
    held = {"number": number, "attended": "11~13, 15, 16", "minutes": "문서 복지-7"}
    way = {"unit": 1, "at": f"2030-{day}T14:00:00", "way": "대면"}
    yield sent(f"{day} 10:00", judging.call_meeting, f"({number}번", **way)
    yield sent(f"{day} 15:00", judging.conclude_meeting, "개최", **held)


def ranking(day: str, projects: tuple[int, ...], round_: str, through: int) -> Iterator[Sent]:
    """A lower number is scored lower, so the highest are put through."""
    sheet = [{"project": one, "points": f"{one}, {one}", "inclusion": 1} for one in projects]
    for person in (11, 12, 13, 15, 16):
        if round_.endswith("2차") or person != 16:  # who is excused gives no scores
            filled = {"unit": 1, "member": person, "sheet": sheet}
            yield sent(f"{day} 15:30", judging.give_scores, f"{len(projects)}줄", **filled)
    best = ", ".join(f"{one}번" for one in sorted(projects, reverse=True)[:through])
    yield sent(f"{day} 16:00", judging.rank, best, unit=1, round=round_, through=through)


def stepped(day: str, unit: int, step: str) -> Sent:
    return sent(f"{day} 17:00", councils.step, f"지금 절차: {step}", unit=unit)


def reopened() -> Iterator[Sent]:
    yield sent("03-15 09:00", councils.reopen_unit, "지금 절차: 우선순위 선정 2차", unit=1, **WHY)
    yield from second_ranking("03-15", 6)
    yield sent("03-20 10:00", councils.open_unit, "(2번)", track=DONG, name="dong-1101")
    for step in ("주민총회", "시 심의", "마침"):
        yield stepped("03-21", 2, step)
    closes = "2030-04-05T00:00:00"
    yield sent(
        "04-02 10:00", windows.reopen, "심사 단계를 다시 열었습니다", track=METRO, closes=closes, **WHY
    )
    yield from second_ranking("04-03", 7)


def objected() -> Iterator[Sent]:
    yield sent(
        "04-06 10:00", objecting.object_to, "2번 사업의 이의를 1번으로", number=2, grounds="비용이 큽니다"
    )
    yield sent(
        "04-06 11:00",
        objecting.object_to,
        "3번 사업의 이의를 2번으로",
        number=3,
        grounds="겹칩니다",
        objector=7,
    )
    yield sent("04-07 10:00", objecting.withdraw_objection, "투표대상", number=2)
    yield sent(
        "04-07 11:00",
        objecting.decide_objection,
        "인용(다시 심사)",
        number=1,
        decision="인용(다시 심사)",
        **WHY,
    )
    yield sent("04-08 10:00", objecting.reconsider, "투표대상", number=2, verdict="다시 투표 상정", **WHY)


def counted() -> Iterator[Sent]:
    yield sent("05-10 16:10", voting.seal, "유효한 표 3장")
    yield sent("05-10 16:11", voting.count, "광역제안형: 2개 사업")
    yield sent("05-10 16:12", looking.tally, "2개 사업 선정", track=METRO)


def assembled(result: str) -> Iterator[Sent]:
    yield sent("05-10 16:30", assembling.attend, "130명이 더 와야", present=20)
    yield sent("05-10 16:40", assembling.attend, "의결할 수 있습니다", present=210)
    yield sent("05-10 16:50", assembling.resolve, "assembly.other_result", track=METRO, result="0" * 12)
    strange = {"track": METRO, "result": result, "left_out": "9"}
    yield sent("05-10 16:55", assembling.resolve, "assembly.left_out_unknown", **strange)
    yield sent("05-10 17:00", assembling.resolve, "선정 2개", track=METRO, result=result[:8].upper())
    yield sent("05-10 17:01", assembling.resolve, "선정 0개", track=DONG)


def ended() -> Iterator[Sent]:
    yield sent("06-10 10:00", budgeting.leave_out, "미편성", number=3, **WHY)
    yield sent("06-10 11:00", budgeting.move_up, "drafting.no_runners_up_planned", track=METRO)
    yield sent("06-10 12:00", budgeting.draft, "새로 편성 1건", rest=True)
    yield sent("06-10 13:00", budgeting.draft, "고쳐 적음 1건", amounts="2=280,000,000", **WHY)
    yield sent("12-10 10:00", budgeting.decide_items, "삭감 1건", amounts="2=270000000원")
    yield sent("12-20 10:00", agreeing.sign, "agreement.rows", signer="시장", numbers="2")
    yield sent(
        "12-20 11:00", agreeing.hand_over, "270,000,000원을 집행으로", numbers="2", plan="집행계획 복지-12"
    )


def before_the_vote() -> Iterator[Sent]:
    for part in (called, classified, reviewed, reopened, objected):
        yield from part()


class Clerk:
    """Somebody who fills in forms, at the times that the small year says."""

    def __init__(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        self._house, self._monkeypatch, self.used = house, monkeypatch, set[str]()

    def at(self, moment: str) -> House:
        now = replace(self._house, now=lambda: kst(moment))
        alone(now, self._monkeypatch)
        return now

    def send(self, one: Sent) -> str:
        """What is due by then has gone by itself; then the form is sent, and says what it should."""
        sweep(self.at(one.at), YEAR)
        state = send(one.flow, **{"cycle": YEAR, **_signed(one), **one.fields})
        assert one.says in (state.message or ""), f"{one.at} {one.flow.name}: {state.message}"
        if state.is_completed():
            self.used.add(one.flow.name)
        return str(state.message)


def _signed(one: Sent) -> dict[str, int]:
    """A question is asked without a number."""
    return {} if one.flow.fn.__module__ == looking.__name__ else {"person": 7}


def test_a_year_is_lived_by_forms_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = Clerk(house, monkeypatch)
    for one in before_the_vote():
        clerk.send(one)
    ballots = [
        Ballot("a", "citizen", [2], kst("2030-05-02 09:00")),
        Ballot("b", "member", [2], kst("2030-05-02 09:01")),
    ]
    ballots.append(Ballot("c", "citizen", [3], kst("2030-05-02 09:02")))
    voting_day = clerk.at("2030-05-03 10:00")
    sweep(voting_day, YEAR)
    vote.take(voting_day, YEAR, "main", ballots, staff=Staff("file/1", "staff:5"))
    for one in counted():
        clerk.send(one)
    with reading(house.engine) as session:
        found = result_of(session, YEAR, Track.METRO)
    assert found is not None
    for one in [*assembled(found[0]), *ended()]:
        clerk.send(one)
    clerk.send(Sent("2031-01-02 10:00", years.close, {}, "종료했습니다"))
    clerk.send(Sent("2031-01-02 11:00", years.open_cycle, {"cycle": 2027}, "2027년"))

    # this year refuses the first four, with their reasons; nothing in it takes two
    never = {"유형 제외", "유형 옮기기", "차순위 선정", "협약 서명", "승인", "승인하지 않음", "표 묶음 빼기"}
    # people and notices have forms of their own (test_people_by_forms, test_notices), and nothing was missed
    of_the_year = [task for task in tasks() if task.group not in ("사람", "알림")]
    doing = {task.flow.name for task in of_the_year if task.does} - {"밀린 마감"}
    assert doing - clerk.used == never
