"""Who may do what: the table of rights, an official's own door, and what takes two."""

from dataclasses import replace

import pytest

from states.fact import INPUTS
from states.refusals import Refusal
from states.role import (
    BY_ONESELF,
    EVERYBODY,
    OF_ONESELF,
    OF_PEOPLE,
    OF_THE_DOOR,
    RIGHTS,
    TWO_ALWAYS,
    TWO_OF_PEOPLE,
    TWO_WORDS,
    MayNot,
    NoOffice,
    NotInThisStage,
    NotTheirs,
    Office,
    Role,
    Target,
    approvers_of,
    cell,
    doers,
    in_office,
    judge,
    needs_two,
    people_in,
    together,
)
from states.stage import Stage

PARKS = Office(7, Role.BUREAU, bureau="parks")
GU = Office(8, Role.DISTRICT, district=3)


def target(
    stage: str = "classification", bureaus: tuple[str | None, ...] = (), districts: tuple[int, ...] = ()
) -> Target:
    return Target(frozenset({stage}), frozenset(bureaus), frozenset(districts))


@pytest.mark.parametrize(
    ("role", "fact"),
    [
        pytest.param(Role.STAFF, "project.classified", id="staff classify"),
        pytest.param(Role.STAFF, "poll.sealed", id="staff seal, with a second"),
        pytest.param(Role.APPROVER, "lane.held", id="an approver may stop a lane"),
        pytest.param(Role.ADMINISTRATOR, "office.appointed", id="an administrator appoints"),
        pytest.param(Role.STAFF, "objection.withdrawn", id="staff do it for a citizen who asks"),
    ],
)
def test_what_a_role_may_do(role: Role, fact: str) -> None:
    judge(fact, 7, [Office(7, role)], target())


@pytest.mark.parametrize(
    ("role", "fact"),
    [
        pytest.param(Role.STAFF, "office.appointed", id="staff appoint nobody"),
        pytest.param(Role.STAFF, "codes.revoked", id="staff take nobody's codes"),
        pytest.param(Role.APPROVER, "project.classified", id="an approver only approves"),
        pytest.param(Role.APPROVER, "poll.sealed", id="an approver seals nothing"),
        pytest.param(Role.ADMINISTRATOR, "poll.tallied", id="an administrator counts nothing"),
        pytest.param(Role.ADMINISTRATOR, "budget.drafted", id="an administrator drafts nothing"),
        pytest.param(Role.AUDITOR, "project.classified", id="an auditor changes nothing"),
        pytest.param(Role.AUDITOR, "contact.shown", id="an auditor sees no addresses"),
        pytest.param(Role.AUDITOR, "project.withdrawn", id="an auditor takes nobody's proposal back"),
        pytest.param(Role.BUREAU, "objection.withdrawn", id="a bureau takes nobody's objection back"),
        pytest.param(Role.ADMINISTRATOR, "completion.answered", id="an administrator answers for nobody"),
        pytest.param(Role.BUREAU, "list.resolved", id="a bureau resolves nothing"),
        pytest.param(Role.DISTRICT, "project.classified", id="a district classifies nothing"),
    ],
)
def test_what_a_role_may_not_do(role: Role, fact: str) -> None:
    with pytest.raises(MayNot, match="할 수 있는 역할"):
        judge(fact, 7, [Office(7, role, bureau="parks", district=3)], target())


def test_who_holds_no_role_does_nothing_for_the_city() -> None:
    with pytest.raises(NoOffice, match="7번은 지금 맡은 역할이 없어"):
        judge("project.classified", 7, [], target())


@pytest.mark.parametrize("fact", EVERYBODY)
def test_what_a_citizen_does_staff_do_for_them_and_nobody_without_a_role(fact: str) -> None:
    assert doers(fact) == (Role.STAFF,)
    with pytest.raises(NoOffice):
        judge(fact, 7, [], target())


def test_one_of_several_roles_is_enough() -> None:
    able = judge("office.appointed", 7, [Office(7, Role.STAFF), Office(7, Role.ADMINISTRATOR)], Target())
    assert able.role is Role.ADMINISTRATOR


def test_a_bureau_classifies_what_is_its_own() -> None:
    assert judge("project.classified", 7, [PARKS], target(bureaus=("parks",))) == PARKS


