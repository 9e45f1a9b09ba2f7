"""보관 명령: a year as one file, to be kept elsewhere and lived again there."""

from pathlib import Path
from typing import Annotated

import typer

from cli.answer import answering, opened, say_json
from cli.options import Force, JsonOption, year_argument
from cli.progress import progress
from door import saving
from door.archive.write import write
from door.house import House
from models.cycle import cycle_of
from models.journal import head_of
from models.session import reading


def archive(
    cycle: Annotated[int, year_argument("보관할 주기의 연도")],
    out: Annotated[Path | None, typer.Option("--out", help="쓸 파일. 적지 않으면 hanmadang-연도.zip")] = None,
    force: Force = False,
    as_json: JsonOption = False,
) -> None:
    """한 해를 파일 하나로 보관합니다. 이름과 연락처, 사람이 쓴 글은 담지 않습니다."""
    path = out or Path(f"hanmadang-{cycle}.zip")
    with answering(as_json):
        saving.judge(path, force=force)
        house = opened()
        with progress("보관하는 중", _length(house, cycle), quiet=as_json) as come:
            made = write(house, cycle, path, force=force, come=come)
        key = house.ring.public(house.ring.current).hex()
        told = {
            **{"cycle": cycle, "stage": made.stage, "entries": made.entries, "head": made.head},
            **{"blobs": len(made.blobs), "file": str(path), "bytes": path.stat().st_size, "public_key": key},
        }
        if as_json:
            say_json(told)
            return
        typer.echo(f"{cycle}년을 보관했습니다: {path}({told['bytes']:,}바이트), 기록 {made.entries:,}건.")
        typer.echo(f"공개 열쇠: {key}")
        typer.echo(
            "다른 컴퓨터에서 `hanmadang replay --archive 파일 --key 공개열쇠`로 다시 살아 볼 수 있습니다."
        )


def _length(house: House, year: int) -> int:
    with reading(house.engine) as session:
        head = head_of(session, cycle_of(session, year).chain)
        return head.seq if head else 0
