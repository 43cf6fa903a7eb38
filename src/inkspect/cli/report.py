"""`inkspect report`: how a network was trained, what it gets wrong and what it refuses, as one HTML file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """\b
Examples:
  inkspect report
  inkspect report --weights my.safetensors --strokes ours.jsonl --output ours.html
  inkspect report --strokes digits.jsonl.gz --no-digits letters.jsonl.gz --mistakes 100
  inkspect report --checkpoint my.safetensors.checkpoint    a training under way
"""


def report(
    weights: Annotated[
        Path | None, typer.Option(help="A network of your own instead of the published one.", metavar="FILE")
    ] = None,
    checkpoint: Annotated[
        Path | None, typer.Option(help="The network a training under way has come to, instead.", metavar="FILE")
    ] = None,
    strokes: Annotated[
        list[Path] | None, typer.Option(help="Labelled drawings to read as well; repeatable.", metavar="FILE")
    ] = None,
    no_digits: Annotated[
        Path | None, typer.Option(help="Drawings that show no digit, to be refused.", metavar="FILE")
    ] = None,
    output: Annotated[Path, typer.Option(help="Where to write the report.", metavar="FILE")] = Path("report.html"),
    mistakes: Annotated[int, typer.Option(min=0, help="How many pictures are shown of each kind.", metavar="N")] = 60,
) -> None:
    """Write one HTML file of what a network reads: of the MNIST test set, and of drawings in stroke files.

    It shows the learning curves, what is taken for what, whether probabilities mean what they say, accuracy by digit
    and by writer, what is read wrong as pictures, and what is refused. It needs no network and runs no script.

    The charts need the package matplotlib: pip install 'inkspect[report]'.
    """
    from inkspect.network.weights import published_weights
    from inkspect.report.build import build_report
    from inkspect.report.subject import subject_of_checkpoint, subject_of_weights
    from inkspect.system.files import write_atomically
    from inkspect.system.purposes import Purpose, check_replaceable

    if weights and checkpoint:
        raise typer.BadParameter("--weights and --checkpoint both name the network: only one can be")
    check_replaceable(output, Purpose.REPORT)
    subject = subject_of_checkpoint(checkpoint) if checkpoint else subject_of_weights(weights or published_weights())
    with _shown_steps() as on_step:
        content = build_report(subject, strokes or [], no_digits, most_shown=mistakes, on_step=on_step)
    write_atomically(output, content)
    typer.echo(f"Wrote {output.resolve()}")


@contextmanager
def _shown_steps() -> Iterator[Callable[[str, int, int], None]]:
    """Show on a terminal which step is done; elsewhere show nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("Starting")

        def show(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield show
