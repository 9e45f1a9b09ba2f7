"""제안자 who stands behind the rows of a file: found by their address, or entered into the register."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from sqlalchemy import insert
from sqlmodel import col, select

from desk import people
from door.files.reading import Row
from door.files.words import heading
from door.imports.order import Load
from models import Row as Table
from models.person import Contact, Person
from models.project import batches
from models.written import read_all, write_all
from states.contact import Channel
from states.rows import Fault

OTHER_NAME = "import.other_name"
_IN_FILE = "{row}행과 연락처가 같은데 성명이 다릅니다. 같은 사람이면 성명을 똑같이, 다른 사람이면 각자의 연락처를 적어 주세요."
_IN_REGISTER = "이 연락처는 명부에 다른 성명으로 있습니다. 성명을 명부와 똑같이 적거나, 다른 사람이면 그 사람의 연락처를 적어 주세요."
_CHANNELS = {Channel.PHONE: "phone", Channel.MAIL: "mail"}
_Address = tuple[Channel, str]


@dataclass(slots=True)
class _New:
    """Somebody who is not in the register: the row that first names them, and where they can be reached."""

    row: Row
    place: int
    rows: list[int] = field(default_factory=list)


def proposers_of(load: Load) -> list[int]:
    """The number of each row's person; one address is one person, and without an address each row is its own."""
    found = known_people(load)
    new = _strangers(load.rows, found)
    numbers = _register(load, new)
    for number, one in zip(numbers, new, strict=True):
        for place in one.rows:
            found[place] = number
    return found


def known_people(load: Load) -> list[int]:
    """The number of each row's person who stands in the register; nobody has the number 0."""
    known = known_of(load)
    return [next((known[one] for one in addresses(row) if one in known), 0) for row in load.rows]


def misnamed(load: Load) -> Sequence[Fault]:
    """Rows whose address is somebody's with another name: in the register, or elsewhere in the file."""
    rows, known = load.rows, known_of(load)
    registered, sharing = _names(load, set(known.values())), _sharing(rows)
    found = []
    for place, row in enumerate(rows):
        said = heading(row["name"])
        owners = {known[one] for one in addresses(row) if one in known}
        if any(registered.get(owner, said) != said for owner in owners):
            found.append(Fault(place + 1, _IN_REGISTER, OTHER_NAME))
            continue
        others = (other for one in addresses(row) if one not in known for other in sharing[one])
        other = next((other for other in others if heading(rows[other]["name"]) != said), None)
        if other is not None:
            found.append(Fault(place + 1, _IN_FILE.format(row=load.reading.at[other]), OTHER_NAME))
    return found


def _sharing(rows: Sequence[Row]) -> Mapping[_Address, Sequence[int]]:
    """Where each address stands first with each name: two are enough to tell."""
    found: dict[_Address, dict[str, int]] = {}
    for place, row in enumerate(rows):
        for address in addresses(row):
            found.setdefault(address, {}).setdefault(heading(row["name"]), place)
    return {address: list(names.values())[:2] for address, names in found.items()}


def _names(load: Load, people: Set[int]) -> Mapping[int, str]:
    """The names of these as they are compared; who was erased has none any more."""
    kept: dict[int, str] = {}
    for batch in batches(sorted(people)):
        kept |= dict(
            load.session.exec(select(Person.number, Person.name).where(col(Person.number).in_(batch))).all()
        )
    texts = read_all(load.session, list(kept.values()), ring=load.house.ring)
    return {number: heading(texts[name]) for number, name in kept.items() if name in texts}


def addresses(row: Row) -> Sequence[_Address]:
    """Where somebody can be reached."""
    return [(channel, row[name]) for channel, name in _CHANNELS.items() if row.get(name)]


def known_of(load: Load) -> dict[_Address, int]:
    """Whose these addresses are, of those that stand in the register."""
    wanted = sorted({address for row in load.rows for address in addresses(row)})
    hashes = dict(zip(wanted, _hashes(load, wanted), strict=True))
    owners: dict[str, int] = {}
    for batch in batches(sorted(set(hashes.values()))):
        found = select(Contact.lookup, Contact.person).where(col(Contact.lookup).in_(batch))
        owners |= dict(load.session.exec(found).all())
    return {address: owners[one] for address, one in hashes.items() if one in owners}


def _hashes(load: Load, wanted: Sequence[_Address]) -> list[str]:
    ring = load.house.ring
    words = ring.lookups((f"{channel}:{address}" for channel, address in wanted), key=ring.current)
    return [one.hex() for one in words]


def _strangers(rows: Sequence[Row], found: Sequence[int]) -> list[_New]:
    """Each once, in the order of the rows."""
    new: list[_New] = []
    by_address: dict[_Address, _New] = {}
    for place, row in enumerate(rows):
        if found[place]:
            continue
        mine = addresses(row)
        one = next((by_address[address] for address in mine if address in by_address), None)
        if one is None:
            one = _New(row, place)
            new.append(one)
            by_address |= dict.fromkeys(mine, one)
        one.rows.append(place)
    return new


def _register(load: Load, new: Sequence[_New]) -> list[int]:
    if not new:
        return []
    act, house = replace(load.act, id=f"{load.act.id}/people"), load.house
    texts = {f"{act.id}#name/{one.place}": one.row["name"] for one in new}
    names = write_all(load.session, texts, ring=house.ring, entropy=house.entropy)
    numbers = people.register_all(load.session, [names[slot] for slot in texts], act=act)
    _keep(load, {number: one.row for number, one in zip(numbers, new, strict=True)})
    return numbers


def _keep(load: Load, rows: Mapping[int, Row]) -> None:
    """Keep where these can be reached, encrypted, in one statement."""
    ring, house = load.house.ring, load.house
    pairs = [(number, address) for number, row in rows.items() for address in addresses(row)]
    kept = []
    for (person, (channel, address)), lookup in zip(
        pairs, _hashes(load, [address for _, address in pairs]), strict=True
    ):
        bound = f"contact:{person}:{channel}"
        key, sealed = ring.seal(address.encode(), bound_to=bound, entropy=house.entropy)
        kept.append({"person": person, "channel": channel, "key": key, "sealed": sealed, "lookup": lookup})
    if kept:
        load.session.connection().execute(insert(Table.metadata.tables["contact"]), kept)
