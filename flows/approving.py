"""승인 the forms of the second person: what waits for them, and their yes or no."""

from collections.abc import Iterator, Sequence

from door import approvals
from door.approvals import Waiting
from door.foresight import foresee
from door.house import House
from door.staff import Staff
from flows.forms import Confirmed, Form, Reasoned, SignedForm, numbered
from flows.links import Links
from flows.office import APPROVAL, look, task
from states.fact import name_of
from states.korean import with_particle
from states.refusals import Refusal
from states.window import say_moment

_NUMBER = ("승인 번호", "올라온 일의 번호입니다. '승인을 기다리는 일'에 있습니다.")


class ApproveForm(Confirmed, SignedForm):
    number: int = numbered(*_NUMBER)


class SendBackForm(Reasoned, SignedForm):
    number: int = numbered(*_NUMBER)


class WaitingForm(Form):
    approver: int | None = numbered(
        "내 번호", "내가 승인할 수 있는 것만 보려면 적습니다. 비우면 모두 보입니다.", default=None
    )


def _place(house: House, form: ApproveForm | SendBackForm) -> int | None:
    return approvals.place_of(house, form.number)


@task(APPROVAL, "승인", "act.approved", where=_place, moves_deadlines=True)
def approve(house: House, form: ApproveForm, staff: Staff) -> str:
    """다른 사람이 올린 일을 승인합니다. 승인하는 그때 처리됩니다. 스스로 올린 일은 승인할 수 없습니다."""
    done = approvals.approve(house, form.number, staff=staff)
    title = with_particle(f"'{done.title}'", "을/를")
    return f"{form.number}번 {title} 승인해 처리했습니다."


@task(APPROVAL, "승인하지 않음", "act.withdrawn", where=_place)
def send_back(house: House, form: SendBackForm, staff: Staff) -> str:
    """올라온 일을 까닭과 함께 돌려보내거나, 스스로 올린 일을 거둡니다."""
    approvals.withdraw(house, form.number, staff=staff)
    return f"{form.number}번을 돌려보냈습니다. 아무것도 처리되지 않았습니다."


@look("승인을 기다리는 일")
def waiting(house: House, form: WaitingForm, links: Links) -> tuple[str, str]:
    """두 사람이 하는 일 가운데 아직 승인을 기다리는 것을 보여 드립니다."""
    rows = [one for one in approvals.waiting(house, person=form.approver) if not one.expired]
    page = house.settings.page_address
    head = "| 번호 | 어디 | 일 | 올린 사람 | 언제까지 | 양식 |\n|---:|---|---|---:|---|---|"
    shown = [
        f"| {one.number} | {one.place} | {name_of(one.fact)} | {one.actor} | {say_moment(one.until)} | {_ways(one.number, page, links)} |"
        for one in rows
    ]
    return f"승인을 기다리는 일 {len(rows)}건.", "\n".join(
        ["# 승인을 기다리는 일\n", head, *shown, "", *_foreseen(house, rows), links.today()]
    )


def _ways(number: int, page: str, links: Links) -> str:
    form = links.form("0 승인 · 승인", "승인", number=number)
    return f"{form} · [올리는 화면]({page}/approvals/{number}) · `hanmadang approve {number}`"


def _foreseen(house: House, rows: Sequence[Waiting]) -> Iterator[str]:
    """What approving each would do now."""
    for one in rows:
        yield f"## {one.number}번 {name_of(one.fact)}: 승인하면 달라지는 것\n"
        try:
            found = foresee(house, one.number)
            yield f"{found.bullets}\n" if found else "한 번만 할 수 있는 일이라 미리 해 볼 수 없습니다.\n"
        except Refusal as refusal:
            yield f"지금 승인하면 거절됩니다: {refusal}\n"
