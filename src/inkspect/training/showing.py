"""Progress of a training run: a bar on a terminal or in a notebook, one line per epoch elsewhere."""

import html
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn
from rich.progress import Progress as Bar

from inkspect.system.notebooks import in_notebook
from inkspect.training.epochs import EpochReport, Progress


@contextmanager
def shown_progress() -> Iterator[Callable[[Progress], None]]:
    """Yield a callback that shows progress: on a terminal, in a notebook, or as lines on standard error."""
    console = Console(stderr=True)
    if in_notebook():
        with _in_cell() as show:
            yield show
    elif console.is_terminal:
        with _on_terminal(console) as show:
            yield show
    else:
        yield _as_lines


def line_of(report: EpochReport, epochs: int) -> str:
    """Return an epoch's results as one line."""
    shares = ", ".join(f"{name} {share:.2%}" for name, share in report.validation_accuracy.items())
    return f"Epoch {report.epoch}/{epochs}: loss {report.loss:.4f}, validation {shares}, {report.seconds:.1f} s"


def time_left(seconds: float) -> str:
    """Return the time left as text, in minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d} left"


def _as_lines(progress: Progress) -> None:
    if progress.finished:
        print(f"{line_of(progress.finished, progress.epochs)}, {time_left(progress.seconds_left)}", file=sys.stderr)


@contextmanager
def _on_terminal(console: Console) -> Iterator[Callable[[Progress], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[left]}"))
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Preparing", total=1.0, left="")

        def show(progress: Progress) -> None:
            if progress.finished:
                bar.print(line_of(progress.finished, progress.epochs), highlight=False)
            bar.update(
                task, completed=progress.share, description=_state_of(progress), left=time_left(progress.seconds_left)
            )

        yield show


@contextmanager
def _in_cell() -> Iterator[Callable[[Progress], None]]:
    """Show a bar in a notebook's cell, updated in place; its last state stays."""
    from IPython.display import HTML, display

    handle = display(HTML("Preparing"), display_id=True)

    def show(progress: Progress) -> None:
        said = line_of(progress.finished, progress.epochs) if progress.finished else _state_of(progress)
        bar = f'<progress value="{progress.share:.4f}" max="1"></progress>'
        if handle is not None:
            handle.update(HTML(f"{bar} {html.escape(f'{said}; {time_left(progress.seconds_left)}')}"))

    yield show


def _state_of(progress: Progress) -> str:
    return f"Epoch {progress.epoch}/{progress.epochs}, loss {progress.loss:.4f}"
