"""사람 people whom the register does not know yet, with where they can be reached."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlmodel import Session

from door.files import kinds
from door.files.columns import Spec
from door.files.reading import Row
from door.imports.importer import Importer, Key
from door.imports.order import Load, Order
from door.imports.proposers import OTHER_NAME, addresses, known_of, misnamed, proposers_of
from states.rows import Fault

#: what is said of a person by acts of its own, each with its time and its reason
_ELSEWHERE = ("role", "district", "organisation", "consents")
_SAID = "이 열은 명부로 넣지 않습니다. 역할과 동의는 그 사람의 번호로 따로 적고, 이 칸은 비워 주세요."
_NO_ADDRESS = "휴대전화나 전자우편이 있어야 다음에 같은 사람인 줄 압니다. 하나를 적어 주세요."


class People(Importer):
    """One address is one person; who is known already is left alone."""

    city = True
    columns: ClassVar = {"import.no_address": "phone", OTHER_NAME: "name"} | {
        f"import.{name}": name for name in _ELSEWHERE
    }

    def spec(self, session: Session, order: Order) -> Spec:
        return kinds.people()

    def place(self, session: Session, order: Order) -> str:
        return "city"

    def misfits(self, load: Load, standing: Mapping[Key, Row]) -> Sequence[Fault]:
        found = [*misnamed(load)]
        for place, row in enumerate(load.rows, start=1):
            found += [Fault(place, _SAID, f"import.{name}") for name in _ELSEWHERE if row[name] is not None]
            if not addresses(row):
                found.append(Fault(place, _NO_ADDRESS, "import.no_address"))
        return found

    def new(self, load: Load) -> Sequence[bool]:
        known = known_of(load)
        return [not any(address in known for address in addresses(row)) for row in load.rows]

    def do(self, load: Load) -> Mapping[str, Any]:
        return {"registered": len(set(proposers_of(load)))}
