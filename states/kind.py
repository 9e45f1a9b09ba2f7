"""알림의 종류 what a kind of notice is: whose it is, what it is of, by what it goes, and what it gives way to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cached_property

from states.contact import Channel
from states.labelled import Labelled


class Audience(Labelled):
    """Whose notice it is."""

    PROPOSER = "proposer", "제안자"
    OBJECTOR = "objector", "이의신청인"
    PERSON = "person", "위촉된 사람"
    COUNCIL = "council", "협의회 위원"
    SCORERS = "scorers", "채점이 남은 위원"
    MEMBERS = "members", "참여예산위원"
    GRADUATES = "graduates", "예산학교 이수자"
    SUBSCRIBERS = "subscribers", "소식을 신청한 시민"
    BUREAU = "bureau", "사업부서 담당"
    DISTRICT = "district", "자치구 담당"
    STAFF = "staff", "운영 담당"
    APPROVERS = "approvers", "승인할 수 있는 사람"
    HEARD = "heard", "앞의 알림을 받은 사람"

    @property
    def is_work(self) -> bool:
        """Is it an official's own work, which has its own list and is never mixed with what citizens hear?"""
        return self in (Audience.BUREAU, Audience.DISTRICT, Audience.STAFF, Audience.APPROVERS)


class Topic(StrEnum):
    """What a person can ask for or decline."""

    PROGRESS = "progress"  #: how one's own proposals fare
    COUNCIL = "council"  #: the work of a body that one sits in
    VOTE = "vote"  #: only for who asked
    OFFICE = "office"  #: an official's own work

    @property
    def is_by_request(self) -> bool:
        return self is Topic.VOTE


class Purpose(StrEnum):
    """안내 is what we write; 광고 needs its mark, its consent and the day."""

    NOTICE = "notice"
    ADVERT = "advert"


#: what the law wants in front of an advert, letter by letter (정보통신망법 §50)
ADVERT_MARK = "(광고)"


@dataclass(frozen=True, slots=True)
class On:
    """An entry that makes somebody hear: its fact, and what its payload must say."""

    fact: str
    says: tuple[tuple[str, str], ...] = ()

    def fits(self, facts: Mapping[str, object]) -> bool:
        return all(facts.get(key) == value for key, value in self.says)


@dataclass(frozen=True)
class Kind:
    """One kind of notice."""

    name: str  #: its stage and its fact, as its templates are filed: "call.received"
    label: str
    audience: Audience
    on: tuple[On, ...]
    topic: Topic
    channels: tuple[Channel, ...]
    statutory: bool = False  #: nobody can decline it, and it says so
    keeps: timedelta = timedelta(days=14)  #: of use for so long
    until: bool = False  #: of use only until the deadline that it speaks of
    corrects: tuple[str, ...] = ()  #: goes only to who heard one of these
    yields_to: tuple[str, ...] = ()  #: who hears one of these of the same act does not hear this too
    adds: str = ""  #: the words that are added to what they hear instead
    purpose: Purpose = Purpose.NOTICE
    mail_waits: bool = False  #: mail goes only to whom the text message did not reach

    @cached_property
    def stage(self) -> str:
        return self.name.partition(".")[0]

    @cached_property
    def fact(self) -> str:
        return self.name.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Limits:
    """Above these a notice waits for a second person. Our choice; a site's setting."""

    people: int = 1_000
    won: int = 100_000
    stale_after: timedelta = timedelta(days=2)  #: after an outage nothing old goes out unasked

    def held_for(self, *, people: int, won: int, age: timedelta) -> str | None:
        """Why a notice waits, by code; None when it may go."""
        if age > self.stale_after:
            return "stale"
        if people > self.people:
            return "people"
        return "cost" if won > self.won else None
