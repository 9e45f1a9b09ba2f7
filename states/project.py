"""사업 one project's way from proposal to carried-over money, by the statuses that people know."""

from statemachine import Event, State

from states.chart import StrictChart


class Project(StrictChart):
    """제안과 사업."""

    received = State("접수", initial=True)
    incomplete = State("보완요청")
    eligible = State("적격")
    ineligible = State("부적격")
    transferred = State("자치구이관")
    merged = State("통폐합")
    eligibility = State("적격심사")
    hearing = State("제안자 설명청취")
    site_visit = State("현장확인")
    first_ranking = State("우선순위 선정 1차")
    deliberation = State("숙의심사")
    second_ranking = State("우선순위 선정 2차")
    objected = State("이의신청중")
    on_ballot = State("투표대상")
    selected = State("선정")
    not_selected = State("미선정")
    drafted = State("편성")
    not_drafted = State("미편성", final=True)
    adopted = State("의결")
    struck = State("부결")
    agreed = State("협약")
    executing = State("집행")
    completed = State("완료", final=True)
    carried_over = State("이월")
    withdrawn = State("철회")

    ask_completion = Event(received.to(incomplete), name="보완 요청")
    complete = Event(incomplete.to(received), name="보완")
    keep = Event(received.to(eligible), name="적격 분류")
    reject = Event(received.to(ineligible) | incomplete.to(ineligible), name="부적격 분류")
    transfer = Event(received.to(transferred), name="자치구 이관")
    merge = Event(received.to(merged) | eligible.to(merged) | deliberation.to(merged), name="통폐합")
    revert = Event(
        eligible.to(received) | ineligible.to(received) | transferred.to(received) | merged.to(received),
        name="분류 되돌리기",
    )
    step = Event(
        eligible.to(eligibility)
        | eligibility.to(hearing)
        | hearing.to(site_visit)
        | site_visit.to(first_ranking)
        | first_ranking.to(deliberation)
        | deliberation.to(second_ranking),
        name="다음 심사 절차로",
    )
    fail = Event(
        eligibility.to(ineligible)
        | hearing.to(ineligible)
        | site_visit.to(ineligible)
        | first_ranking.to(not_selected)
        | deliberation.to(ineligible)
        | second_ranking.to(not_selected),
        name="심사 탈락",
    )
    recede = Event(
        eligibility.to(eligible)
        | hearing.to(eligible)
        | site_visit.to(eligible)
        | first_ranking.to(eligible)
        | deliberation.to(eligible)
        | second_ranking.to(eligible),
        name="심사 물리기",
    )
    put_to_vote = Event(second_ranking.to(on_ballot), name="투표 상정")
    take_back = Event(on_ballot.to(second_ranking), name="투표 상정 되돌리기")
    recall = Event(not_selected.to(second_ranking), name="순위 다시 매기기")
    object = Event(on_ballot.to(objected), name="이의신청")
    dismiss = Event(objected.to(on_ballot), name="이의 기각")
    adjust = Event(objected.to(on_ballot), name="이의 조정")
    let_stand = Event(objected.to(on_ballot), name="이의 취하")
    send_back = Event(objected.to(deliberation), name="이의 인용(다시 심사)")
    uphold = Event(objected.to(ineligible), name="이의 인용(제외)")
    put_again = Event(deliberation.to(on_ballot), name="다시 투표 상정")
    select = Event(on_ballot.to(selected) | eligible.to(selected) | second_ranking.to(selected), name="선정")
    pass_over = Event(
        on_ballot.to(not_selected) | eligible.to(not_selected) | second_ranking.to(not_selected),
        name="미선정",
    )
    move_up = Event(not_selected.to(selected), name="차순위 선정")
    draft = Event(selected.to(drafted), name="편성")
    leave_out = Event(selected.to(not_drafted) | drafted.to(not_drafted), name="편성 제외")
    adopt = Event(drafted.to(adopted), name="의결")
    strike = Event(drafted.to(struck), name="부결")
    agree = Event(adopted.to(agreed), name="협약")
    execute = Event(agreed.to(executing) | carried_over.to(executing), name="집행")
    finish = Event(executing.to(completed), name="완료")
    carry_over = Event(executing.to(carried_over), name="이월")
    withdraw = Event(
        received.to(withdrawn)
        | incomplete.to(withdrawn)
        | eligible.to(withdrawn)
        | eligibility.to(withdrawn)
        | hearing.to(withdrawn)
        | site_visit.to(withdrawn)
        | first_ranking.to(withdrawn)
        | deliberation.to(withdrawn)
        | second_ranking.to(withdrawn)
        | objected.to(withdrawn)
        | on_ballot.to(withdrawn),
        name="철회",
    )
    drop_out = Event(
        received.to(not_selected)
        | incomplete.to(not_selected)
        | eligible.to(not_selected)
        | eligibility.to(not_selected)
        | hearing.to(not_selected)
        | site_visit.to(not_selected)
        | first_ranking.to(not_selected)
        | deliberation.to(not_selected)
        | second_ranking.to(not_selected)
        | objected.to(not_selected)
        | on_ballot.to(not_selected),
        name="유형 제외로 빠짐",
    )

    # 정정: what was said by mistake is said again, without opening a stage
    restore = Event(withdrawn.to(received), name="정정(철회 취소)")
    readmit = Event(ineligible.to(eligible) | transferred.to(eligible), name="정정(적격)")
    exclude = Event(eligible.to(ineligible), name="정정(부적격)")
    choose = Event(not_selected.to(selected), name="정정(선정)")
    unchoose = Event(selected.to(not_selected), name="정정(미선정)")
    undo_strike = Event(struck.to(adopted), name="정정(의결)")
    undo_adopt = Event(adopted.to(struck), name="정정(부결)")
