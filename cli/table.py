"""칸 a table for eyes on a terminal: a word too long for its column goes on below, and nothing is cut off."""

from typing import Any

from rich.table import Table


def columns(*heads: str, **style: Any) -> Table:
    """An empty table with these columns."""
    table = Table(**style)
    for head in heads:
        table.add_column(head, overflow="fold")
    return table
