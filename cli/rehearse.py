"""연습 명령: living a made-up year from its call to its end, in a database that holds nothing else."""

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DBAPIError

from cli.answer import answering, say_json
from cli.options import LAST_YEAR, JsonOption, year_argument
from cli.progress import staged
from door.house import DatabaseAway
from door.made_up.summary import named
from door.rehearsal import MADE_UP, Rehearsal
from door.rehearsal import rehearse as live
from models.session import open_engine


def rehearse(
    cycle: Annotated[int, year_argument("살아 볼 주기의 연도")],
    on: Annotated[
        int, typer.Option("--on", help="지어낸 입력의 해. 날짜는 단계마다 옮깁니다", max=LAST_YEAR)
    ] = MADE_UP,
    database: Annotated[
        str, typer.Option("--database", help="빈 데이터베이스의 주소. 적지 않으면 잠시 쓰고 버립니다")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """지어낸 한 해를 공모부터 종료까지 실제와 같은 처리로 살아 봅니다. 아무에게도 알림이 가지 않습니다."""
    with answering(as_json), _fresh(database) as engine, staged(quiet=as_json) as come:
        told = live(engine, Rehearsal(cycle, on=on), come=lambda part, stage: come(part, stage.label))
        if as_json:
            say_json(told)
        else:
            _say(told)


@contextmanager
def _fresh(address: str) -> Generator[Engine]:
    with tempfile.TemporaryDirectory(prefix="hanmadang-rehearsal-") as folder:
        engine = _reached(address or f"sqlite:///{Path(folder) / 'year.db'}")
        try:
            yield engine
        finally:
            engine.dispose()


def _reached(address: str) -> Engine:
    try:
        engine = open_engine(address)
        engine.connect().close()
    except (DBAPIError, ArgumentError, OSError) as error:
        where = address.rpartition("@")[2]  # without whatever stands before the host
        why = error.orig if isinstance(error, DBAPIError) else error
        raise DatabaseAway(where=where, why=str(why).strip().splitlines()[0]) from None
    return engine


def _say(told: dict[str, Any]) -> None:
    totals, journal = told["totals"], told["journal"]
    typer.echo(f"{told['cycle']}년 주기를 끝까지 살았습니다({told['seconds']}초).")
    typer.echo(f"제안 {totals['proposals']:,}건, {totals['asked_won']:,}원. 투표 {totals['voters']:,}명.")
    typer.echo(f"총회 선정 {totals['selected']:,}개, {totals['selected_won']:,}원.")
    for track, part in named(told):
        typer.echo(
            f"  {track}: 제안 {part['proposals']:,}건 → 분류 {part['classified']:,}건 → "
            f"투표 {part['on_ballot']:,}건 → 선정 {part['selected']:,}개({part['selected_won']:,}원)"
        )
    typer.echo(f"일지 기록 {journal['entries']:,}건, 머리 {journal['head'][:12]}")
    typer.echo(
        "자료에 없는 것(제목, 제안마다의 사업비와 분야, 점수, 표, 투표 뒤의 금액, 단계 안의 날짜)은 지어냈습니다."
    )
