"""일지 명령: proving the journal, living it again, and looking after the house."""

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from cli.answer import REFUSED, answering, opened, say_json
from cli.options import CycleOption, JsonOption, year_argument
from cli.progress import progress
from desk.replay import Report
from desk.replay import replay as live_again
from desk.verify import Fault, chains, verify_blobs
from desk.verify import verify as walk
from door.archive.again import live_again as archived_again
from door.archive.unpack import Unpacked
from door.checkup import checkup
from door.house import House
from door.house import repair as put_back
from door.publish import published, published_chains, republish
from door.settings import Settings
from models import schema
from models.cycle import cycle_of
from models.journal import head_of
from models.session import open_engine, reading, writing
from notifications.proof import Proof, prove
from states.refusals import Refusal

#: what the rows of notices can say wrong
_UNPROVEN = {
    "state": "모르는 상태",
    "notice": "알림이 없는 글",
    "in_no_hand": "보내는 중인데 맡은 묶음이 없음",
    "in_two_hands": "보낼 것인데 아직 열린 묶음에 있음",
    "untried": "보낸 적이 없는데 결과가 있음",
    "unwritten": "보냈는데 글의 해시가 없음",
}


class WhatToReplay(Refusal):
    code = "replay.nothing_named"
    text = "무엇을 다시 살지 알 수 없습니다. 주기의 연도를 적거나, --archive에 보관 파일을 적어 주세요."


def verify(cycle: CycleOption = None, as_json: JsonOption = False) -> None:
    """일지가 쓰인 그대로인지 처음부터 끝까지, 공표한 머리까지 대어 봅니다."""
    with answering(as_json):
        house = opened()
        entries, fault = _walk(house, cycle, quiet=as_json)
        with reading(house.engine) as session:
            notices = prove(session)
    if as_json:
        found = {"ok": fault is None and notices.ok, "entries": entries}
        say_json({**found, "first_fault": asdict(fault) if fault else None, "notices": _of_notices(notices)})
    elif fault is None and not notices.ok:
        for one in notices.faults:
            said = f"알림 {one.first}: {_UNPROVEN[one.code]} {one.count:,}통."
            typer.echo(f"{said} 담당 기술자에게 알려 주세요.", err=True)
    elif fault is None:
        typer.echo(
            f"이상이 없습니다. 기록 {entries:,}건을 살폈습니다. "
            "표가 일지와 맞는지는 `hanmadang replay`가 증명합니다. "
            f"알림 {notices.deliveries:,}통에 저마다 결과가 하나씩 있습니다(아직 열린 것 {notices.open:,}통)."
        )
    else:
        typer.echo(
            f"{fault.chain} 일지가 쓰인 그대로가 아닙니다: {fault.text}. 손대지 말고 보관본과 대어 보세요.",
            err=True,
        )
    if fault is not None or not notices.ok:
        raise typer.Exit(REFUSED)


def _of_notices(proof: Proof) -> dict[str, Any]:
    return {**asdict(proof), "ok": proof.ok}


def replay(
    cycle: Annotated[int | None, year_argument("다시 살아 볼 주기의 연도")] = None,
    archive: Annotated[
        Path | None,
        typer.Option("--archive", help="그해의 보관 파일. 이 컴퓨터에 그해의 자료가 없어도 됩니다"),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option("--key", help="보관한 곳이 알린 공개 열쇠. 다른 열쇠로 서명된 파일은 거절합니다"),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """한 해를 일지의 입력만으로 빈 데이터베이스에서 다시 살고, 결과를 하나하나 대어 봅니다."""
    with answering(as_json):
        if archive is not None:
            report, more = _from_archive(archive, cycle, key, quiet=as_json)
        elif cycle is not None:
            report, more = _from_house(cycle, quiet=as_json), {}
        else:
            raise WhatToReplay()
    first = report.first_difference
    if as_json:
        told = asdict(first) if first else None
        same = {"equal": report.equal, "entries": report.entries, "head": report.head}
        say_json({**same, "first_difference": told, **more})
    else:
        typer.echo(
            f"똑같이 재현되었습니다. 기록 {report.entries:,}건, 머리 {report.head[:12]}"
            if first is None
            else f"다릅니다. {first}"
        )
        for name, said in more.get("archive", {}).items():
            typer.echo(f"{_SAID[name]}: {said}")
    if first is not None:
        raise typer.Exit(REFUSED)


_SAID = {
    "cycle": "보관된 해",
    "stage": "단계",
    "heads": "서명을 확인한 공표",
    "public_key": "서명한 공개 열쇠",
}


def _from_house(cycle: int, *, quiet: bool) -> Report:
    folder = Path(tempfile.mkdtemp(prefix="hanmadang-replay-"))
    try:
        house = opened()
        fresh = open_engine(f"sqlite:///{folder / 'again.db'}")
        schema.upgrade(fresh)
        with reading(house.engine) as source, writing(fresh) as target:
            chain = cycle_of(source, cycle).chain
            with progress("다시 사는 중", _length(source, chain), quiet=quiet) as come:
                return live_again(source, target, chain, come=come)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _from_archive(
    path: Path, cycle: int | None, key: str | None, *, quiet: bool
) -> tuple[Report, dict[str, Any]]:
    with (
        Unpacked(path) as archive,
        progress("다시 사는 중", archive.manifest.entries, quiet=quiet) as come,
    ):
        lived = archived_again(archive, year=cycle, key=key, come=come)
    about = {"cycle": lived.manifest.cycle, "stage": lived.manifest.stage}
    return lived.report, {"archive": {**about, "heads": lived.heads, "public_key": lived.public_key}}


def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="판을 올리고 빗장을 다시 겁니다")] = False,
    as_json: JsonOption = False,
) -> None:
    """데이터베이스, 빗장, 열쇠, 일지, 화면 서버를 하나씩 살펴 무엇이 이상하고 어떻게 하면 되는지 말합니다."""
    with answering(as_json):
        settings = Settings.read()
        if repair:
            republish(put_back(settings))
        findings = checkup(settings)
    if as_json:
        say_json({"ok": all(f.ok for f in findings), "findings": [asdict(f) for f in findings]})
    for finding in findings if not as_json else ():
        typer.echo(f"{'좋음' if finding.ok else '살핌'}  {finding.what}: {finding.text}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(REFUSED)


def _length(session: Session, chain: str) -> int:
    head = head_of(session, chain)
    return head.seq if head else 0


def _walk(house: House, only: int | None, *, quiet: bool) -> tuple[int, Fault | None]:
    entries = 0
    # before the session looks: what is published while we walk would seem to be missing
    marks = {
        chain: published(house, chain)
        for chain in published_chains(house)
        if only is None or chain == str(only)
    }
    with reading(house.engine) as session:
        wanted = _wanted(session, only, marks)
        with progress("살피는 중", sum(_length(session, chain) for chain in wanted), quiet=quiet) as come:
            for chain in wanted:
                verdict = walk(session, chain, published=marks.get(chain, []), ring=house.ring)
                entries += verdict.entries
                come(entries)
                if verdict.first_fault is not None:
                    return entries, verdict.first_fault
        return entries, verify_blobs(session)


def _wanted(session: Session, only: int | None, published: Iterable[str]) -> Sequence[str]:
    """The chains to walk; a year of which nothing was ever written is refused."""
    known = chains(session, published)
    if only is None:
        return known
    return [str(only) if str(only) in known else cycle_of(session, only).chain]
