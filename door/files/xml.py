"""조각 walking through the XML of a workbook's part, with nothing declared and nothing fetched."""

from collections.abc import Callable, Mapping
from xml.parsers import expat

from door.files.archive import FileDamaged
from door.files.words import shown
from states.refusals import Refusal

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]


class XmlDeclares(Refusal):
    code = "file.dtd"
    text = "엑셀 파일 안에 문서형 선언(DTD)이 있습니다({part}). 엑셀은 그런 파일을 만들지 않습니다. 받은 곳을 확인하고, 엑셀에서 새 파일로 저장해 올려 주세요."


def walk(content: bytes, part: str, *, start: Start, end: End, text: End) -> None:
    """Tell each element's local name and text, in their order; entities and DTDs are refused unread."""

    def refuse(*_: object) -> None:
        raise XmlDeclares(part=shown(part))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, facts: start(name.rpartition(" ")[2], facts)
    parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise FileDamaged(part=shown(part)) from None
