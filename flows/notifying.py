"""알림 지휘 the forms of a notice that waits or goes: seen whole first, then let go, held back, gone on with, called off."""

from collections.abc import Iterator

from pydantic import Field

from door import commanding
from door.house import House
from door.staff import Staff
from door.telling import open_office
from flows.forms import Confirmed, Form, SignedForm
from flows.links import Links
from flows.office import look, task
from models.notice import Notice, notice_of, notices_of
from models.session import reading
from notifications import command
from notifications.command import Whole
from states.delivery import Delivery, Standing
from states.handset import Size
from states.kind import Audience
from states.window import say_moment

NOTICES = "알림"
_NAME = Field(
    title="알림",
    description="알림의 이름입니다(예: 2027-15). '승인을 기다리는 알림'에 있습니다.",
    min_length=3,
    max_length=40,
)
_SIZES = {Size.SMS: "짧은 문자", Size.LMS: "긴 문자", Size.MAIL: "전자우편"}
#: what these say is in what was written of a project or by a person, and stays out of this screen
_OF_PROJECTS = (
    *(Audience.PROPOSER, Audience.OBJECTOR, Audience.SCORERS),
    *(Audience.BUREAU, Audience.DISTRICT),
)


class NoticeForm(Form):
    notice: str = _NAME


class NoticesForm(Form):
    """All that wait."""


class CommandForm(SignedForm):
    notice: str = _NAME


class CancelForm(Confirmed, CommandForm):
    """It cannot be undone, so it is seen first."""


class LetGoForm(CommandForm):
    seen: str = Field(
        title="본 것의 표시",
        description="'알림 살펴보기'가 보여 준 표시입니다. 받는 사람, 글, 비용이 그때와 다르면 승인되지 않습니다.",
        min_length=64,
        max_length=64,
    )


@task(NOTICES, "알림 승인", "notice.approved", where=lambda *_: None)
def approve(house: House, form: LetGoForm, staff: Staff) -> str:
    """기다리는 알림을 본 그대로 보내기로 합니다. 두 사람이 하는 일이라 다른 승인자가 승인하면 나갑니다."""
    whole = commanding.approve(house, form.notice, seen=form.seen, staff=staff)
    return f"{form.notice} 알림을 승인했습니다. {whole.people:,}명, {whole.won:,}원. 다음 발송 때 나갑니다."


@task(NOTICES, "알림 멈추기", "notice.paused", where=lambda *_: None)
def pause(house: House, form: CommandForm, staff: Staff) -> str:
    """알림을 멈춥니다. 지금 손에 든 한 묶음까지만 나갑니다."""
    commanding.pause(house, form.notice, staff=staff)
    return f"{form.notice} 알림을 멈추었습니다."


@task(NOTICES, "알림 이어 보내기", "notice.resumed", where=lambda *_: None)
def resume(house: House, form: CommandForm, staff: Staff) -> str:
    """멈춘 알림을 멈춘 곳에서 이어 보냅니다."""
    commanding.resume(house, form.notice, staff=staff)
    return f"{form.notice} 알림을 이어서 보냅니다."


@task(NOTICES, "알림 보내지 않기", "notice.cancelled", where=lambda *_: None)
def cancel(house: House, form: CancelForm, staff: Staff) -> str:
    """아직 나가지 않은 것을 보내지 않습니다. 되돌릴 수 없습니다."""
    left = commanding.cancel(house, form.notice, staff=staff)
    return f"{form.notice} 알림 {left:,}통을 보내지 않습니다."


@task(NOTICES, "알림 다시 보내기", "notice.retried", where=lambda *_: None)
def retry(house: House, form: CommandForm, staff: Staff) -> str:
    """나가지 않은 것이 확실한 것만 다시 보냅니다. 나갔는지 알 수 없는 것은 다시 보내지 않습니다."""
    count = commanding.retry(house, form.notice, staff=staff)
    return f"{form.notice} 알림 {count:,}통을 다음 발송 때 다시 보냅니다."


@look("승인을 기다리는 알림")
def waiting(house: House, form: NoticesForm, links: Links) -> tuple[str, str]:
    """많거나 비싸거나 때가 지나 사람의 승인을 기다리는 알림을 보여 드립니다."""
    with reading(house.engine) as session:
        held = [one for one in notices_of(session) if one.standing == Standing.WAITING]
        rows = [
            f"| {one.name} | {one.sort.label} | {one.people:,} | {say_moment(one.told_at)} | "
            f"{links.form(f'{_GROUP} · 알림 승인', '승인', notice=one.name)} |"
            for one in held
        ]
    head = "| 알림 | 무엇 | 통 | 언제 | 양식 |\n|---|---|---:|---|---|"
    return f"승인을 기다리는 알림 {len(rows)}건.", "\n".join(["# 승인을 기다리는 알림\n", head, *rows])


@look("알림 살펴보기")
def preview(house: House, form: NoticeForm, links: Links) -> tuple[str, str]:
    """알림 하나를 받을 사람 모두에게 써 보아 몇 명, 몇 바이트, 얼마인지, 누가 왜 빠지는지 보여 드립니다."""
    whole = command.look(open_office(house), form.notice)
    with reading(house.engine) as session:
        notice = notice_of(session, form.notice)
        page = "\n".join(_page(whole, notice, links))
    return f"{form.notice}: {whole.people:,}명, {whole.won:,}원, 쓸 수 없는 글 {len(whole.broken)}건.", page


_GROUP = f"0 {NOTICES}"


def _page(whole: Whole, notice: Notice, links: Links) -> Iterator[str]:
    yield f"# {whole.name} {notice.sort.label} → {notice.sort.audience.label}\n"
    before = "없음" if whole.before is None else f"{whole.before:,}통"
    yield f"- 받을 사람 {whole.people:,}명, 지난 주기 {before}"
    yield f"- 비용 {whole.won:,}원"
    if whole.ends:
        yield f"- 지금 승인하면 {say_moment(whole.ends)}쯤 끝남"
    yield from (f"- {_SIZES[Size(size)]} {count:,}통" for size, count in sorted(whole.by_size.items()))
    yield from (
        f"- 보내지 않음({Delivery(why).label}) {count:,}통" for why, count in sorted(whole.excluded.items())
    )
    yield f"- 가장 짧은 글 {whole.shortest[0]:,}바이트, 가장 긴 글 {whole.longest[0]:,}바이트"
    yield f"- 글을 만들 수 없는 것 {len(whole.broken):,}건"
    if notice.sort.audience not in _OF_PROJECTS:
        yield f"\n## 가장 긴 글\n\n```\n{whole.longest[1]}\n```\n\n## 가장 짧은 글\n\n```\n{whole.shortest[1]}\n```"
    yield f"\n본 것의 표시: `{whole.hash}`\n"
    yield links.form(f"{_GROUP} · 알림 승인", "이대로 승인하기", notice=whole.name, seen=whole.hash)
