"""명령 `hanmadang`: everything that an engineer does from a shell."""

import io
import sys

try:
    from typing import Annotated

    import typer

    from cli import (
        acts,
        approve,
        archive,
        exports,
        imports,
        journal,
        letters,
        lineage,
        missed,
        notices,
        people,
        plan,
        rehearse,
        tally,
        year,
    )
    from cli.answer import answering
    from cli.korean import speak_korean
    from cli.usage import Commands
    from door.settings import Settings
except KeyboardInterrupt:  # Ctrl-C before anything has begun
    raise SystemExit(130) from None

speak_korean()
app = typer.Typer(
    name="hanmadang",
    cls=Commands,
    help="도시의 시민참여예산 한 해를 돌립니다.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(plan.app, name="plan")
app.add_typer(people.app, name="people")
app.add_typer(notices.app, name="notices")
app.command("status")(year.status)
app.command("advance")(year.advance)
app.command("missed")(missed.missed)
app.command("open")(acts.open_)
app.command("extend")(acts.extend)
app.command("reopen")(acts.reopen)
app.command("hold")(acts.hold)
app.command("release")(acts.release)
app.command("leave")(acts.leave)
app.command("close")(acts.close)
app.command("import")(imports.import_)
app.command("approve")(approve.approve)
app.command("lineage")(lineage.lineage)
app.command("take-out")(tally.take_out)
app.command("seal")(tally.seal)
app.command("count")(tally.count)
app.command("tally")(tally.tally)
app.command("export")(exports.export_)
app.command("letter")(letters.letter)
app.command("archive")(archive.archive)
app.command("verify")(journal.verify)
app.command("replay")(journal.replay)
app.command("rehearse")(rehearse.rehearse)
app.command("doctor")(journal.doctor)


@app.command()
def up(
    port: Annotated[
        int | None, typer.Option("--port", help="화면의 포트(기본 4200)", min=1, max=65535)
    ] = None,
) -> None:
    """이 컴퓨터에서 모든 것을 시작합니다: 데이터베이스, 화면, 일꾼. 끝내려면 Ctrl-C를 누릅니다."""
    from cli.up import up as start  # what it needs is needed by no other command

    with answering():
        start(Settings.read() if port is None else Settings.read(port=port), typer.echo)


def run() -> None:
    """The console script; a terminal that has no Korean letters gets question marks, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()


if __name__ == "__main__":
    run()
