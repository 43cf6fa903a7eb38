"""`inkspect sweep`: many training runs, on all cores or a cluster, into one table."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inkspect.system.errors import InkspectError
from inkspect.system.words import counted

if TYPE_CHECKING:
    from inkspect.sweep.running import Failure
    from inkspect.sweep.spec import SweepSpec
    from inkspect.sweep.table import ResultsTable, Row

EXAMPLES = """\b
Examples:
  inkspect sweep rates.toml
  inkspect sweep rates.toml --jobs 1 --results rates.jsonl
  inkspect sweep rates.toml --strokes ours.jsonl --strokes theirs.jsonl
  inkspect sweep rates.toml --backend dask --address tcp://10.0.0.1:8786

\b
rates.toml:
  seeds = [0, 1]
  [fixed]
  epochs = 5
  [grid]
  peak_learning_rate = [0.002, 0.004, 0.008]
  augmentation.rotation = [8, 12]
"""


def sweep(
    spec: Annotated[Path, typer.Argument(help="A TOML file that specifies the runs.", metavar="SPEC")],
    strokes: Annotated[
        list[Path] | None,
        typer.Option(help="Labelled drawings to learn from, besides those in SPEC; repeatable.", metavar="FILE"),
    ] = None,
    left_out: Annotated[
        list[Path] | None,
        typer.Option(
            help="Labelled drawings to measure every run on, besides those in SPEC; none learns from them; repeatable.",
            metavar="FILE",
        ),
    ] = None,
    results: Annotated[
        Path | None,
        typer.Option(help="The table to append results to, if not SPEC's name with .jsonl.", metavar="FILE"),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Number of parallel training runs, if not one per core.", metavar="N")
    ] = None,
    backend: Annotated[
        str, typer.Option(help="Where they run: local, or a dask or ray cluster.", metavar="NAME")
    ] = "local",
    address: Annotated[str | None, typer.Option(help="The cluster's address.", metavar="ADDRESS")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the sweep's rows as JSON.")] = False,
) -> None:
    """Train many networks that differ in recipe or seed, and compare them on validation data.

    Every result is appended to the table as it arrives. A sweep that is started again runs only what is missing there.
    """
    from inkspect.cli.drawings import read_digit_files
    from inkspect.data.mnist import load_mnist
    from inkspect.sweep.running import SweepData, run_missing, sums_with_left_out
    from inkspect.sweep.spec import read_spec
    from inkspect.sweep.table import ResultsTable, run_key
    from inkspect.sweep.workers import Backend, workers
    from inkspect.system.purposes import Purpose, refuse_standard_output
    from inkspect.training.examples import content_sums

    if backend not in list(Backend):
        raise typer.BadParameter(f"{backend!r} is not one of {', '.join(Backend)}", param_hint="--backend")
    wanted = read_spec(spec)
    learned = [*wanted.strokes, *(strokes or [])]
    measured = [*wanted.left_out, *(left_out or [])]
    for file in measured:
        if file.resolve() in [place.resolve() for place in learned]:
            raise InkspectError(f"{file} is both learned from and left out")
    drawings, others = (
        [drawing for file in read_digit_files(files).values() for drawing in file.drawings]
        for files in (learned, measured)
    )
    place = results or spec.with_suffix(".jsonl")
    refuse_standard_output(place, Purpose.RESULTS)
    with ResultsTable.opened(place) as table:
        if table.repaired:
            typer.echo(f"The last line of {place} was truncated and is removed; its run is repeated", err=True)
        mnist = load_mnist()
        sums = sums_with_left_out(content_sums(mnist, drawings), mnist, others)
        keys = [run_key(run, sums) for run in wanted.runs]
        failures: list[Failure] = []
        if any(key not in table.rows for key in keys):
            data = SweepData.of(mnist, drawings, sums, others)
            with (
                _interrupts_explained(table, keys),
                workers(Backend(backend), address, jobs, data) as computing,
                _shown_rows(table, keys, wanted.varied()) as on_row,
            ):
                failures = run_missing(
                    wanted.runs, table, computing, on_row=on_row, on_loss=lambda line: typer.echo(line, err=True)
                )
        _print_rows([table.rows[key] for key in keys if key in table.rows], wanted, place, as_json)
    if failures:
        raise InkspectError(_told(failures, len(keys)))


@contextmanager
def _interrupts_explained(table: "ResultsTable", keys: Sequence[str]) -> Iterator[None]:
    """When Ctrl-C ends the sweep, say what is kept."""
    try:
        yield
    except KeyboardInterrupt:
        done = sum(key in table.rows for key in keys)
        found = f"{done} of {counted(len(keys), 'run')} done, in {table.path}"
        typer.echo(f"Interrupted; {found}; start again to do the rest", err=True)
        raise


@contextmanager
def _shown_rows(table: "ResultsTable", keys: Sequence[str], varied: Sequence[str]) -> "Iterator[Callable[[Row], None]]":
    """On a terminal, show how many runs are done, with a line for each; elsewhere show nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("Runs", total=len(keys), completed=sum(key in table.rows for key in keys))

        def show(row: "Row") -> None:
            if console.is_terminal:
                what = [f"{name} {row['settings'][name]}" for name in varied] + [f"seed {row['seed']}"]
                shares = [f"{name} {share:.2%}" for name, share in row["validation_accuracy"].items()]
                bar.print(f"{', '.join(what)}: {', '.join(shares)}, {row['seconds']:.0f} s", highlight=False)
            bar.advance(task)

        yield show


def _print_rows(rows: "list[Row]", wanted: "SweepSpec", place: Path, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    from inkspect.cli.summary import results_console, runs_table

    typer.echo(f"{len(rows)} of {counted(len(wanted.runs), 'run')} done, in {place.resolve()}")
    if rows:
        results_console().print(runs_table(rows, wanted.varied()))


def _told(failures: "Sequence[Failure]", runs: int) -> str:
    first = failures[0]
    more = f"; and {len(failures) - 1} more" if len(failures) > 1 else ""
    return f"{len(failures)} of {counted(runs, 'run')} failed: {first.reason}{more}"
