"""Who hears what: the table is whole, and every row of it can be heard."""

from datetime import timedelta
from itertools import combinations

import pytest

from states.fact import INPUTS
from states.kind import Audience, Kind, Limits, On, Purpose, Topic
from states.project import Project
from states.telling import KINDS, REMINDERS, told_by

#: events of a project of which nobody is told: each is part of something that is told
_UNTOLD = {"ask_completion", "complete"}
_OUTCOMES = {
    "project.moved",
    "project.assigned",
    "proposal.entered",
    "poll.opened",
    "poll.put_back",
    "cycle.entered",
    "meeting.cancelled",
    "person.drawn",
    "person.graduated",
    "person.not_drawn",
}


def kinds(event: str, **says: str) -> list[str]:
    return [kind.name for kind in told_by("project.moved", {"event": event, **says})]


@pytest.mark.parametrize(
    "event", sorted({str(e.id) for e in Project.events if not str(e.id).startswith("__")} - _UNTOLD)
)
def test_whatever_becomes_of_a_project_its_proposer_hears_it(event: str) -> None:
    said = {on.says for kind in KINDS.values() if kind.audience is Audience.PROPOSER for on in kind.on}

    assert any(("event", event) in pairs for pairs in said)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_kind_names_facts_that_there_are(kind: Kind) -> None:
    assert {on.fact for on in kind.on} <= {*INPUTS, *_OUTCOMES}
    assert bool(kind.on) != (kind in REMINDERS)
    assert kind.channels
    assert kind.purpose is Purpose.NOTICE


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_what_a_kind_corrects_or_yields_to_is_a_kind(kind: Kind) -> None:
    assert {*kind.corrects, *kind.yields_to} <= set(KINDS)
    assert not any(KINDS[name].yields_to and name in kind.yields_to for name in [kind.name])


@pytest.mark.parametrize(
    ("event", "says", "expected"),
    [
        pytest.param("keep", {}, ["classification.eligible"], id="eligible"),
        pytest.param("merge", {"from": "received"}, ["classification.merged"], id="merged while classified"),
        pytest.param("merge", {"from": "deliberation"}, ["review.merged"], id="merged in the review"),
        pytest.param("fail", {"to": "not_selected"}, ["review.not_ranked"], id="not ranked"),
        pytest.param("adopt", {"cut": "no"}, ["council.adopted", "council.for_bureau"], id="adopted"),
        pytest.param("adopt", {"cut": "yes"}, ["council.cut", "council.for_bureau"], id="adopted for less"),
        pytest.param(
            "transfer", {}, ["classification.transferred", "classification.to_district"], id="two hear of one"
        ),
        pytest.param("complete", {}, [], id="nobody"),
    ],
)
def test_an_event_is_told_in_its_own_words(event: str, says: dict[str, str], expected: list[str]) -> None:
    assert kinds(event, **says) == expected


def _together() -> list[tuple[Kind, Kind]]:
    """Kinds that one entry may give two people who are one, but for an official's own work."""
    heard = [kind for kind in KINDS.values() if not kind.audience.is_work]
    return [
        (one, other)
        for one, other in combinations(heard, 2)
        if one.audience is not other.audience and _one_act(one, other)
    ]


#: facts that stand in the act of an input: what is heard of both is heard of one act
_IN_ONE_ACT = {
    "objection.received": ("object",),
    "objection.decided": ("dismiss", "adjust", "send_back", "uphold"),
}


def _one_act(one: Kind, other: Kind) -> bool:
    facts = {on.fact for on in one.on} & {on.fact for on in other.on} - {"project.moved"}
    events = {dict(on.says).get("event") for kind in (one, other) for on in kind.on}
    inputs = {on.fact for kind in (one, other) for on in kind.on}
    return bool(facts) or any(events & set(moves) and fact in inputs for fact, moves in _IN_ONE_ACT.items())


def test_a_person_in_two_roles_hears_both_in_one_message() -> None:
    assert len(_together()) >= 10
    for one, other in _together():
        first, second = (one, other) if one.name in other.yields_to else (other, one)
        assert first.name in second.yields_to, f"{one.name} and {other.name} may be heard by one person twice"
        assert second.adds, f"what {second.name} says would be lost on whoever hears {first.name}"


#: who hears what, as the people of the procedure are promised it
_PROMISED = {
    Audience.PROPOSER: "call.received call.waiting classification.completion_asked classification.eligible"
    " classification.transferred classification.ineligible classification.merged review.eligibility review.hearing"
    " review.hearing_called review.site_visit review.deliberation review.failed review.merged objection.objected"
    " vote.on_ballot assembly.chosen assembly.not_chosen drafting.drafted council.adopted council.cut council.struck"
    " agreement.agreed agreement.executing agreement.completed agreement.carried_over",
    Audience.PERSON: "committee.appointed committee.not_drawn committee.ended committee.may_apply review.seated review.unseated",
    Audience.COUNCIL: "review.meeting_called review.meeting_soon review.meeting_cancelled",
    Audience.SCORERS: "review.scores_missing",
    Audience.MEMBERS: "vote.members_called",
    Audience.GRADUATES: "vote.graduates_called",
    Audience.SUBSCRIBERS: "vote.opened vote.closing assembly.result",
    Audience.BUREAU: "classification.assigned classification.due classification.overdue assembly.to_execute"
    " drafting.due drafting.overdue council.for_bureau agreement.to_execute",
    Audience.DISTRICT: "classification.to_district assembly.for_district agreement.for_district",
    Audience.STAFF: "cycle.stage_entered cycle.stage_closing cycle.stage_blocked cycle.deliveries_failed",
    Audience.APPROVERS: "cycle.act_waiting cycle.act_due",
}


@pytest.mark.parametrize("audience", _PROMISED, ids=str)
def test_everybody_hears_what_they_are_promised(audience: Audience) -> None:
    assert set(_PROMISED[audience].split()) <= {k.name for k in KINDS.values() if k.audience is audience}


def test_only_who_asked_hears_of_the_vote() -> None:
    assert [topic for topic in Topic if topic.is_by_request] == [Topic.VOTE]
    assert all(kind.topic.is_by_request for kind in KINDS.values() if kind.audience is Audience.SUBSCRIBERS)
    assert not any(kind.statutory for kind in KINDS.values() if kind.topic.is_by_request)


def test_an_entry_fits_when_it_says_all_that_is_asked() -> None:
    on = On("project.moved", (("event", "merge"), ("from", "received")))

    assert on.fits({"event": "merge", "from": "received", "to": "merged"})
    assert not on.fits({"event": "merge", "from": "eligible"})


@pytest.mark.parametrize(
    ("people", "won", "hours", "expected"),
    [
        pytest.param(10, 500, 1, None, id="goes"),
        pytest.param(1_000, 100_000, 1, None, id="just within"),
        pytest.param(1_001, 0, 1, "people", id="too many"),
        pytest.param(10, 100_001, 1, "cost", id="too dear"),
        pytest.param(10, 500, 49, "stale", id="two days late"),
    ],
)
def test_a_notice_waits_when_it_is_large_dear_or_late(
    people: int, won: int, hours: int, expected: str | None
) -> None:
    assert Limits().held_for(people=people, won=won, age=timedelta(hours=hours)) == expected
