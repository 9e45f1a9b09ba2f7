"""업무 one form of the office: what it asks, what it does, and how its run ends, in words, whatever happens."""

from asyncio import to_thread
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import Parameter, Signature, signature
from typing import Any, TypeVar

from httpx import HTTPError
from prefect import flow
from prefect.client.schemas.objects import State
from prefect.events import emit_event
from prefect.flows import Flow

from door.foresight import Unseen, as_seen, look_ahead
from door.gate import is_practice
from door.house import House
from door.staff import Staff
from flows.answer import answered
from flows.forms import Form, SignedForm, asked_of, looking_of, staff_of
from flows.links import Links, links
from flows.opened import house
from flows.pages import begin_run, leave_note, leave_page, show
from flows.schedules import sync_schedules
from models.journal import CITY
from models.session import reading
from states.refusals import Refusal
from states.stage import Stage

F = TypeVar("F", bound=SignedForm)
L = TypeVar("L", bound=Form)
Act = Callable[[House, F, Staff], str]  #: does it, and says what was done
Question = Callable[[House, L, Links], tuple[str, str]]  #: says the answer, and shows the page of it
Where = Callable[[House, Any], int | None]  #: on which cycle a form acts; none is the city's register
Run = Flow[..., Any]

#: the groups that belong to no stage stand before the first
FIRST, LOOKING, APPROVAL, CYCLE, CORRECTION, PEOPLE = "", "보기", "승인", "주기", "정정", "사람"
_PLACES: Mapping[str, int] = {stage.label: place for place, stage in enumerate(Stage, start=1)}


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the office's list of tasks."""

    group: str
    flow: Run
    does: tuple[str, ...] = ()  #: the facts that it writes to the journal

    @property
    def title(self) -> str:
        """Sorted by it, the list reads as the year goes."""
        group = f"{_PLACES.get(self.group, 0)} {self.group}".rstrip()
        return f"{group} · {self.flow.name}"


#: every form by where it stands, so that a file which is loaded once more adds none
TASKS: dict[str, Task] = {}


def task(
    group: str,
    name: str,
    *does: str,
    where: Where = lambda _, form: getattr(form, "cycle", None),
    moves_deadlines: bool = False,
) -> Callable[[Act[F]], Run]:
    """Make a form's work a flow: it is done in a thread, under the run's number, and ends in its sentence."""

    def made(work: Act[F]) -> Run:
        async def run(params: F) -> State[Any]:
            await begin_run(practice=await to_thread(_practises, where, params))
            state = await answered(_done(work, params, name, where, moves_deadlines=moves_deadlines))
            await leave_note(state, params)
            return state

        return _kept(group, name, run, work, does)

    return made


def look(name: str) -> Callable[[Question[L]], Run]:
    """Make a question a flow: nothing is changed, and the run's page is the answer."""

    def made(work: Question[L]) -> Run:
        async def run(params: L) -> State[Any]:
            return await answered(_seen(work, params))

        return _kept(LOOKING, name, run, work, ())

    return made


async def _done(work: Act[F], params: F, name: str, where: Where, *, moves_deadlines: bool) -> str:
    here = house()
    year = await to_thread(where, here, params)
    if "confirm" in type(params).model_fields:
        here = await to_thread(_seen_before, work, params, here, year)
    staff = await to_thread(staff_of, here, year, params)
    said = await to_thread(work, here, params, staff)
    try:  # it is done, whatever becomes of the screens: the next sweep draws them
        if moves_deadlines:
            await sync_schedules(here)
        _tell(year, name, staff)
        await show(here, *(() if year is None else (year,)))
    except HTTPError:
        return f"{said} 화면은 다음 점검 때 새로 그립니다."
    return said


def _practises(where: Where, params: Any) -> bool:
    """Is it done in a practice cycle? One that is not there practises nothing."""
    here = house()
    try:
        year = where(here, params)
    except Refusal:
        return False
    with reading(here.engine) as session:
        return year is not None and is_practice(session, str(year), {})


def _seen_before(work: Act[Any], params: Any, here: House, year: int | None) -> House:
    """The house in which what was seen is done; whoever has not seen it yet is shown it."""
    bound = asked_of(params)
    if params.confirm.strip():
        return as_seen(here, params.confirm, bound=bound)
    if params.code.get_secret_value().strip():  # it was typed where others may read it: it is used up
        staff_of(here, year, params)
    looking = looking_of(params)
    found = look_ahead(here, lambda house: work(house, params, looking), bound=bound)
    if found is None:
        return here
    raise Unseen(mark=found.mark, lines=found.bullets)


async def _seen(work: Question[L], params: L) -> str:
    said, page = await to_thread(work, house(), params, await links())
    await leave_page(page)
    return said


def _tell(year: int | None, name: str, staff: Staff) -> None:
    """Put what was done into the event feed: which form, in which cycle, under which number; nothing else."""
    emit_event(
        event="hanmadang.act.done",
        resource={
            "prefect.resource.id": f"hanmadang.cycle.{year or CITY}",
            "prefect.resource.name": name,
        },
        payload={"cycle": year, "name": name, "act": staff.act},
    )


def _kept(group: str, name: str, run: Callable[[Any], Any], work: Any, does: tuple[str, ...]) -> Run:
    """The flow, named, described and typed as its work is: Prefect reads the form off the signature."""
    form = list(signature(work).parameters.values())[1].annotation
    run.__name__, run.__qualname__, run.__module__ = work.__name__, work.__qualname__, work.__module__
    run.__doc__, run.__annotations__ = work.__doc__, {"params": form}
    typed = Parameter("params", Parameter.POSITIONAL_OR_KEYWORD, annotation=form)
    run.__signature__ = Signature([typed])  # type: ignore[attr-defined]  # functions take one
    made: Run = flow(name=name, flow_run_name=_run_name(form, name))(run)
    kept = Task(group, made, does)
    TASKS[f"{work.__module__}.{work.__name__}"] = kept
    return made


def _run_name(form: type[Form], name: str) -> str:
    """Which cycle, which project: numbers only."""
    year = "{params.cycle}년 " if "cycle" in form.model_fields else ""
    which = "{params.number}번 " if "number" in form.model_fields else ""
    return f"{year}{which}{name}"
