"""한계 how much of a file is read: beyond it nobody's table lies, only a mistake or an attack."""

from dataclasses import dataclass

MEBI = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may come to; a caller who knows better gives others."""

    content: int = 100 * MEBI  #: bytes; the ballots of a million voters take 60
    unpacked: int = 512 * MEBI  #: bytes in an XLSX; a million rows of ten numbers take 400
    ratio: int = 200  #: unpacked to packed; real sheets reach 30, deflate could reach 1,032
    spared: int = 10 * MEBI  #: bytes that an XLSX may unpack to whatever the ratio
    parts: int = 1_000  #: files in an XLSX; Excel writes some ten, and one for each sheet
    rows: int = 1_048_576  #: what Excel can show: a clerk has never seen more
    cells: int = 20_000_000  #: a million rows of twenty; more would not fit into a small machine
    columns: int = 200  #: our widest kind of file has forty
    cell: int = 32_767  #: letters in a cell; Excel cannot hold more
    text: int = 160 * MEBI  #: bytes in all cells of an XLSX together, a text that cells share once for each
    shown: int = 100  #: faults told one by one; the rest are counted


LIMITS = Limits()
