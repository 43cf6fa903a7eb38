"""`inkspect train`: from random weights to a weights file."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inkspect.cli.networks import NetworkName
from inkspect.cli.runs import RecipeName, begin, epochs_in, interrupts_explained

if TYPE_CHECKING:
    from inkspect.data.strokes import Drawing
    from inkspect.measuring.by_source import MeasuredJson
    from inkspect.network.network import Network
    from inkspect.training.recipe import Recipe
    from inkspect.training.resuming import ResumableRun
    from inkspect.training.training import TrainingResult

DEFAULT_OUTPUTS = {
    NetworkName.PICTURE: Path("inkspect.safetensors"),
    NetworkName.PEN: Path("inkspect-pen.safetensors"),
}

EXAMPLES = """\b
Examples:
  inkspect train
  inkspect train --epochs 3 --seed 7 --output my.safetensors
  inkspect train --output my.safetensors --resume
  inkspect train --recipe published --strokes digits-train.jsonl.gz
  inkspect train --strokes ours.jsonl --credit "Class 4b, 2025, CC0" --held-out theirs.jsonl
  inkspect train --network pen --strokes digits-train.jsonl.gz --output pen.safetensors
"""


def train(
    which: Annotated[
        NetworkName,
        typer.Option(
            "--network",
            help="picture, which learns from MNIST and any drawings, or pen, which learns from drawings only.",
        ),
    ] = NetworkName.PICTURE,
    recipe_name: Annotated[
        RecipeName | None,
        typer.Option(
            "--recipe",
            help="A preset of all choices: default, a run of a few minutes; published, which made the published "
            "weights; validated, the same with more data for validation, to choose and calibrate by.",
        ),
    ] = None,
    epochs: Annotated[
        int | None,
        typer.Option(min=1, help="Number of epochs, if not the recipe's.", metavar="N"),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(min=0, help="Seed of all random numbers; 0 by default.", metavar="N"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            help=f"Where to write the weights; {' or '.join(map(str, DEFAULT_OUTPUTS.values()))} by default.",
            metavar="FILE",
        ),
    ] = None,
    strokes: Annotated[
        list[Path] | None, typer.Option(help="Also learn from these labelled drawings; repeatable.", metavar="FILE")
    ] = None,
    credit: Annotated[
        list[str] | None, typer.Option(help="Who made the drawings; written into the weights.", metavar="TEXT")
    ] = None,
    held_out: Annotated[
        list[Path] | None,
        typer.Option(
            help="At the end, measure on these labelled drawings, by writers that are not learned from; the figures, "
            "by source and digit (the picture's network's by form, too), are written into the weights. Repeatable.",
            metavar="FILE",
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Resume an interrupted training run after its last complete epoch.")
    ] = False,
    restart: Annotated[
        bool,
        typer.Option(
            "--restart",
            help="Start from the beginning: discard an interrupted training run, or replace the weights of a finished "
            "one.",
        ),
    ] = False,
    log: Annotated[
        Path | None,
        typer.Option(help="Also write each epoch's loss, accuracies and seconds to this CSV file.", metavar="FILE.csv"),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Also print the learning curve.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Train a network from scratch, and write its weights: the picture's on MNIST, the pen's on drawings.

    After every epoch the training run is saved beside the weights, as FILE.checkpoint. If it is interrupted, --resume
    goes on from there, with the same seed and number of epochs unless others are given, to bit-identical weights.
    Finished weights, and files made for another purpose, are never overwritten unasked. The recipe's choices were made
    on validation pictures taken from the training set; the test set is used once, at the end.
    """
    from inkspect.cli.drawings import read_digit_files, read_held_out_files
    from inkspect.data.mnist import FILE_SUMS, load_mnist
    from inkspect.network.architecture import load_architecture
    from inkspect.system.files import check_writable
    from inkspect.system.purposes import Purpose, check_replaceable
    from inkspect.training.finishing import train_and_finish
    from inkspect.training.log import write_log
    from inkspect.training.provenance import MNIST_CREDIT
    from inkspect.training.resuming import resumable_run
    from inkspect.training.showing import shown_progress

    if resume and restart:
        raise typer.BadParameter("--resume continues a training run and --restart discards it: give only one of them")
    if which is NetworkName.PEN:
        _check_for_pen(strokes)
    output = output or DEFAULT_OUTPUTS[which]
    check_writable(output)
    if log is not None:
        if log.resolve() == output.resolve():
            raise typer.BadParameter("the log and the weights must be different files", param_hint="--log")
        check_writable(log)
        check_replaceable(log, Purpose.LOG)
    files = read_digit_files(strokes or [])
    if which is NetworkName.PEN:
        from inkspect.cli.train_pen import train_pen_from

        train_pen_from(
            files,
            recipe_name=recipe_name,
            epochs=epochs,
            seed=seed,
            output=output,
            credit=credit or (),
            held_out=held_out or (),
            resume=resume,
            restart=restart,
            log=log,
            verbose=verbose,
            as_json=as_json,
        )
        return
    drawings = [drawing for file in files.values() for drawing in file.drawings]
    apart = read_held_out_files(held_out or [], files)
    file_sums = {name: total for name, total in FILE_SUMS.items() if name.startswith("train")}
    file_sums |= {name: file.sha256 for name, file in files.items()}
    with resumable_run(output, load_architecture().parameter_count) as run, interrupts_explained(run):
        begin(run, resume, restart)
        recipe, chosen_seed = _chosen(run, recipe_name, epochs, seed)
        mnist = load_mnist()
        with shown_progress() as on_progress:
            result = train_and_finish(
                mnist,
                drawings,
                recipe=recipe,
                seed=chosen_seed,
                on_progress=on_progress,
                on_state=None if log is None else lambda state: write_log(log, state.history),
                run=run,
                data_sums=file_sums,
                credited=(MNIST_CREDIT, *(credit or ())),
                held_out=apart,
            )
    if as_json:
        typer.echo(json.dumps(_summary(output, result), indent=2))
        return
    _print_summary(output, result, verbose)
    if not recipe.calibration.temperature:
        _print_fitted(result.network, drawings)


