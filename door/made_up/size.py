"""크기 how much there is of everything: what the papers publish, and what they do not."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from states.plan import Plan
from states.review import section_of
from states.seat import Role, targets
from states.track import Track

WHOLE, SMALL = Fraction(1), Fraction(1, 50)  #: the second is for whoever only tries something


@dataclass(frozen=True, slots=True)
class Size:
    """The year's numbers."""

    proposals: Mapping[Track, int]
    kept: Mapping[
        Track, int
    ]  #: what the classification leaves in its own kind; the rest goes to the districts
    won: int
    voters: Mapping[str, int]
    late: int  #: ballots that were cast after the end, and do not count
    again: int  #: voters who voted twice, and whose first ballot does not count
    fields: int  #: in how many fields there are proposals
    consulted: int
    present: int  #: members at the assembly
    seats: Fraction  #: how much of a council there is

    def scaled(self, scale: Fraction) -> "Size":
        """The same year, smaller."""
        part = {track: _part(many, scale) for track, many in self.proposals.items()}
        return Size(
            proposals=part,
            kept={track: min(part[track], _part(many, scale)) for track, many in self.kept.items()},
            won=_MILLION * _part(self.won // _MILLION, scale),
            voters={group: _part(many, scale) for group, many in self.voters.items()},
            late=_part(self.late, scale),
            again=_part(self.again, scale),
            fields=max(min(2, self.fields), _part(self.fields, scale)),
            consulted=_part(self.consulted, scale),
            present=self.present,
            seats=scale,
        )

    def council(self, plan: Plan, track: Track) -> list[Role]:
        """Who sits in one council: the plan's numbers, a third where there are few projects, or fewer."""
        wanted, least = targets(section_of(plan, track)), {Role.MEMBER: 3, Role.OFFICIAL: 1, Role.EXPERT: 1}
        part = self.seats if track is Track.METRO else self.seats / 3
        many = {role: max(least[role], int(count * part)) for role, count in wanted.items()}
        return [role for role in Role for _ in range(many[role])]


_MILLION = 1_000_000

#: 2019; the numbers without a paper are ours
PUBLISHED = Size(
    proposals={Track.METRO: 3_164, Track.COGOVERNANCE: 206, Track.DISTRICT: 141},  # 000
    kept={Track.METRO: 1_951, Track.COGOVERNANCE: 170, Track.DISTRICT: 141},  # 000; 1,390 go to the districts
    won=1_368_100 * _MILLION,  # 000
    voters={"citizen": 150_087, "member": 287, "graduate": 3_912, "proposer": 2_104},  # 003: 156,390 in all
    late=57,
    again=112,
    fields=9,  # 003
    consulted=126,  # 000
    present=243,
    seats=WHOLE,
)


def _part(many: int, scale: Fraction) -> int:
    return max(1, round(many * scale))
