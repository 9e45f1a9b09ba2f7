"""진행 a bar on a terminal for what takes a while; nothing at all where nobody looks."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress


@contextmanager
def progress(title: str, total: int, *, quiet: bool = False) -> Generator[Callable[[int], None]]:
    """Give a function that is told how far the work has come."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda done: None
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def staged(*, quiet: bool = False) -> Generator[Callable[[float, str], None]]:
    """Give a function that is told which part is done, and the word for where the work is."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda part, word: None
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("", total=1)
        yield lambda part, word: bar.update(task, completed=part, description=word)
