"""받은 기록 명령: who got what, in words; what certainly did not leave, once more; what came back; and the ledger."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from cli.answer import answering, opened, say, say_json
from cli.options import Code, JsonOption, NoticeName, numbered
from cli.plan_words import won
from cli.table import columns
from cli.who import proven
from door import commanding, heard, histories, ledgers, saving
from door.histories import File
from door.telling import open_office
from models.report import counts_of_reports, unknown_reports
from models.session import reading
from notifications.again import failed_notices
from states.contact import Channel
from states.kind import Topic
from states.refusals import Refusal
from states.report import Fate
from states.window import iso, say_moment

Whom = Annotated[int, numbered("--person", "사람의 번호")]
By = Annotated[int | None, numbered("--by", "본인의 번호. 일지에 남습니다")]
Who = Annotated[int, numbered("--by", "본인의 번호. 기록에 남습니다")]
About = Annotated[Topic, typer.Option("--topic", help="progress 내 제안, council 위원회, vote 투표 소식")]
Through = Annotated[Channel, typer.Option("--channel", help="phone 문자, mail 전자우편")]
_WAYS = ("phone", "paper", "web")


class ReasonToSee(Refusal):
    code = "telling.unmask_reason"
    text = "가리지 않고 보려면 까닭(--reason)과 본인의 번호(--by)를 함께 적어 주세요. 누가 왜 보았는지 일지에 남습니다."


class NoSuchWay(Refusal):
    code = "telling.no_such_way"
    text = "'{how}'라는 방법은 없습니다. phone(전화), paper(서면), web(누리집) 가운데 하나를 적어 주세요."


class ReportUnreadable(Refusal):
    code = "telling.report_unreadable"
    text = "보고 {file:을/를} 읽을 수 없습니다({why}). 파일의 이름과 권한을 확인해 주세요."


def history(
    person: Whom,
    reason: Annotated[str, typer.Option("--reason", help="가리지 않고 보는 까닭. 일지에 남습니다")] = "",
    by: By = None,
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """한 사람이 무엇을 언제 받았는지 말로 보여 줍니다. 이름, 주소, 글은 까닭을 적어야 보입니다."""
    with answering(as_json):
        house = opened()
        full = None
        if reason or by is not None:
            if not reason.strip() or by is None:
                raise ReasonToSee()
            staff = proven(house, None, by, code, reason=reason)
            full = histories.unmask(house, person, staff=staff)
        found = histories.show(house, person)
    if as_json:
        say_json(_told(found) | ({"facts": dict(full.facts), "texts": _texts(full.texts)} if full else {}))
        return
    name = full.facts.get("name", "") if full else found.card.name
    typer.echo(f"{person}번 {name}: 알림 {len(found.lines)}통")
    for one in found.lines:
        typer.echo(f"{one.when} {one.told.kind.label} {one.channel}: {one.said}.")
        if full and one.key in full.texts:
            typer.echo(f"    {full.texts[one.key].text.strip()}")
    for topic, channel, wanted, at, how in found.wishes:
        typer.echo(f"{topic} {channel}: {'받음' if wanted else '받지 않음'} ({say_moment(at)} {how})")
    for _, channel, at, why in found.stopped:
        typer.echo(f"{channel}: 닿지 않는 주소({why}, {say_moment(at)}부터 보내지 않음)")


def failed(as_json: JsonOption = False) -> None:
    """나가지 않은 것이 확실한 글이 있는 알림을 보여 줍니다. `retry`로 다시 보낼 수 있습니다."""
    with answering(as_json), reading(opened().engine) as session:
        rows = [
            {"name": one.name, "label": one.sort.label, "failed": count}
            for one, count in failed_notices(session)
        ]
    if as_json:
        say_json({"notices": rows})
        return
    for row in rows:
        typer.echo(f"{row['name']} {row['label']}: 보내지 못한 것 {row['failed']}통")
    if not rows:
        typer.echo("보내지 못한 글이 없습니다.")


def retry(name: NoticeName, by: Who, code: Code = None, as_json: JsonOption = False) -> None:
    """나가지 않은 것이 확실한 것만 다시 보냅니다. 나갔는지 알 수 없는 것은 다시 보내지 않습니다."""
    with answering(as_json):
        house = opened()
        count = commanding.retry(house, name, staff=proven(house, None, by, code))
        say(as_json, {"name": name, "again": count}, f"{name} 알림 {count}통을 다음 발송 때 다시 보냅니다.")


def reports(
    driver: Annotated[
        str | None, typer.Argument(metavar="보낸 곳", help="mail, solapi, sens, nhn 가운데 하나")
    ] = None,
    file: Annotated[
        Path | None, typer.Argument(metavar="파일", help="그곳에서 온 보고. 되돌아온 전자우편이면 그 원문")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """전달 결과를 물어보고, 되돌아온 것을 맞춰 봅니다. 파일을 주면 그 보고를 받아들입니다."""
    with answering(as_json):
        house = opened()
        if driver is not None and file is not None:
            heard.take(open_office(house), driver, _read(file))
        came = heard.listen(house)
        with reading(house.engine) as session:
            counts = counts_of_reports(session)
            odd = [
                {"driver": one.driver, "key": one.key, "why": one.why, "times": one.times, "at": iso(one.at)}
                for one in unknown_reports(session, 50)
            ]
    if as_json:
        say_json(
            {"new": came.new, "reports": {fate: list(pair) for fate, pair in counts.items()}, "odd": odd}
        )
        return
    typer.echo(heard.say(came))
    for fate, (count, times) in counts.items():
        typer.echo(f"{Fate(fate).label}: {count}건(온 횟수 {times})")
    for row in odd:
        typer.echo(f"  우리 것이 아님: {row['driver']} {row['key']} {row['why']}")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ReportUnreadable(file=f"'{file}'", why=error.strerror) from None


def ledger(
    name: NoticeName,
    file: Annotated[Path, typer.Option("--output", "--out", "-o", help="쓸 파일(CSV)")],
    as_json: JsonOption = False,
) -> None:
    """알림 하나의 장부를 한 통에 한 줄로 씁니다. 주소는 가립니다."""
    with answering(as_json):
        size = saving.save(file, ledgers.ledger(opened(), name), force=True)
        say(as_json, {"file": str(file), "bytes": size}, f"{file} 파일에 썼습니다.")


def costs(name: NoticeName, as_json: JsonOption = False) -> None:
    """알림 하나의 요금을 수단과 크기로 나누어 보여 줍니다. 보고가 온 것은 보고대로입니다."""
    with answering(as_json):
        rows = ledgers.costs(opened(), name)
    if as_json:
        say_json({"costs": [asdict(row) for row in rows], "won": sum(row.won for row in rows)})
        return
    table = columns("수단", "크기", "상태", "통", "요금")
    for row in rows:
        table.add_row(row.channel, row.size, row.state, f"{row.count:,}", won(row.won))
    Console().print(table)
    typer.echo(f"모두 {won(sum(row.won for row in rows))}")


def wish(
    person: Whom,
    by: Who,
    topic: About,
    wanted: Annotated[bool, typer.Option("--yes/--no", help="받겠다고 했는지, 그만 받겠다고 했는지")],
    channel: Through = Channel.MAIL,
    how: Annotated[str, typer.Option("--how", help="phone 전화로, paper 서면으로, web 누리집에서")] = "phone",
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """시민이 말한 수신 동의나 거부를 적습니다. 법정 안내는 그대로 나갑니다."""
    with answering(as_json):
        if how not in _WAYS:
            raise NoSuchWay(how=how)
        house = opened()
        staff = proven(house, None, by, code)
        is_new = histories.wish(house, person, topic, channel, wanted=wanted, source=how, by=staff.by)
        said = "받겠다는" if wanted else "받지 않겠다는"
        say(as_json, {"new": is_new}, f"{person}번이 {said} 뜻을 적었습니다. 법정 안내는 그대로 나갑니다.")


def reach(person: Whom, by: Who, channel: Through, code: Code = None, as_json: JsonOption = False) -> None:
    """닿지 않던 주소를 확인한 뒤 다시 보내기 시작합니다."""
    with answering(as_json):
        house = opened()
        proven(house, None, by, code)
        histories.reach_again(house, person, channel)
        say(as_json, {"person": person}, f"{person}번의 {histories.CHANNELS[channel]}에 다시 보냅니다.")


def _told(found: File) -> dict[str, Any]:
    lines = [
        {
            "notice": one.told.notice,
            "kind": one.told.kind.name,
            "label": one.told.kind.label,
            "channel": one.told.channel,
            "state": one.told.state,
            "told_at": iso(one.told.told_at),
            "said": one.said,
            "projects": list(one.told.projects),
        }
        for one in found.lines
    ]
    wishes = [
        {"topic": topic, "channel": channel, "wanted": wanted, "at": iso(at), "how": how}
        for topic, channel, wanted, at, how in found.consents
    ]
    stopped = [{"channel": channel, "at": iso(at), "why": why} for channel, _, at, why in found.stopped]
    return {"person": found.card.person, "lines": lines, "consents": wishes, "suppressed": stopped}


def _texts(texts: Any) -> dict[str, str]:
    return {key: body.text for key, body in texts.items()}


COMMANDS: Mapping[str, Callable[..., None]] = {
    "history": history,
    "failed": failed,
    "retry": retry,
    "reports": reports,
    "ledger": ledger,
    "costs": costs,
    "wish": wish,
    "reach": reach,
}
