"""표 what the voting system hands over, by columns: no ballot becomes an object on its way into the box."""

from array import array
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from sqlmodel import Session

from door.files import kinds
from door.files.columns import Spec
from door.imports.importer import Importer
from door.imports.order import Load, Order
from door.vote import ZEROS, PollNotNamed, key_in, take_batch
from models.cycle import cycle_of
from models.plan import effective_plan
from models.poll import Poll, poll_of, polls_of
from states.ballot import GROUPS, Batch

_NINE_HOURS = 9 * 3_600 * 1_000_000  #: from Korean time to UTC, in microseconds


class Ballots(Importer):
    """A batch for the box; the rows keep the file's order, which a ballot that does not count is named by."""

    def spec(self, session: Session, order: Order) -> Spec:
        poll = _poll(session, order)
        plan = effective_plan(session, cycle_of(session, order.year))
        return kinds.ballots(order.year, plan.polls[poll.name].picks.value)

    def place(self, session: Session, order: Order) -> str:
        """A vote that is held again is another box."""
        poll = _poll(session, order)
        return f"poll-{poll.name}-{poll.round}"

    def do(self, load: Load) -> Mapping[str, Any]:
        name, rows = _poll(load.session, load.order).name, load.reading.rows
        voters = load.house.ring.lookups(
            (
                f"voter:{load.year}:{name}:{voter}"
                for voter in rows["voter"].str.replace(ZEROS, "$1").to_list()
            ),
            key=key_in(load.house, load.session, load.year, name),
        )
        batch = batch_of(rows, voters)
        number = take_batch(load.house, load.session, load.year, name, batch, act=load.act)
        return {"poll": name, "batch": number, "ballots": len(batch)}


def batch_of(rows: pl.DataFrame, voters: Sequence[bytes]) -> Batch:
    """The ballots of a file, whole columns at once."""
    places = {group: place for place, group in enumerate(GROUPS)}
    picks = pl.concat_list(pl.col("^pick_.*$")).list.drop_nulls()
    found = rows.select(
        stamp=pl.col("cast_at").dt.epoch("us") - _NINE_HOURS,
        group=pl.col("group").replace_strict(places, return_dtype=pl.UInt8),
        size=picks.list.len(),
    )
    return Batch(
        array("q", found["stamp"].to_list()),
        bytearray(found["group"].to_list()),
        bytearray(found["size"].to_list()),
        array("I", rows.select(picks.alias("pick")).explode("pick")["pick"].drop_nulls().to_list()),
        bytearray(b"".join(voters)),
    )


def _poll(session: Session, order: Order) -> Poll:
    """The poll that is named, or the cycle's only one."""
    names = [poll.name for poll in polls_of(session, cycle_of(session, order.year).year)]
    if order.poll is None and len(names) != 1:
        raise PollNotNamed(year=order.year, known=", ".join(names) or "없음")
    return poll_of(session, order.year, order.poll or names[0])
