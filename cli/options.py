"""명령 the options that several commands share, each said once."""

from typing import Annotated, Any

import typer

from states.track import Track

FIRST_YEAR, LAST_YEAR = 2012, 2100
MOST = 999_999_999  #: no number is larger than a database holds


def numbered(name: str, help: str) -> Any:
    """An option that is somebody's or something's number."""
    return typer.Option(name, help=help, min=1, max=MOST)


def argued(word: str, help: str) -> Any:
    """An argument that is somebody's or something's number."""
    return typer.Argument(metavar=word, help=help, min=1, max=MOST)


def year_argument(help: str) -> Any:
    """An argument that is a cycle's year."""
    return typer.Argument(metavar="주기", help=help, min=FIRST_YEAR, max=LAST_YEAR)


def year_option(help: str) -> Any:
    """An option that is a cycle's year."""
    return typer.Option("--cycle", help=help, min=FIRST_YEAR, max=LAST_YEAR)


JsonOption = Annotated[bool, typer.Option("--json", help="기계가 읽을 JSON으로 씁니다")]
YearOption = Annotated[int, year_option("예산 주기의 연도")]
MaybeYear = Annotated[int | None, year_option("예산 주기의 연도")]
CycleOption = Annotated[int | None, year_option("예산 주기의 연도. 적지 않으면 모든 주기")]

By = Annotated[int, numbered("--by", "본인의 번호. 일지에 남습니다")]
MaybeBy = Annotated[int | None, numbered("--by", "본인의 번호")]
Why = Annotated[str, typer.Option("--reason", help="까닭. 개인정보는 적지 마세요")]
Number = Annotated[str | None, typer.Option("--act", help="접수 번호. 같은 번호는 한 번만 처리합니다")]
Code = Annotated[
    str | None, typer.Option("--code", help="인증 앱의 일회용 코드. 적지 않으면 필요할 때 묻습니다")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="무엇이 달라지는지 묻지 않고 바로 합니다")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="무엇이 달라지는지 보기만 하고 아무것도 하지 않습니다")
]

Person = Annotated[int, argued("번호", "사람의 번호")]
From = Annotated[str | None, typer.Option("--from", help="언제부터(한국 시각). 적지 않으면 지금부터")]
Until = Annotated[
    str | None, typer.Option("--until", help="언제까지(한국 시각). 적지 않으면 끝을 정하지 않음")
]
Poll = Annotated[str | None, typer.Option("--poll", help="투표함의 이름. 하나뿐이면 적지 않아도 됩니다")]
StageTrack = Annotated[Track | None, typer.Option("--track", help="유형. 총회부터의 단계면 적지 않습니다")]
Council = Annotated[int | None, numbered("--council", "협의회의 단위 번호")]
Force = Annotated[bool, typer.Option("--force", help="있는 파일을 덮어씁니다")]
NoticeName = Annotated[str, typer.Argument(metavar="알림", help="알림의 이름, 예: 2027-15")]