@pytest.mark.parametrize(
    ("bureaus", "named"),
    [
        pytest.param(("parks", "roads"), "roads", id="another's"),
        pytest.param((None,), "부서 없음", id="nobody's"),
    ],
)
def test_a_bureau_is_refused_what_is_not_its_own(bureaus: tuple[str | None, ...], named: str) -> None:
    with pytest.raises(NotTheirs, match=named):
        judge("project.classified", 7, [PARKS], target(bureaus=bureaus))


def test_a_district_signs_for_itself_alone() -> None:
    judge("agreement.signed", 8, [GU], target("agreement", districts=(3,)))
    with pytest.raises(NotTheirs, match="4번 자치구"):
        judge("agreement.signed", 8, [GU], target("agreement", districts=(3, 4)))


def test_a_district_writes_down_its_own_heads_signature_alone() -> None:
    signed = target("agreement", districts=(3,))
    judge("agreement.signed", 8, [GU], replace(signed, signer="official_head"))
    for other in ("mayor", "civic_head"):
        with pytest.raises(NotTheirs, match="구청장 아닌 사람의 서명"):
            judge("agreement.signed", 8, [GU], replace(signed, signer=other))


def test_a_bureaus_right_belongs_to_a_stage() -> None:
    with pytest.raises(NotInThisStage, match=r"분류 단계에서만.*지금은 심사"):
        judge("project.classified", 7, [PARKS], target("review", bureaus=("parks",)))


def test_staff_who_are_officials_too_act_as_staff() -> None:
    able = judge(
        "project.classified", 7, [PARKS, Office(7, Role.STAFF)], target("review", bureaus=("roads",))
    )
    assert able.role is Role.STAFF


@pytest.mark.parametrize("fact", OF_ONESELF)
def test_whoever_holds_a_role_says_of_themselves_that_they_are_away(fact: str) -> None:
    judge(fact, 7, [PARKS], Target(), about=7)
    with pytest.raises(MayNot):
        judge(fact, 7, [PARKS], Target(), about=8)
    with pytest.raises(NoOffice):
        judge(fact, 7, [], Target(), about=7)


@pytest.mark.parametrize("fact", TWO_ALWAYS)
def test_some_acts_take_two_whatever_the_plan_says(fact: str) -> None:
    assert needs_two(fact, [])


@pytest.mark.parametrize(("word", "fact"), TWO_WORDS.items())
def test_a_plan_says_what_else_takes_two(word: str, fact: str) -> None:
    assert needs_two(fact, [word])
    assert needs_two(fact, []) is (fact in TWO_ALWAYS)


def test_an_administrator_approves_what_is_of_people_only() -> None:
    assert approvers_of("poll.sealed") == (Role.APPROVER,)
    assert approvers_of("office.appointed") == (Role.APPROVER, Role.ADMINISTRATOR)


def test_two_people_are_in_one_name() -> None:
    assert people_in(together(7, 9)) == (7, 9)
    assert people_in(in_office(7)) == (7,)
    assert (
        people_in("staff:7") == people_in("scheduler") == people_in("person:7") == people_in("office:x") == ()
    )


def test_every_act_is_in_the_table_or_judged_by_its_door() -> None:
    known = {fact for rights in RIGHTS.values() for fact in rights}
    assert known == set(INPUTS) - set(OF_THE_DOOR) - set(BY_ONESELF)
    assert {*EVERYBODY, *OF_PEOPLE, *OF_THE_DOOR, *TWO_ALWAYS, *TWO_OF_PEOPLE, *TWO_WORDS.values()} <= set(
        INPUTS
    )


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("stage", Stage)
def test_every_cell_of_the_table_is_what_the_rule_does(role: Role, stage: Stage) -> None:
    """Every act there is, on what is one's own and on what is somebody else's."""
    office = Office(7, role, bureau="parks", district=3)
    for fact in (fact for fact in INPUTS if fact not in OF_THE_DOOR):
        own = Target(frozenset({stage}), frozenset({"parks"}), frozenset({3}))
        foreign = Target(frozenset({stage}), frozenset({"roads"}), frozenset({4}))
        does = (_is_let(fact, office, own, 7), _is_let(fact, office, foreign, 8))
        assert (
            does
            == {"all": (True, True), "own": (True, False), "none": (False, False)}[cell(role, fact, stage)]
        ), fact


def _is_let(fact: str, office: Office, target: Target, about: int) -> bool:
    try:
        judge(fact, 7, [office], target, about=about)
    except Refusal:
        return False
    return True
