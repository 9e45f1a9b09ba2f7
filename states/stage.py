"""단계 the nine stages of a cycle, by their English value and their Korean label."""

from states.labelled import Labelled


class Stage(Labelled):
    """A stage of the yearly cycle, in the order in which they come."""

    CALL = "call", "공모"
    CLASSIFICATION = "classification", "분류"
    REVIEW = "review", "심사"
    OBJECTION = "objection", "이의신청"
    VOTE = "vote", "투표"
    ASSEMBLY = "assembly", "총회"
    DRAFTING = "drafting", "편성"
    COUNCIL = "council", "의회"
    AGREEMENT = "agreement", "협약"


#: the stages that a lane walks by itself; from the assembly on the cycle leads
LANE_STAGES = (Stage.CALL, Stage.CLASSIFICATION, Stage.REVIEW, Stage.OBJECTION, Stage.VOTE)
CYCLE_STAGES = (Stage.ASSEMBLY, Stage.DRAFTING, Stage.COUNCIL, Stage.AGREEMENT)

READY, OUT, CLOSED = "ready", "out", "closed"
_ENDS = {READY: "총회 대기", OUT: "제외", CLOSED: "종료"}


def label_of(state: str) -> str:
    """Say a stage, or one of the three ends, as people do."""
    return _ENDS.get(state) or Stage(state).label
