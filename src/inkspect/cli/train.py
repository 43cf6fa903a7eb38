"""`inkspect train`: from random weights to a weights file."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inkspect.errors import InkspectError

if TYPE_CHECKING:
    from inkspect.training import Progress

DEFAULT_OUTPUT = Path("inkspect.safetensors")

EXAMPLES = """\b
Examples:
  inkspect train
  inkspect train --epochs 3 --seed 7 --output my.safetensors
  inkspect train --strokes ours.jsonl --credit "Class 4b, 2025, CC0"
"""


def train(
    epochs: Annotated[
        int | None,
        typer.Option(min=1, help="How often every picture is seen.", metavar="N", show_default="the recipe's"),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Where all random numbers come from.", metavar="N")] = 0,
    output: Annotated[Path, typer.Option(help="Where to write the weights.", metavar="FILE")] = DEFAULT_OUTPUT,
    strokes: Annotated[
        list[Path] | None, typer.Option(help="Labelled drawings to learn from as well; repeatable.", metavar="FILE")
    ] = None,
    credit: Annotated[
        list[str] | None, typer.Option(help="Whose drawings they are; written into the weights.", metavar="TEXT")
    ] = None,
) -> None:
    """Train the network from scratch on MNIST, and write its weights.

    The choices of the recipe were made on pictures kept apart from the training set; the test set is looked at once,
    at the end.
    """
    from inkspect.evaluation import evaluate_mnist
    from inkspect.mnist import FILE_SUMS, load_mnist
    from inkspect.provenance import MNIST_CREDIT, training_metadata
    from inkspect.strokes import read_strokes
    from inkspect.training import Recipe
    from inkspect.training import train as train_network
    from inkspect.weights import rounded, save_weights, sha256_of

    _check_before_the_work(output)
    files = strokes or []
    drawings = [drawing for file in files for drawing in read_strokes(file)]
    mnist = load_mnist()
    recipe = Recipe() if epochs is None else Recipe(epochs=epochs)
    with shown_progress() as on_progress:
        result = train_network(mnist, drawings, recipe=recipe, seed=seed, on_progress=on_progress)
    test_accuracy = evaluate_mnist(rounded(result.network), mnist).accuracy or 0.0
    validation = result.history[-1].validation_accuracy
    metadata = training_metadata(
        result,
        recipe,
        seed,
        data_sums={name: total for name, total in FILE_SUMS.items() if name.startswith("train")}
        | {file.name: sha256_of(file) for file in files},
        figures={f"{name}_validation_accuracy": share for name, share in validation.items()}
        | {"mnist_test_accuracy": test_accuracy},
        credited=(MNIST_CREDIT, *(credit or ())),
    )
    save_weights(output, result.network, metadata)
    minutes, seconds = divmod(round(sum(report.seconds for report in result.history)), 60)
    typer.echo(f"Wrote {output.resolve()}")
    typer.echo(f"{len(result.history)} epochs in {minutes}:{seconds:02d}")
    typer.echo(f"MNIST test set: {test_accuracy:.2%}")


def _check_before_the_work(output: Path) -> None:
    """Refuse a place that cannot be written now, not after minutes of training."""
    folder = output.resolve().parent
    if output.is_dir():
        raise InkspectError(f"cannot write {output}: it is a folder")
    if not folder.is_dir():
        raise InkspectError(f"cannot write {output}: there is no folder {folder}")
    if not os.access(folder, os.W_OK):
        raise InkspectError(f"cannot write {output}: the folder {folder} is not writable")


@contextmanager
def shown_progress() -> "Iterator[Callable[[Progress], None]]":
    """Show on a terminal how far the training is, with a line for each epoch; elsewhere show nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[left]}"))
    with Bar(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("Preparing", total=1.0, left="")

        def show(progress: "Progress") -> None:
            if report := progress.finished:
                shares = ", ".join(f"{name} {share:.2%}" for name, share in report.validation_accuracy.items())
                if console.is_terminal:
                    bar.print(f"Epoch {report.epoch}: loss {report.loss:.4f}, validation {shares}", highlight=False)
            minutes, seconds = divmod(round(progress.seconds_left), 60)
            bar.update(
                task,
                completed=progress.share,
                description=f"Epoch {progress.epoch}/{progress.epochs}, loss {progress.loss:.4f}",
                left=f"{minutes}:{seconds:02d} left",
            )

        yield show
