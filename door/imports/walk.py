"""올리기 the way of every file: read, compared with what stands, judged, and then all of it done or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from door.acts import do, try_out
from door.files.columns import Spec
from door.files.difference import Difference, difference, told
from door.files.faults import Fault, NoRowGood, RowsFaulty, listing
from door.files.limits import LIMITS
from door.files.reading import Reading, Row, read
from door.house import House
from door.imports.faults import RowsUnfit, misfits_of, placed
from door.imports.importer import Importer, Key
from door.imports.kinds import importer_of
from door.imports.number import is_done, numbers_of
from door.imports.order import Answer, Load, Order, State
from models import journal
from models.cycle import cycle_of
from models.journal import CITY, Act
from models.session import reading as look
from states.refusals import Refusal

_KEPT = 100_000  #: faults kept to be written out; a file with more is not this file
_TOLD = 20  #: changed cells that an answer tells one by one


def bring(house: House, order: Order, *, preview: bool = False) -> Answer:
    """Bring a file in: all its rows, or nothing and every fault named; with `accept_good` the good ones."""
    importer = importer_of(order.kind)
    with look(house.engine) as session:
        cycle_of(session, order.year)
        spec, place = importer.spec(session, order), importer.place(session, order)
    found = read(order.content, spec, limits=replace(LIMITS, shown=_KEPT))
    walk = _Walk(house, order, importer, place)
    if not found.count and not preview:
        try:
            return walk.once(found)
        except RowsUnfit:
            pass  # one refusal names only the first sort of fault: look for the others before telling
    return walk.sifted(found, preview)


@dataclass(frozen=True, slots=True)
class _Walk:
    """One file on its way."""

    house: House
    order: Order
    importer: Importer
    place: str

    def sifted(self, found: Reading, preview: bool) -> Answer:
        """Try the good rows until nothing is refused any more; then do it, or tell everything at once."""
        good, faults, answer = found, list(found.faults), None
        while good.rows.height and answer is None:
            try:
                answer = self.once(good, dry=True)
            except RowsUnfit as unfit:
                faults += unfit.faults
                good = good.only(~good.at.is_in([fault.row for fault in unfit.faults]))
        judged = _Judged(sorted(faults), found.count - len(found.faults) + len(faults), found, good)
        if preview:
            return judged.add_to(answer or Answer(found.spec.name, found.source, State.PREVIEW))
        judged.refuse(accept_good=self.order.accept_good)
        return judged.add_to(self.once(good))

    def once(self, found: Reading, *, dry: bool = False) -> Answer:
        """Do the act with these rows, or only see what would come of it."""
        if not found.rows.height:
            raise NoRowGood(count=0, listing="")
        ordered = found.in_order(self.importer.order) if self.importer.order else found
        year = None if self.importer.city else self.order.year
        chain = CITY if year is None else str(year)
        numbers = numbers_of(self.house, found, chain, self.place)

        def work(session: Session, act: Act) -> Answer:
            journal.lock(session, chain, now=act.now)
            before = is_done(session, chain, numbers)
            if before and not self.importer.again:
                return self._answer(found, State.BEFORE, same=found.rows.height)
            return self._act(Load(self.house, session, self.order, ordered, act), before=before)

        answer = (try_out if dry else do)(self.house, year, work, act=numbers[0], by=self.order.by)
        return replace(answer, state=State.PREVIEW) if dry and answer.state is State.DONE else answer

    def _act(self, load: Load, *, before: bool) -> Answer:
        """Do what does not stand yet; what was brought before is done again only where something else stands now."""
        if not load.reading.spec.key:
            return self._unkeyed(load)
        standing = self.importer.standing(load)
        said, found = self._compared(load.rows, standing, load.reading.spec)
        new = [key not in standing or standing[key] != row for key, row in said.items()]
        same = new.count(False)
        if not any(new) or (before and not found.changed):
            return self._answer(load.reading, State.BEFORE, same=load.reading.rows.height)
        load = load.only(new).under_a_free_number()
        self._refuse_misfits(load, standing)
        changed = len({change.key for change in found.changed})
        lines = told(found, load.reading.spec, _TOLD)
        result = self._done(load)
        return replace(
            self._answer(load.reading, State.DONE, added=len(found.added), same=same, result=result),
            changed=changed,
            told=lines,
        )

    def _unkeyed(self, load: Load) -> Answer:
        """Do what does not stand yet, of rows that nothing names."""
        self._refuse_misfits(load, {})
        whole, new = load.reading.rows.height, self.importer.new(load)
        if new is not None:
            load = load.only(new)
        added = load.reading.rows.height
        result = self._done(load) if added else {}
        state = State.DONE if added else State.BEFORE
        return self._answer(load.reading, state, added=added, same=whole - added, result=result)

    def _refuse_misfits(self, load: Load, standing: Mapping[Key, Row]) -> None:
        if misfits := self.importer.misfits(load, standing):
            raise RowsUnfit(placed(misfits, load.reading, self.importer))

    def _done(self, load: Load) -> Mapping[str, Any]:
        try:
            return self.importer.do(load)
        except Refusal as refusal:
            if misfits := misfits_of(refusal):
                raise RowsUnfit(placed(misfits, load.reading, self.importer)) from refusal
            raise

    def _compared(
        self, rows: Sequence[Row], standing: Mapping[Key, Row], spec: Spec
    ) -> tuple[Mapping[Key, Row], Difference]:
        """What each row says, and how that differs from what stands."""
        keys = [tuple(row[key] for key in spec.key) for row in rows]
        said = {key: self.importer.said(row, standing.get(key)) for key, row in zip(keys, rows, strict=True)}
        kept = next(iter(said.values())).keys()
        narrow = replace(spec, columns=[column for column in spec.columns if column.key in kept])
        return said, difference(list(standing.values()), list(said.values()), narrow)

    def _answer(
        self,
        found: Reading,
        state: State,
        *,
        added: int = 0,
        same: int = 0,
        result: Mapping[str, Any] | None = None,
    ) -> Answer:
        return Answer(found.spec.name, found.source, state, added=added, same=same, result=result or {})


@dataclass(frozen=True, slots=True)
class _Judged:
    """A file's faults, of cells and of the act, and the rows without any."""

    faults: Sequence[Fault]
    count: int
    found: Reading
    good: Reading

    @property
    def faulty(self) -> int:
        return self.found.faulty + self.found.rows.height - self.good.rows.height

    def refuse(self, *, accept_good: bool) -> None:
        """Everything, or nothing and every fault named; with `accept_good` what is good, if anything is."""
        said = listing(self.faults[: LIMITS.shown], self.count)
        if self.count and not accept_good:
            raise RowsFaulty(count=self.count, rows=self.faulty, listing=said, faults=tuple(self.faults))
        if not self.good.rows.height:
            raise NoRowGood(count=self.count, listing=said, faults=tuple(self.faults))

    def add_to(self, answer: Answer) -> Answer:
        return answer.with_faults(self.faults, self.count, self.faulty)
