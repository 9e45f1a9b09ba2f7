"""역할 who may do which act, in which stage, and which acts take two people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from states.fact import BY_STAGE, INPUTS, OF_NOTICES, OF_PEOPLE, OF_THE_CITY, OF_THE_REGISTER, name_of
from states.labelled import Labelled
from states.refusals import Refusal
from states.stage import Stage, label_of


class Role(Labelled):
    """What somebody may do for the city."""

    STAFF = "staff", "담당자"
    APPROVER = "approver", "승인자"
    ADMINISTRATOR = "administrator", "관리자"
    AUDITOR = "auditor", "감사자"
    BUREAU = "bureau", "부서 담당"
    DISTRICT = "district", "자치구 담당"


class NoOffice(Refusal):
    code = "role.none"
    text = "{person}번은 지금 맡은 역할이 없어 '{act}' 일을 할 수 없습니다. 관리자에게 역할을 받은 뒤 다시 해 주세요."


class MayNot(Refusal):
    code = "role.may_not"
    text = "{act:은/는} {roles:이/가} 할 수 있는 일이 아닙니다. 할 수 있는 역할: {known}. 그 역할을 맡은 사람에게 부탁해 주세요."


class NotInThisStage(Refusal):
    code = "role.not_in_this_stage"
    text = "{role:은/는} '{act}' 일을 {stages} 단계에서만 합니다. 지금은 {stage} 단계입니다. 담당자에게 부탁해 주세요."


class NotTheirs(Refusal):
    code = "role.not_theirs"
    text = "{role}({place}) 몫이 아닌 것이 들어 있습니다: {foreign}. 자기 것만 남겨 다시 하거나 담당자에게 부탁해 주세요."


@dataclass(frozen=True, slots=True)
class Office:
    """A role that a person holds now, their own or in somebody's place."""

    person: int
    role: Role
    bureau: str | None = None
    district: int | None = None
    in_place_of: int | None = None  #: whose deputy they are

    @property
    def place(self) -> str:
        return self.bureau or (f"{self.district}번 자치구" if self.district else "")


@dataclass(frozen=True, slots=True)
class Target:
    """What an act touches: where it stands, and whose it is; None is nobody's yet."""

    stages: frozenset[str] = frozenset()
    bureaus: frozenset[str | None] = frozenset()
    districts: frozenset[int | None] = frozenset()
    signer: str | None = None  #: as whom it is signed


ALWAYS = tuple(Stage)

#: what anybody may do for themselves; the act's own rule sees to it that it is theirs. For others staff do it
EVERYBODY = (
    "proposal.received",
    "proposal.kept_waiting",
    "waiting.withdrawn",
    "project.withdrawn",
    "completion.answered",
    "consulting.requested",
    "objection.received",
    "objection.withdrawn",
)

_BUREAU: Mapping[str, tuple[Stage, ...]] = {
    "completion.asked": (Stage.CALL, Stage.CLASSIFICATION),
    "project.classified": (Stage.CLASSIFICATION,),
    "projects.classified": (Stage.CLASSIFICATION,),
    "project.repriced": (Stage.REVIEW,),
    "budget.drafted": (Stage.DRAFTING,),
    "project.left_out": (Stage.DRAFTING,),
    "projects.handed_over": (Stage.AGREEMENT,),
}
_DISTRICT: Mapping[str, tuple[Stage, ...]] = {"agreement.signed": (Stage.AGREEMENT,)}
_SIGNS_AS = (
    "official_head"  #: a district's official writes down its head's signature; the other two are not theirs
)
#: what nobody does for somebody else
BY_ONESELF = ("codes.replaced",)
#: what whoever holds any role may say of themselves
OF_ONESELF = ("absence.declared", "absence.ended", *BY_ONESELF)
SCHEDULER = "scheduler"
#: who acts when nobody does: what is due moves on, and a practice year is made
MACHINES = (SCHEDULER, "demonstration", "founder")
#: done by the door itself, by whoever is at it: enrolling the first, proposing, approving, taking back
OF_THE_DOOR = ("office.founded", "act.proposed", "act.approved", "act.withdrawn")
_OF_THE_OFFICE = tuple(fact for fact in INPUTS if fact not in (*OF_PEOPLE, *OF_THE_DOOR))

#: who may do what, and in which stages; what stands nowhere here, nobody may do
RIGHTS: Mapping[Role, Mapping[str, tuple[Stage, ...]]] = {
    Role.STAFF: dict.fromkeys(_OF_THE_OFFICE, ALWAYS),
    Role.APPROVER: dict.fromkeys(("lane.held", "notice.paused"), ALWAYS),
    Role.ADMINISTRATOR: dict.fromkeys(
        (
            *(fact for fact in OF_PEOPLE if fact not in BY_ONESELF),
            *OF_THE_REGISTER,
            "contact.shown",
            "cycle.opened",
            "lane.held",
            "lane.released",
        ),
        ALWAYS,
    ),
    Role.AUDITOR: {},  # looks at everything, and changes nothing
    Role.BUREAU: _BUREAU,
    Role.DISTRICT: _DISTRICT,
}
#: whose right ends at their own door
OWN_ONLY: Mapping[Role, Iterable[str]] = {Role.BUREAU: _BUREAU, Role.DISTRICT: _DISTRICT}

