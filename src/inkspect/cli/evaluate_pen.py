"""`inkspect evaluate --network pen`: what the pen's network knows, foresees and writes."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from inkspect.cli.drawings import read_files
from inkspect.cli.steps import shown_steps
from inkspect.system.errors import InkspectError
from inkspect.system.words import counted

if TYPE_CHECKING:
    from inkspect.data.strokes import Drawing
    from inkspect.measuring.pen import PenEvaluation
    from inkspect.measuring.pen_movements import Foreseen
    from inkspect.measuring.pen_written import WrittenDigits


def evaluate_pen_on(weights: Path | None, strokes: Sequence[Path], learned: Sequence[Path], *, as_json: bool) -> None:
    """Measure the network of a weights file, or the published one, and print the result.

    Args:
        weights: the weights file; the published one if None.
        strokes: stroke files of labelled drawings; without any, only its writing is measured.
        learned: stroke files that it learned from.
        as_json: whether to print JSON.
    """
    from inkspect.measuring.pen import evaluate_pen
    from inkspect.network.weights import load_weights as load_picture_weights
    from inkspect.network.weights import published_weights as published_picture_weights
    from inkspect.pen.weights import load_weights, published_weights

    if learned and not strokes:
        raise typer.BadParameter("--learned needs --strokes, which tell how near others come by chance")
    network = load_weights(weights or published_weights())
    picture, _ = load_picture_weights(published_picture_weights())
    drawings, taught = _drawings_in(strokes), _drawings_in(learned)
    names = ", ".join(map(str, strokes))
    with shown_steps() as on_step:
        try:
            evaluation = evaluate_pen(network, picture, drawings if strokes else None, taught, on_step=on_step)
        except InkspectError as error:
            raise InkspectError(f"{names}: {error}" if names else str(error)) from error
    if as_json:
        typer.echo(json.dumps(evaluation.to_json(), indent=2))
    else:
        _print(names, evaluation)


def _drawings_in(files: Sequence[Path]) -> "list[Drawing]":
    return [drawing for file in read_files(files).values() for drawing in file.drawings]


def _print(names: str, evaluation: "PenEvaluation") -> None:
    if names:
        typer.echo(f"{names}: {counted(evaluation.count, 'digit')}\n")
        if evaluation.left_out:
            typer.echo(f"{evaluation.left_out:,} left out: no ink, or no digit as their label\n")
        typer.echo("right after           pen's  picture's network")
        for right in evaluation.right:
            typer.echo(f"{right.share:>4.0%} of the ink  {right.pen_accuracy:>8.2%}  {right.picture_accuracy:>8.2%}")
        typer.echo("\nwhat followed, in bits  at the tip    a step   a token  a drawing")
        for foreseen in evaluation.foreseen:
            _print_foreseen(foreseen)
        typer.echo()
    typer.echo("written at    of  read as meant  … verdict digit  without an end")
    for written in evaluation.written:
        shares = f"{written.accuracy:>13.1%}  {written.sure / written.count:>15.1%}"
        typer.echo(f"{written.temperature:>10g} {written.count:>5,}  {shares}  {written.unended:>14,}")
    for written in evaluation.written:
        _print_nearness(written)


def _print_foreseen(foreseen: "Foreseen") -> None:
    means = (foreseen.mean_at_tip, foreseen.per_step, foreseen.per_token)
    shown = "".join("         –" if mean is None else f"{mean:>10.3f}" for mean in means)
    drawing = "–" if foreseen.per_drawing is None else f"{foreseen.per_drawing:.1f}"
    notes = [f"{foreseen.left_out:,} left out"] if foreseen.left_out else []
    notes += [f"{foreseen.cut_off:,} longer than the context"] if foreseen.cut_off else []
    note = f"  ({', '.join(notes)})" if notes else ""
    typer.echo(f"after {foreseen.share:>4.0%} of the ink   {shown} {drawing:>10}{note}")


def _print_nearness(written: "WrittenDigits") -> None:
    near = written.nearness
    if near is None:
        return
    typer.echo(
        f"\nwritten at {written.temperature:g}: the nearest of {counted(near.training, 'training drawing')} is "
        f"{near.median_of_written:.2f} away in the median, of held-out drawings {near.median_of_held_out:.2f};\n"
        f"{near.nearer_than_median:,} of {written.count - written.unended:,} are nearer than that median, "
        f"{near.nearer_than_any:,} nearer than any held-out drawing (28×28 ink, Euclidean distance)"
    )
