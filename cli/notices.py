"""알림 명령: what was told and what will be, in whose words, for how much; and stopping it."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from cli.answer import REFUSED, answering, opened, say_json
from cli.hand import Hand, by_hand
from cli.heard import COMMANDS
from cli.options import FIRST_YEAR, LAST_YEAR, JsonOption, MaybeYear, NoticeName, year_option
from cli.plan_words import won as in_won
from cli.table import columns
from door import commanding
from door.telling import Telling, open_office, tell
from models.delivery import counts_of, in_doubt, unheard
from models.notice import Notice, notice_of, notices_of
from models.outbox import latest, one_of
from models.session import reading
from notifications import command, ledger
from notifications.batch import read_body
from notifications.lint import lint, looks
from notifications.render import our_templates
from states.contact import Channel
from states.delivery import Delivery as State
from states.delivery import Standing
from states.kind import Kind
from states.refusals import Refusal
from states.telling import KINDS
from states.window import KST, iso, say_moment

app = typer.Typer(help="알림을 미리 보고, 보내고, 멈추고, 누가 받았는지 봅니다.", no_args_is_help=True)
for _word, _command in COMMANDS.items():
    app.command(_word)(_command)

_CHANNELS = {Channel.PHONE: "문자", Channel.MAIL: "전자우편"}
_SIZES = {"sms": "문자", "lms": "긴 문자", "mail": "전자우편"}
_OF_A_YEAR = ("알림", "받는 사람", "수단", "바이트", "지난 주기", "어림", "끝")
_SAMPLES = ("plain", "smallest", "longest", "missing", "hostile")
_HELD = {
    "people": "받는 사람이 많음",
    "cost": "비용이 큼",
    "stale": "때가 지난 일",
    "template": "승인 뒤 글이 바뀜",
    "canary": "먼저 보낸 것이 많이 거절됨",
}


class NoSuchKind(Refusal):
    code = "telling.no_such_kind"
    text = "'{kind}' 알림은 없습니다. `hanmadang notices what --json`에서 이름을 확인해 주세요."


class NoSuchSample(Refusal):
    code = "telling.no_such_sample"
    text = "'{sample}' 견본은 없습니다. 있는 견본: {known}."


@app.command("list")
def list_(cycle: MaybeYear = None, as_json: JsonOption = False) -> None:
    """적힌 알림을 차례로 보여 줍니다: 무엇을, 몇 통, 어디까지."""
    with answering(as_json):
        house = opened()
        with reading(house.engine) as session:
            found = notices_of(session, str(cycle) if cycle else None)
            rows = [_row(one, counts_of(session, one.name)) for one in found]
    if as_json:
        say_json({"notices": rows})
        return
    table = columns("이름", "알림", "받는 사람", "보낸 것", "보낼 것", "상태")
    for row in rows:
        said = row["standing_label"] + (f"({_HELD[row['held_for']]})" if row["held_for"] else "")
        table.add_row(row["name"], row["label"], row["audience"], str(row["accepted"]), str(row["due"]), said)
    _show(table, rows, "적힌 알림이 없습니다.")


@app.command()
def show(name: NoticeName, as_json: JsonOption = False) -> None:
    """알림 하나를 봅니다: 남은 것을 모두 써 보아 몇 통, 몇 바이트, 얼마인지, 누가 왜 받지 못했는지."""
    with answering(as_json):
        post = open_office(opened())
        whole = command.look(post, name)
        with reading(post.engine) as session:
            row = _row(notice_of(session, name), counts_of(session, name))
            lost = [_unheard(one.person, one.channel, one.state, one.why) for one in unheard(session, name)]
    left = {**asdict(whole), "hash": whole.hash, "ends": _moment(whole.ends)}
    page = {**row, "left": left, "unheard": lost}
    if as_json:
        say_json(page)
        return
    typer.echo(f"{row['name']} {row['label']} → {row['audience']}: {row['standing_label']}")
    typer.echo(
        f"남은 사람 {whole.people:,}명, 비용 {in_won(whole.won)}, 글을 만들 수 없는 것 {len(whole.broken)}건"
    )
    typer.echo(f"가장 긴 글({whole.longest[0]}바이트): {whole.longest[1]}")
    before = "없음" if whole.before is None else f"{whole.before:,}통"
    ends = f", 지금 승인하면 {say_moment(whole.ends)}쯤 끝남" if whole.ends else ""
    typer.echo(f"지난 주기 {before}{ends}")
    typer.echo(f"승인하려면: hanmadang notices approve {name} --seen {whole.hash}")
    for one in lost:
        typer.echo(f"  {one['person']}번 {one['channel_label']}: {one['state_label']} ({one['why']})")


@app.command()
def preview(
    kind: Annotated[str | None, typer.Option("--kind", help="알림의 이름, 예: call.received")] = None,
    sample: Annotated[str, typer.Option("--sample", help="견본: " + ", ".join(_SAMPLES))] = "plain",
    cycle: Annotated[
        int | None, year_option("그해에 나갈 알림을 모두: 누구에게 몇 명, 얼마, 언제 끝날지")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """알림의 틀을 견본으로 써 봅니다. 아무것도 보내지 않습니다."""
    if cycle is not None:
        _say_year(cycle, as_json)
        return
    with answering(as_json):
        if sample not in _SAMPLES:
            raise NoSuchSample(sample=sample, known=", ".join(_SAMPLES))
        kinds, templates, sender = _kinds(kind), our_templates(), Telling.read().sender
        seen = [one for each in kinds for one in looks(templates, sender, each, sample)]
        pages = [
            {
                "kind": one.kind.name,
                "label": one.kind.label,
                "audience": one.kind.audience.label,
                "channel": one.channel,
                "size": one.weight.size,
                "bytes": one.weight.bytes,
                "subject": one.body.subject,
                "text": one.body.text,
            }
            for one in seen
        ]
    if as_json:
        say_json({"previews": pages})
        return
    for page in pages:
        typer.echo(
            f"── {page['kind']} {page['label']} → {page['audience']} ({page['size']}, {page['bytes']}바이트)"
        )
        typer.echo(f"{page['subject']}\n{page['text']}" if page["subject"] else page["text"])


@app.command()
def what(
    plan: Annotated[int, typer.Option("--plan", help="살펴볼 주기의 연도", min=FIRST_YEAR, max=LAST_YEAR)],
    as_json: JsonOption = False,
) -> None:
    """그해에 나갈 알림을 모두 봅니다: 누구에게, 무엇으로, 몇 바이트, 한 통에 얼마, 지난 주기에는 몇 명."""
    _say_year(plan, as_json)


def _say_year(year: int, as_json: bool) -> None:
    with answering(as_json):
        rows = ledger.what(open_office(opened()), year)
    if as_json:
        say_json({"cycle": year, "notices": [{**asdict(row), "ends": _moment(row.ends)} for row in rows]})
        return
    table = columns(*_OF_A_YEAR, box=None)
    for column in table.columns[2:]:
        column.no_wrap = True
    table.columns[0].min_width, table.columns[1].min_width = 14, 10
    for row in rows:
        people = "-" if row.people is None else f"{row.people:,}명"
        cost = "-" if row.people is None else in_won(row.people * row.won)
        ends = f"{row.ends.astimezone(KST):%m-%d %H:%M}" if row.ends else "-"
        table.add_row(row.label, row.audience, _SIZES[row.size], str(row.bytes), people, cost, ends)
    _show(table, rows, "나갈 알림이 없습니다.")
    typer.echo(
        "끝은 지난 주기만큼을 지금 보내기 시작할 때의 어림입니다. 발송 회사의 속도와 조용한 시간을 셉니다."
    )


def _moment(at: datetime | None) -> str | None:
    return iso(at) if at else None


@app.command("lint")
def lint_(as_json: JsonOption = False) -> None:
    """모든 틀을 가장 짧은 것, 가장 긴 것, 빠진 것, 해로운 것으로 써 보아 잘못을 찾습니다."""
    with answering(as_json):
        problems = lint(our_templates(), Telling.read().sender)
    if as_json:
        say_json({"ok": not problems, "problems": [asdict(one) for one in problems]})
    for one in problems if not as_json else ():
        typer.echo(f"{one.kind} {one.channel} {one.sample}: {one.code} {one.text}", err=True)
    if not problems and not as_json:
        typer.echo(f"이상이 없습니다. 알림 {len(KINDS)}가지를 살폈습니다.")
    if problems:
        raise typer.Exit(REFUSED)


@app.command()
def deliver(as_json: JsonOption = False) -> None:
    """새로 적힌 일을 알림으로 만들고, 보낼 때가 된 것을 보냅니다. 때가 아니면 보내지 않습니다."""
    with answering(as_json):
        done = tell(open_office(opened()))
    if as_json:
        say_json(
            {
                "entries": done.announced.entries,
                "notices": done.announced.notices + done.reminded,
                "sent": done.sent.by_outcome,
                "away": sorted(done.sent.away),
            }
        )
    else:
        typer.echo(str(done))


@app.command()
@by_hand(act=False)
def approve(
    name: NoticeName,
    seen: Annotated[
        str, typer.Option("--seen", help="`notices show`가 보여 준 값. 본 것과 다르면 승인되지 않습니다")
    ],
    *,
    hand: Hand,
) -> None:
    """기다리는 알림을 승인합니다. 보신 사람, 글, 비용 그대로일 때만 됩니다."""
    whole = hand.does(None, lambda house, who: commanding.approve(house, name, seen=seen, staff=who))
    hand.says(
        {"ok": True, "name": name, "people": whole.people, "won": whole.won},
        f"{name} 알림을 승인했습니다. {whole.people:,}명, {in_won(whole.won)}. 다음 발송 때 나갑니다.",
    )


@app.command()
@by_hand(act=False)
def pause(name: NoticeName, *, hand: Hand) -> None:
    """알림을 멈춥니다. 지금 손에 든 한 묶음까지만 나갑니다."""
    hand.does(None, lambda house, who: commanding.pause(house, name, staff=who))
    hand.says({"ok": True}, f"{name} 알림을 멈추었습니다.")


@app.command()
@by_hand(act=False)
def resume(name: NoticeName, *, hand: Hand) -> None:
    """멈춘 알림을 이어서 보냅니다."""
    hand.does(None, lambda house, who: commanding.resume(house, name, staff=who))
    hand.says({"ok": True}, f"{name} 알림을 이어서 보냅니다.")


@app.command()
@by_hand(act=False)
def cancel(name: NoticeName, *, hand: Hand) -> None:
    """아직 나가지 않은 것을 보내지 않습니다. 되돌릴 수 없습니다."""
    left = hand.does(None, lambda house, who: commanding.cancel(house, name, staff=who))
    hand.says({"ok": True}, f"{name} 알림 {left}통을 보내지 않습니다.")


@app.command()
def outbox(
    key: Annotated[str | None, typer.Argument(metavar="글", help="글 하나의 이름")] = None,
    most: Annotated[int, typer.Option("--most", help="몇 통까지", min=1, max=1000)] = 20,
    as_json: JsonOption = False,
) -> None:
    """발송함을 봅니다. 여기에서는 아무것도 밖으로 나가지 않습니다."""
    with answering(as_json):
        post = open_office(opened())
        with reading(post.engine) as session:
            if key is not None:
                one = one_of(session, key)
                body = read_body(post, one.secret, one.sealed, bound_to=f"outbox:{key}")
            rows = [
                {"key": one.key, "channel": one.channel, "to": one.masked, "at": iso(one.at)}
                for one in (latest(session, most) if key is None else [one])
            ]
    if key is not None:
        say_json({**rows[0], **asdict(body)}) if as_json else typer.echo(
            f"{body.subject}\n{body.text}".strip()
        )
        return
    if as_json:
        say_json({"messages": rows})
        return
    table = columns("이름", "수단", "받는 곳")
    for row in rows:
        table.add_row(row["key"], _CHANNELS[Channel(row["channel"])], row["to"])
    _show(table, rows, "발송함이 비어 있습니다.")


@app.command()
def doubts(as_json: JsonOption = False) -> None:
    """나갔는지 알 수 없는 글을 봅니다. 저절로 다시 보내지 않습니다."""
    with answering(as_json), reading(opened().engine) as session:
        rows = [
            {"key": one.name, "why": one.why, "at": iso(one.at) if one.at else None}
            for one in in_doubt(session)
        ]
    if as_json:
        say_json({"in_doubt": rows})
        return
    for row in rows:
        typer.echo(f"{row['key']}: {row['why']}")
    if not rows:
        typer.echo("나갔는지 알 수 없는 글이 없습니다.")


def _kinds(name: str | None) -> list[Kind]:
    if name is not None and name not in KINDS:
        raise NoSuchKind(kind=name)
    return [KINDS[name]] if name else list(KINDS.values())


def _row(one: Notice, counts: dict[tuple[str, str], int]) -> dict[str, Any]:
    by_state: dict[str, int] = {}
    for (_, state), count in counts.items():
        by_state[state] = by_state.get(state, 0) + count
    return {
        "name": one.name,
        "kind": one.kind,
        "label": one.sort.label,
        "audience": one.sort.audience.label,
        "told_at": iso(one.told_at),
        "told": say_moment(one.told_at),
        "standing": one.standing,
        "standing_label": Standing(one.standing).says(by_state),
        "held_for": one.held_for,
        "approved_by": one.approved_by,
        "accepted": by_state.get(State.ACCEPTED, 0),
        "due": by_state.get(State.DUE, 0),
        "by_state": by_state,
    }


def _unheard(person: int, channel: str, state: str, why: str | None) -> dict[str, Any]:
    return {
        "person": person,
        "channel": channel,
        "channel_label": _CHANNELS[Channel(channel)],
        "state": state,
        "state_label": State(state).label,
        "why": why,
    }


def _show(table: Table, rows: object, empty: str) -> None:
    if rows:
        Console().print(table)
    else:
        typer.echo(empty)