#: how a plan names the acts that take two people
TWO_WORDS: Mapping[str, str] = {
    "seal": "poll.sealed",
    "tally": "poll.tallied",
    "resolve": "list.resolved",
    "amend": "project.fate_corrected",
    "reopen": "stage.reopened",
    "leave": "lane.withdrawn",
    "extend": "window.extended",
    "decide": "council.decided",
    "close": "cycle.closed",
}
#: what takes two in every year, whatever its plan says
TWO_ALWAYS = (
    "ballots.withdrawn",
    "poll.sealed",
    "poll.tallied",
    "list.resolved",
    "stage.reopened",
    "lane.withdrawn",
)
#: what takes two in the city's register, from when there is a second who can
TWO_OF_PEOPLE = (
    "notice.approved",
    "office.appointed",
    "office.rotated",
    "office.ended",
    "absence.declared",  # of somebody else: it lends their role to a third
    "codes.enrolled",  # or one person could be two, with two telephones
    "codes.revoked",
)
#: what is not left to the good will of the one whom it is about: they are not the second who is waited for
AGAINST_SOMEBODY = ("office.ended", "codes.revoked")


def needs_two(fact: str, words: Sequence[str]) -> bool:
    """Does this act take a second person, always or by the plan's word?"""
    return fact in TWO_ALWAYS or fact in {TWO_WORDS[word] for word in words if word in TWO_WORDS}


def approvers_of(fact: str) -> tuple[Role, ...]:
    """Who may be the second person."""
    if fact in OF_NOTICES:
        return (Role.APPROVER,)
    return (Role.APPROVER, Role.ADMINISTRATOR) if fact in TWO_OF_PEOPLE else (Role.APPROVER,)


def is_of_oneself(fact: str, person: int, about: object) -> bool:
    """Does somebody say of themselves what anybody with a role may say?"""
    return fact in OF_ONESELF and person == about


def judge(
    fact: str, person: int, offices: Sequence[Office], target: Target, *, about: object = None
) -> Office:
    """Refuse, or return the office by which they may: at a staff door nobody acts without one."""
    if not offices:
        raise NoOffice(person=person, act=name_of(fact))
    if is_of_oneself(fact, person, about):
        return offices[0]
    able = [office for office in offices if fact in RIGHTS[office.role]]
    if not able:
        known = "본인" if fact in BY_ONESELF else _labels(doers(fact))
        raise MayNot(act=f"'{name_of(fact)}'", roles=_labels(o.role for o in offices), known=known)
    now = [office for office in able if target.stages <= set(RIGHTS[office.role][fact])]
    if not now:
        raise _not_now(fact, able[0], target)
    free = [office for office in now if not _foreign(fact, office, target)]
    if not free:
        foreign = ", ".join(_foreign(fact, now[0], target))
        raise NotTheirs(role=now[0].role.label, place=now[0].place, foreign=foreign)
    return free[0]


def doers(fact: str) -> tuple[Role, ...]:
    """Which roles may do this act at some time."""
    return tuple(role for role in Role if fact in RIGHTS[role])


def cell(role: Role, fact: str, stage: Stage) -> str:
    """What the table of rights says of a role, an act and a stage: all, own or none."""
    if stage not in RIGHTS[role].get(fact, ()):
        return "own" if fact in OF_ONESELF else "none"
    return "own" if fact in OWN_ONLY.get(role, ()) else "all"


def acts_in(stage: Stage) -> tuple[str, ...]:
    """The acts that the table shows for a stage: its own, those of any time, and what officials may do there."""
    staged = {fact for facts in BY_STAGE.values() for fact in facts}
    by_officials = {fact for own in (_BUREAU, _DISTRICT) for fact, stages in own.items() if stage in stages}
    return tuple(
        fact
        for fact in INPUTS
        if fact not in OF_THE_CITY and (fact in BY_STAGE[stage] or fact not in staged or fact in by_officials)
    )


def in_office(person: int) -> str:
    """How the journal names somebody who acts for the city; for themselves they are `person:12`."""
    return f"office:{person}"


def together(actor: int, approver: int) -> str:
    """How the journal names two who did one act."""
    return f"{in_office(actor)}+{in_office(approver)}"


def people_in(by: str) -> tuple[int, ...]:
    """Which people in office an actor's word names: none, one, or two."""
    parts = by.split("+")
    return tuple(int(part[7:]) for part in parts if part.startswith("office:") and part[7:].isdigit())


def _not_now(fact: str, office: Office, target: Target) -> NotInThisStage:
    stages = RIGHTS[office.role][fact]
    foreign = sorted(label_of(stage) for stage in target.stages - set(stages))
    return NotInThisStage(
        role=office.role.label, act=name_of(fact), stages=_labels(stages), stage="·".join(foreign)
    )


def _foreign(fact: str, office: Office, target: Target) -> list[str]:
    if fact not in OWN_ONLY.get(office.role, ()):
        return []
    if office.role is Role.BUREAU:
        return sorted(bureau or "부서 없음" for bureau in target.bureaus - {office.bureau})
    others = ["구청장 아닌 사람의 서명"] if target.signer not in (None, _SIGNS_AS) else []
    return others + sorted(
        f"{one}번 자치구" if one else "자치구 없음" for one in target.districts - {office.district}
    )


def _labels(some: Iterable[Role | Stage]) -> str:
    return "·".join(dict.fromkeys(one.label for one in some)) or "없음"
