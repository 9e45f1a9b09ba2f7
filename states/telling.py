"""알림 who hears what: the whole table as data, from a fact of the journal to a person and a channel."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from states.contact import Channel
from states.kind import Audience, Kind, On, Topic

_BOTH, _MAIL = (Channel.PHONE, Channel.MAIL), (Channel.MAIL,)


def _moved(event: str, **says: str) -> On:
    return On("project.moved", (("event", event), *says.items()))


def _to_proposer(
    name: str,
    label: str,
    *on: On,
    statutory: bool = False,
    by: tuple[Channel, ...] = _BOTH,
    corrects: tuple[str, ...] = (),
    yields_to: tuple[str, ...] = (),
    adds: str = "",
) -> Kind:
    return Kind(
        name,
        label,
        Audience.PROPOSER,
        on,
        Topic.PROGRESS,
        by,
        statutory,
        corrects=corrects,
        yields_to=yields_to,
        adds=adds,
    )


def _step(to: str, label: str) -> Kind:
    return _to_proposer(f"review.{to}", f"심사 절차: {label}", _moved("step", to=to), by=_MAIL)


_STEPS = (
    _step("eligibility", "적격심사"),
    _step("hearing", "제안자 설명청취"),
    _step("site_visit", "현장확인"),
    _step("first_ranking", "우선순위 선정 1차"),
    _step("deliberation", "숙의심사"),
    _step("second_ranking", "우선순위 선정 2차"),
)
_STEP_NAMES = tuple(kind.name for kind in _STEPS)
_CLASSIFIED = tuple(f"classification.{word}" for word in ("eligible", "ineligible", "transferred", "merged"))

_ANSWERED = ("objection.answered",)

#: what a proposer hears
_PROPOSER = (
    _to_proposer(
        "call.received", "제안 접수", On("proposal.received"), On("proposal.entered"), statutory=True
    ),
    _to_proposer("call.waiting", "상시 제안 접수", On("proposal.kept_waiting"), statutory=True),
    _to_proposer("call.withdrawn", "제안 철회", _moved("withdraw"), On("waiting.withdrawn")),
    _to_proposer("classification.completion_asked", "보완 요청", On("completion.asked"), statutory=True),
    _to_proposer("classification.completion_answered", "보완 접수", On("completion.answered")),
    _to_proposer("classification.eligible", "적격 분류", _moved("keep")),
    _to_proposer("classification.transferred", "자치구 이관", _moved("transfer"), statutory=True),
    _to_proposer("classification.ineligible", "부적격 분류", _moved("reject"), statutory=True),
    _to_proposer(
        "classification.merged",
        "통폐합",
        _moved("merge", **{"from": "received"}),
        _moved("merge", **{"from": "eligible"}),
        statutory=True,
    ),
    _to_proposer("classification.reverted", "분류 되돌림", _moved("revert"), corrects=_CLASSIFIED),
    *_STEPS,
    _to_proposer(
        "review.merged", "심사 중 통폐합", _moved("merge", **{"from": "deliberation"}), statutory=True
    ),
    _to_proposer("review.failed", "심사 탈락", _moved("fail", to="ineligible"), statutory=True),
    _to_proposer("review.not_ranked", "우선순위 밖", _moved("fail", to="not_selected"), statutory=True),
    _to_proposer("review.receded", "심사 물림", _moved("recede"), corrects=_STEP_NAMES),
    _to_proposer("review.recalled", "순위 다시 매김", _moved("recall"), corrects=("review.not_ranked",)),
    _to_proposer(
        "objection.objected",
        "이의신청 들어옴",
        _moved("object"),
        statutory=True,
        yields_to=("objection.receipt",),
        adds="이 사업은 내신 제안이기도 합니다.",
    ),
    _to_proposer(
        "objection.settled",
        "이의 결정: 그대로",
        _moved("dismiss"),
        _moved("adjust"),
        _moved("let_stand"),
        yields_to=_ANSWERED,
        adds="내신 제안은 명단에 그대로 있습니다.",
    ),
    _to_proposer(
        "objection.sent_back",
        "이의 결정: 다시 심사",
        _moved("send_back"),
        statutory=True,
        yields_to=_ANSWERED,
        adds="내신 제안은 다시 심사를 받습니다.",
    ),
    _to_proposer(
        "objection.upheld",
        "이의 결정: 제외",
        _moved("uphold"),
        statutory=True,
        yields_to=_ANSWERED,
        adds="내신 제안은 올해 명단에서 빠집니다.",
    ),
    _to_proposer("vote.on_ballot", "투표 상정", _moved("put_to_vote"), _moved("put_again")),
    _to_proposer("vote.taken_back", "투표 상정 되돌림", _moved("take_back"), corrects=("vote.on_ballot",)),
    _to_proposer("assembly.chosen", "선정", _moved("select"), _moved("move_up"), statutory=True),
    _to_proposer("assembly.not_chosen", "미선정", _moved("pass_over"), statutory=True),
    _to_proposer("assembly.dropped_out", "유형 제외", _moved("drop_out"), statutory=True),
    _to_proposer("drafting.drafted", "편성", _moved("draft")),
    _to_proposer("drafting.left_out", "편성 제외", _moved("leave_out"), statutory=True),
    _to_proposer("council.adopted", "의회 의결", _moved("adopt", cut="no"), statutory=True),
    _to_proposer("council.cut", "의회 삭감", _moved("adopt", cut="yes"), statutory=True),
    _to_proposer("council.struck", "의회 부결", _moved("strike"), statutory=True),
    _to_proposer("agreement.agreed", "협약·집행 인계", _moved("agree")),
    _to_proposer("agreement.executing", "집행 시작", _moved("execute")),
    _to_proposer("agreement.completed", "완료", _moved("finish")),
    _to_proposer("agreement.carried_over", "이월", _moved("carry_over")),
    _to_proposer(
        "assembly.corrected",
        "정정",
        *(
            _moved(e)
            for e in ("restore", "readmit", "exclude", "choose", "unchoose", "undo_strike", "undo_adopt")
        ),
        statutory=True,
    ),
)

#: what somebody heard of one vote, in whichever of its rounds
_OF_A_VOTE = ("vote.opened", "vote.members_called", "vote.graduates_called", "vote.closing", "vote.reopened")
_FIRST_HEARING = (("step", "hearing"),)
#: what the others hear
_OTHERS = (
    Kind(
        "review.hearing_called", "설명청취 날짜", Audience.PROPOSER, (On("meeting.called", _FIRST_HEARING),),
        Topic.PROGRESS, _BOTH, statutory=True, until=True, yields_to=("review.meeting_called",),
        adds="이 회의에서 내신 제안의 설명을 듣습니다.",
    ),
    Kind(
        "objection.receipt", "이의신청 접수", Audience.OBJECTOR, (On("objection.received"),), Topic.PROGRESS, _BOTH,
        statutory=True,
    ),
    Kind(
        "objection.answered", "이의신청 결정", Audience.OBJECTOR, (On("objection.decided"),), Topic.PROGRESS, _BOTH,
        statutory=True,
    ),
    Kind("review.seated", "위촉", Audience.PERSON, (On("seat.given"),), Topic.COUNCIL, _BOTH, statutory=True),
    Kind("review.unseated", "해촉", Audience.PERSON, (On("seat.taken_back"),), Topic.COUNCIL, _BOTH, statutory=True),
    Kind(
        "review.meeting_called", "회의 소집", Audience.COUNCIL, (On("meeting.called"),), Topic.COUNCIL, _BOTH,
        statutory=True, until=True,
    ),
    Kind(
        "review.meeting_cancelled", "회의 취소", Audience.COUNCIL, (On("meeting.cancelled"),), Topic.COUNCIL, _BOTH,
        statutory=True, corrects=("review.meeting_called", "review.hearing_called"),
    ),
    Kind(
        "vote.put_back", "투표 되돌림", Audience.HEARD, (On("poll.put_back"),), Topic.COUNCIL, _BOTH, statutory=True,
        corrects=_OF_A_VOTE,
    ),
    Kind(
        "vote.reopened", "투표 다시 시작", Audience.HEARD, (On("poll.opened", (("again", "yes"),)),), Topic.COUNCIL,
        _BOTH, statutory=True, until=True, corrects=_OF_A_VOTE,
    ),
    Kind(
        "committee.appointed", "위원 위촉", Audience.PERSON, (On("membership.given"), On("person.drawn")),
        Topic.COUNCIL, _BOTH, statutory=True,
    ),
    Kind(
        "committee.ended", "위원 해촉", Audience.PERSON, (On("membership.ended"),), Topic.COUNCIL, _BOTH,
        statutory=True,
    ),
    Kind(
        "committee.not_drawn", "위원 추첨 결과", Audience.PERSON, (On("person.not_drawn"),), Topic.COUNCIL, _BOTH,
        statutory=True,
    ),
    Kind(
        "committee.may_apply", "위원 추첨 신청 자격", Audience.PERSON,
        (On("person.graduated"),), Topic.COUNCIL, _BOTH,
    ),
    Kind(
        "vote.members_called", "투표·총회 안내(위원)", Audience.MEMBERS, (On("poll.opened"),), Topic.COUNCIL, _BOTH,
        until=True, yields_to=("vote.reopened",), adds="위원이시므로 총회에도 와 주세요.",
    ),
    Kind(
        "vote.graduates_called", "투표 안내(이수자)", Audience.GRADUATES, (On("poll.opened"),), Topic.COUNCIL, _BOTH,
        until=True, yields_to=("vote.reopened", "vote.members_called"),
        adds="예산학교를 마치셔서 표를 이수자 몫으로도 셉니다.",
    ),
    Kind(
        "vote.opened", "투표 시작", Audience.SUBSCRIBERS, (On("poll.opened"),), Topic.VOTE, _BOTH, until=True,
        yields_to=("vote.reopened", "vote.members_called", "vote.graduates_called"),
        adds="신청하신 투표 소식을 겸합니다.",
    ),
    Kind(
        "assembly.result", "총회 결과", Audience.SUBSCRIBERS,
        (On("cycle.entered", (("from", "assembly"), ("stage", "drafting"))),), Topic.VOTE, _BOTH,
    ),
    Kind(
        "classification.assigned", "분류할 제안", Audience.BUREAU, (On("project.assigned"),), Topic.OFFICE, _MAIL,
        statutory=True,
    ),
    Kind(
        "classification.to_district", "이관받은 제안", Audience.DISTRICT, (_moved("transfer"),), Topic.OFFICE, _MAIL,
        statutory=True,
    ),
    Kind(
        "assembly.to_execute", "선정된 부서 사업", Audience.BUREAU, (_moved("select"), _moved("move_up")),
        Topic.OFFICE, _MAIL, statutory=True,
    ),
    Kind(
        "agreement.to_execute", "집행할 사업", Audience.BUREAU, (_moved("agree"),), Topic.OFFICE, _MAIL, statutory=True,
    ),
    Kind(
        "assembly.for_district", "선정된 자치구 사업", Audience.DISTRICT, (_moved("select"), _moved("move_up")),
        Topic.OFFICE, _MAIL, statutory=True,
    ),
    Kind(
        "council.for_bureau", "부서 사업의 의회 결과", Audience.BUREAU, (_moved("adopt"), _moved("strike")),
        Topic.OFFICE, _MAIL, statutory=True,
    ),
    Kind(
        "agreement.for_district", "자치구의 협약·집행 사업", Audience.DISTRICT, (_moved("agree"),), Topic.OFFICE, _MAIL,
        statutory=True,
    ),
    Kind(
        "cycle.act_waiting", "승인 요청", Audience.APPROVERS, (On("act.proposed"),), Topic.OFFICE, _MAIL, statutory=True,
        until=True,
    ),
    Kind(
        "cycle.stage_entered", "단계 시작", Audience.STAFF, (On("cycle.entered"),), Topic.OFFICE, _MAIL,
        keeps=timedelta(days=3),
    ),
)  # fmt: skip

#: what is said before a deadline, and is no fact of the journal
REMINDERS = (
    Kind(
        "vote.closing", "투표 마감 임박", Audience.SUBSCRIBERS, (), Topic.VOTE, _BOTH, until=True,
    ),
    Kind(
        "classification.completion_due", "보완 기한 임박", Audience.PROPOSER, (), Topic.PROGRESS, _BOTH,
        statutory=True, until=True,
    ),
    Kind(
        "review.meeting_soon", "회의 임박", Audience.COUNCIL, (), Topic.COUNCIL, _BOTH, until=True,
        mail_waits=True,
    ),
    Kind(
        "review.scores_missing", "채점 남음", Audience.SCORERS, (), Topic.COUNCIL, _BOTH, statutory=True, until=True,
    ),
    Kind(
        "cycle.stage_closing", "단계 마감 임박", Audience.STAFF, (), Topic.OFFICE, _MAIL, until=True,
    ),
    Kind(
        "cycle.stage_blocked", "넘어가지 못한 단계", Audience.STAFF, (), Topic.OFFICE, _MAIL, statutory=True,
        keeps=timedelta(days=3),
    ),
    Kind(
        "cycle.deliveries_failed", "보내지 못한 알림", Audience.STAFF, (), Topic.OFFICE, _MAIL, statutory=True,
        keeps=timedelta(days=3),
    ),
    Kind(
        "cycle.act_due", "승인 기한 임박", Audience.APPROVERS, (), Topic.OFFICE, _MAIL, statutory=True, until=True,
    ),
    *(
        Kind(name, label, Audience.BUREAU, (), Topic.OFFICE, _MAIL, statutory=True, until=until)
        for name, label, until in (
            ("classification.due", "분류 기한 임박", True),
            ("classification.overdue", "분류 기한 지남", False),
            ("drafting.due", "편성 기한 임박", True),
            ("drafting.overdue", "편성 기한 지남", False),
        )
    ),
)  # fmt: skip

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (*_PROPOSER, *_OTHERS, *REMINDERS)}


def _by_fact() -> Iterator[tuple[str, list[tuple[On, Kind]]]]:
    facts = dict.fromkeys(on.fact for kind in KINDS.values() for on in kind.on)
    for fact in facts:
        yield fact, [(on, kind) for kind in KINDS.values() for on in kind.on if on.fact == fact]


_BY_FACT: Mapping[str, list[tuple[On, Kind]]] = dict(_by_fact())
FACTS = tuple(_BY_FACT)  #: the facts that somebody hears of


def told_by(fact: str, facts: Mapping[str, object]) -> list[Kind]:
    """The kinds of notice that an entry gives rise to, in the order of the table."""
    fitting = {kind.name: kind for on, kind in _BY_FACT.get(fact, ()) if on.fits(facts)}
    return list(fitting.values())
