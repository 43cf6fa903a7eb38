"""`inkspect train --network pen`: from random weights to a weights file of the pen's network."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from inkspect.cli.runs import RecipeName, begin, epochs_in, interrupts_explained

if TYPE_CHECKING:
    from inkspect.data.stroke_files import StrokeFile
    from inkspect.measuring.pen_by_source import MeasuredPenJson
    from inkspect.training.pen_finishing import PenTrainingResult
    from inkspect.training.pen_recipe import PenRecipe
    from inkspect.training.resuming import ResumableRun


def train_pen_from(
    files: "Mapping[str, StrokeFile]",
    *,
    recipe_name: RecipeName | None,
    epochs: int | None,
    seed: int | None,
    output: Path,
    credit: Sequence[str],
    held_out: Sequence[Path],
    resume: bool,
    restart: bool,
    log: Path | None,
    verbose: bool,
    as_json: bool,
) -> None:
    """Train the pen's network from these files of drawings, by name; the arguments are those of `inkspect train`."""
    from inkspect.cli.drawings import read_held_out_files
    from inkspect.training.log import write_log
    from inkspect.training.pen_finishing import resumable_pen_run, train_and_finish_pen
    from inkspect.training.showing import shown_progress

    apart = read_held_out_files(held_out, files)
    with resumable_pen_run(output) as run, interrupts_explained(run):
        begin(run, resume, restart)
        recipe, chosen_seed = _chosen(run, recipe_name, epochs, seed)
        with shown_progress() as on_progress:
            result = train_and_finish_pen(
                [drawing for file in files.values() for drawing in file.drawings],
                recipe=recipe,
                seed=chosen_seed,
                on_progress=on_progress,
                on_state=None if log is None else lambda state: write_log(log, state.history),
                run=run,
                data_sums={name: file.sha256 for name, file in files.items()},
                credited=credit,
                held_out=apart,
            )
    if as_json:
        typer.echo(json.dumps(_summary(output, result), indent=2))
    else:
        _print_summary(output, result, verbose)


def _chosen(
    run: "ResumableRun", name: RecipeName | None, epochs: int | None, seed: int | None
) -> "tuple[PenRecipe, int]":
    """Return recipe and seed: from the command line, else as the training run began, else the defaults."""
    from dataclasses import replace

    from inkspect.training.pen_recipe import PUBLISHED_PEN, VALIDATED_PEN, PenRecipe, pen_recipe_of

    unfinished = run.checkpoint
    named = {
        RecipeName.DEFAULT: PenRecipe(),
        RecipeName.PUBLISHED: PUBLISHED_PEN,
        RecipeName.VALIDATED: VALIDATED_PEN,
    }
    recipe = pen_recipe_of(unfinished.recipe) if unfinished and name is None else named[name or RecipeName.DEFAULT]
    begun_with = unfinished.state.seed if unfinished else 0
    return recipe if epochs is None else replace(recipe, epochs=epochs), begun_with if seed is None else seed


def _figures(result: "PenTrainingResult") -> dict[str, float]:
    figures: dict[str, float] = json.loads(result.network.metadata["figures"])
    return figures


def _measured(result: "PenTrainingResult") -> "MeasuredPenJson | None":
    """Return the figures by source, if there were held-out drawings."""
    from inkspect.training.held_out import MEASURED_KEY

    figures: MeasuredPenJson | None = json.loads(result.network.metadata.get(MEASURED_KEY, "null"))
    return figures


def _summary(output: Path, result: "PenTrainingResult") -> dict[str, object]:
    """Return a run's result as JSON values."""
    return {
        "weights": str(output.resolve()),
        "seed": int(result.network.metadata["seed"]),
        "history": result.table(),
        "figures": _figures(result),
        "measured": _measured(result),
    }


def _print_summary(output: Path, result: "PenTrainingResult", verbose: bool) -> None:
    from inkspect.cli.summary import learning_curve, results_console
    from inkspect.system.words import counted

    typer.echo(f"Wrote {output.resolve()}")
    typer.echo(epochs_in(result.history))
    if verbose and result.history[-1].validation_accuracy:
        console = results_console()
        typer.echo()
        console.print(learning_curve(result.history, console.encoding))
        typer.echo()
    if figures := _figures(result):
        whole, half = figures["drawings_validation_accuracy"], figures["halves_validation_accuracy"]
        typer.echo(f"Held-out writers: the digit is right after all the ink {whole:.2%}, after half of it {half:.2%}")
    if measured := _measured(result):
        for source in measured["sources"]:
            right = ", ".join(f"{row['accuracy']:.2%} after {row['share']:.0%}" for row in source["right"])
            typer.echo(f"{source['name']}, {counted(source['count'], 'digit')}: right with {right} of the ink")
