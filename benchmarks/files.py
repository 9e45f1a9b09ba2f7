"""Reading a file of ballots, checked, by whole columns, beside the same file row by row."""

import random
from datetime import datetime, timedelta

from benchmarks.calibrators import files as row_by_row
from benchmarks.ratio import Promise, faster
from door.files.kinds import ballots
from door.files.reading import Reading, read

YEAR, VOTERS, PICKS, LISTED, PAIRS = 2030, 156_390, 5, 852, 5
_OPENS = datetime(2030, 8, 5, 9)  # noqa: DTZ001  # cells have no zone
_GROUPS = ("시민",) * 17 + ("위원", "이수자", "제안자")


def measure() -> list[Promise]:
    """Read the votes of 2019's number of voters, both ways."""
    content = ballots_file(VOTERS)
    promise = faster(
        "156,390 ballots row by row with pydantic / by columns",
        lambda: by_columns(content),
        lambda: row_by_row.load(content),
        at_least=2,
        pairs=PAIRS,
    )
    print(f"  {VOTERS / promise.seconds:,.0f} ballots a second")
    return [promise]


def by_columns(content: bytes) -> Reading:
    """Our way."""
    return read(content, ballots(YEAR, PICKS))


def ballots_file(voters: int, *, faulty: int = 0, seed: int = 2019, opens: datetime = _OPENS) -> bytes:
    """A made-up file as the voting system writes it; every so many-th row has something wrong."""
    chance = random.Random(seed)  # made up, the same every time
    lines = ["투표자,집단,투표시각," + ",".join(f"선택{place}" for place in range(1, PICKS + 1))]
    for voter in range(voters):
        picks = chance.sample(range(1, LISTED + 1), PICKS)
        moment = opens + timedelta(seconds=chance.randrange(26 * 86_400))
        group = "나그네" if faulty and voter % faulty == 0 else chance.choice(_GROUPS)
        lines.append(f"v{voter:07},{group},{moment},{','.join(map(str, picks))}")
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
