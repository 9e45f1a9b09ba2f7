"""멈춤 deadlines that came while nobody was there to keep them: which are made up for, and which wait for a person."""

from datetime import datetime, timedelta

from states.plan import Plan
from states.refusals import Refusal
from states.stage import label_of
from states.window import say_moment, say_span


class AsksFirst(Refusal):
    code = "outage.asks"
    text = (
        "{name} {stage} 마감({at})이 점검이 멈춰 있던 동안({span}) 지났습니다. 시민이 내지 못했을 수 있어 저절로 넘기지 않습니다. "
        "'밀린 마감'에서 넘기거나 보류해 주세요. 시민에게 시간을 더 주려면 넘긴 뒤에 앞 단계를 다시 엽니다."
    )


class NotMissed(Refusal):
    code = "outage.not_missed"
    text = "{name}에는 물어볼 밀린 마감이 없습니다. '오늘 할 일'에서 밀린 마감을 확인해 주세요."


def asks(plan: Plan, stage: str) -> bool:
    """Does the plan want a person to be asked before this stage's missed deadline is made up for?"""
    figure = plan.cycle.ask_after_outage
    return figure is not None and stage in figure.value


def is_missed(at: datetime, *, since: datetime | None, now: datetime, late_after: timedelta) -> bool:
    """Did this deadline come in a silence so long that it is late?"""
    return since is not None and now - since > late_after and since < at < now - late_after


def asking(name: str, stage: str, at: datetime, *, since: datetime, until: datetime) -> AsksFirst:
    """What is said instead of moving on."""
    return AsksFirst(name=name, stage=label_of(stage), at=say_moment(at), span=say_span(until - since))