def _check_for_pen(strokes: "list[Path] | None") -> None:
    """Refuse to train the pen's network without what it learns from."""
    if not strokes:
        raise typer.BadParameter(
            "the pen's network learns from drawings only: give a file of labelled strokes", param_hint="--strokes"
        )


def _summary(output: Path, result: "TrainingResult") -> dict[str, object]:
    """Return a run's result as JSON values."""
    network = result.network
    return {
        "weights": str(output.resolve()),
        "seed": int(network.metadata["seed"]),
        "history": result.table(),
        "temperature": float(network.metadata["temperature"]),
        "verdict": asdict(network.verdict_rule),
        "evaluation": None if result.evaluation is None else result.evaluation.to_json(),
        "measured": _measured(network),
    }


def _measured(network: "Network") -> "MeasuredJson | None":
    """Return the figures by source and by form, if there were held-out drawings."""
    from inkspect.training.held_out import MEASURED_KEY

    figures: MeasuredJson | None = json.loads(network.metadata.get(MEASURED_KEY, "null"))
    return figures


def _chosen(run: "ResumableRun", name: RecipeName | None, epochs: int | None, seed: int | None) -> "tuple[Recipe, int]":
    """Return recipe and seed: from the command line, else as the training run began, else the defaults."""
    from dataclasses import replace

    from inkspect.training.recipe import PUBLISHED, VALIDATED, Recipe, recipe_of

    unfinished = run.checkpoint
    named = {RecipeName.DEFAULT: Recipe(), RecipeName.PUBLISHED: PUBLISHED, RecipeName.VALIDATED: VALIDATED}
    recipe = recipe_of(unfinished.recipe) if unfinished and name is None else named[name or RecipeName.DEFAULT]
    begun_with = unfinished.state.seed if unfinished else 0
    return recipe if epochs is None else replace(recipe, epochs=epochs), begun_with if seed is None else seed


def _print_summary(output: Path, result: "TrainingResult", verbose: bool) -> None:
    from inkspect.cli.summary import digit_table, learning_curve, results_console, source_table, worst_forms

    console, history = results_console(), result.history
    typer.echo(f"Wrote {output.resolve()}")
    typer.echo(epochs_in(history))
    if verbose:
        typer.echo()
        console.print(learning_curve(history, console.encoding))
        typer.echo()
    if result.evaluation is not None:
        typer.echo(f"MNIST test set: {result.evaluation.accuracy or 0.0:.2%}")
        console.print(digit_table(result.evaluation))
    if (measured := _measured(result.network)) is not None:
        typer.echo()
        console.print(source_table(measured))
        typer.echo(worst_forms(measured))


def _print_fitted(network: "Network", drawings: "Sequence[Drawing]") -> None:
    """Print the fitted values, for a recipe with less validation data to fix."""
    from inkspect.network.verdict import ALWAYS_A_DIGIT

    line = f"Fitted on validation data: temperature {network.metadata['temperature']}"
    if (rule := network.verdict_rule) != ALWAYS_A_DIGIT:
        line += (
            f"; a digit from {rule.digit_from:.4f} on evidence of {rule.digit_evidence_from:.4f}, unsure from "
            f"{rule.unsure_from:.4f} on {rule.unsure_evidence_from:.4f}"
        )
    typer.echo(line)
    if rule == ALWAYS_A_DIGIT:
        missing = (
            "drawings by more writers: it fits them to those of about one writer in seven, and there were none"
            if drawings
            else "drawings (--strokes)"
        )
        typer.echo(f"It reads all ink as a digit: to learn the verdicts unsure and none, it needs {missing}")
