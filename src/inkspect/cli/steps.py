"""The current step of a long measurement, shown on a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def shown_steps() -> Iterator[Callable[[str, int, int], None]]:
    """Yield what shows a step by its name, the number of finished steps and the total; nothing but on a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("Starting")

        def show(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield show
