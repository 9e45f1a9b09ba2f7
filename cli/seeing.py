"""미리 보기 before a command does what reaches far: what it would do is shown, and asked about."""

import sys
from collections.abc import Callable

import typer

from cli.answer import say_json
from door.foresight import as_seen, look_ahead
from door.house import House
from states.refusals import Refusal


class NotConfirmed(Refusal):
    code = "foresight.not_confirmed"
    text = "아직 아무것도 하지 않았습니다. 하면 이렇게 됩니다.\n{lines}\n그대로 하려면 --yes를 붙여 다시 해 주세요."


def seen(
    house: House, deed: Callable[[House], object], *, yes: bool, dry_run: bool, as_json: bool = False
) -> House:
    """Show what a deed would do, and ask; the house in which it does what was shown, or nothing."""
    if yes and not dry_run:
        return house
    found = look_ahead(house, deed)
    if found is None:  # done before: the first answer again
        return house
    if dry_run:
        if as_json:
            say_json({"would": list(found.lines), "facts": {one.name: one.count for one in found.facts}})
        else:
            typer.echo(f"하면 이렇게 됩니다. 아무것도 하지 않았습니다.\n{found.bullets}")
        raise typer.Exit
    if not sys.stdin.isatty():
        raise NotConfirmed(lines=found.bullets)
    typer.echo(f"하면 이렇게 됩니다.\n{found.bullets}", err=True)
    typer.confirm("그대로 할까요?", abort=True, err=True)
    return as_seen(house, found.mark)
