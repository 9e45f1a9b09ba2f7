"""달력 a plan's year as an .ics file that any calendar program reads."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from icalendar import Calendar, Event, vText

from states.figures import OUR_CHOICE, Span
from states.plan import Plan
from states.plan_notes import name_of


def calendar(plan: Plan) -> bytes:
    """Write every window and dated step; the same plan gives the same bytes."""
    year = Calendar()
    year.add("prodid", "-//hanmadang//plan//KO")
    year.add("version", "2.0")
    year["X-WR-CALNAME"] = vText(plan.cycle.title)
    year["X-WR-TIMEZONE"] = vText("Asia/Seoul")
    stamp = min(window.opens for _, _, window in plan.windows()).astimezone(UTC)
    for uid, name, span in _spans(plan):
        year.add_component(_event(plan, stamp, f"{plan.year}-{uid}@hanmadang", name, span))
    return bytes(year.to_ical())


def _spans(plan: Plan) -> Iterator[tuple[str, str, Span]]:
    for track, stage, _ in plan.windows():
        yield f"{track or 'cycle'}-{stage}", name_of(plan, track, stage), plan.span(track, stage)
    steps: Counter[str] = Counter()
    for track, stage, milestone in plan.milestones():
        uid = f"{track or 'cycle'}-{stage}"
        steps[uid] += 1
        yield f"{uid}-{steps[uid]}", f"{name_of(plan, track, stage)} - {milestone.name}", milestone


def _event(plan: Plan, stamp: datetime, uid: str, name: str, span: Span) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("summary", name)
    opens, closes = span.window.opens, span.window.closes
    if (
        span.first and span.last
    ):  # whole days: a calendar's end day is the day after, as our half-open window's
        event.add("dtstart", opens.date())
        event.add("dtend", closes.date())
    else:
        event.add("dtstart", opens.astimezone(UTC))
        event.add("dtend", closes.astimezone(UTC))
    event.add("transp", "TRANSPARENT")
    event.add("description", "\n".join(filter(None, (source(plan, span.source), span.note))))
    return event


def source(plan: Plan, key: str) -> str:
    """Say where a figure comes from, in full."""
    return "근거: 우리가 정함" if key == OUR_CHOICE else f"근거: {plan.sources[key]}"
