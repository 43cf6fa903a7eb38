"""`inkspect evaluate`: a network's accuracy."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inkspect.cli.networks import NetworkName
from inkspect.system.errors import InkspectError
from inkspect.system.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from inkspect.measuring.evaluation import Evaluation
    from inkspect.network.network import Network
    from inkspect.network.verdict import Verdict

MOST_MISTAKES_SHOWN = 5
MOST_WRITERS_SHOWN = 3

EXAMPLES = """\b
Examples:
  inkspect evaluate
  inkspect evaluate --weights my.safetensors --json
  inkspect evaluate --strokes drawings.jsonl --strokes others.jsonl
  inkspect evaluate --network pen --strokes drawings.jsonl --learned train.jsonl
"""


def evaluate(
    weights: Annotated[
        Path | None, typer.Option(help="A network of your own instead of the published one.", metavar="FILE")
    ] = None,
    strokes: Annotated[
        list[Path] | None,
        typer.Option(help="Labelled drawings to read instead of the MNIST test set; repeatable.", metavar="FILE"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    network: Annotated[
        NetworkName, typer.Option(help="The picture's network, or the pen's, which follows the movements.")
    ] = NetworkName.PICTURE,
    learned: Annotated[
        list[Path] | None,
        typer.Option(
            help="Drawings that the pen's network learned from: does it copy them? Repeatable.", metavar="FILE"
        ),
    ] = None,
) -> None:
    """Measure a network's accuracy on the MNIST test set, or on drawings in stroke files.

    With --network pen, the pen's network reads the drawings in stroke files after all, three quarters, half and a
    quarter of their ink, beside the published picture's network; what followed half and three quarters of the ink is
    measured in bits; and the picture's network reads 1,000 digits that the pen's network writes at each of two
    temperatures. Without stroke files, there is only this last part.
    """
    import json

    if network is NetworkName.PEN:
        from inkspect.cli.evaluate_pen import evaluate_pen_on

        evaluate_pen_on(weights, strokes or [], learned or [], as_json=as_json)
        return
    if learned:
        raise typer.BadParameter("--learned is about what the pen's network writes: add --network pen")

    from inkspect.network.weights import load_weights, published_weights

    reading, _ = load_weights(weights or published_weights())
    evaluation = _read_drawings(reading, strokes) if strokes else _read_mnist(reading)
    if as_json:
        typer.echo(json.dumps(evaluation.to_json(), indent=2))
    else:
        _print(", ".join(map(str, strokes)) if strokes else "MNIST test set", evaluation)


def _read_mnist(network: "Network") -> "Evaluation":
    from inkspect.data.mnist import load_mnist
    from inkspect.measuring.evaluation import evaluate_mnist

    return evaluate_mnist(network, load_mnist())


def _read_drawings(network: "Network", files: list[Path]) -> "Evaluation":
    from inkspect.cli.drawings import read_files
    from inkspect.measuring.evaluation import evaluate_drawings

    drawings = [drawing for file in read_files(files).values() for drawing in file.drawings]
    try:
        return evaluate_drawings(network, drawings)
    except InkspectError as error:
        raise InkspectError(f"{', '.join(map(str, files))}: {error}") from error


def _print(what: str, evaluation: "Evaluation") -> None:
    if evaluation.count:
        typer.echo(f"{what}: {evaluation.correct:,} of {evaluation.count:,} correct, {evaluation.accuracy:.2%}\n")
    else:
        typer.echo(f"{what}: no digits\n")
    if evaluation.left_out:
        typer.echo(f"{evaluation.left_out:,} left out: no ink, or no label\n")
    if evaluation.count:
        _print_digits(evaluation)
        typer.echo(f"calibration error: {evaluation.calibration_error:.2%}")
        typer.echo(f"verdicts on digits: {_shares(evaluation.verdicts)}")
    if evaluation.non_digit_verdicts:
        typer.echo(f"verdicts on negatives: {_shares(evaluation.non_digit_verdicts)}")
    if evaluation.writers:
        _print_writers(evaluation)


def _print_digits(evaluation: "Evaluation") -> None:
    typer.echo("digit accuracy       of")
    for digit in range(10):
        accuracy = evaluation.digit_accuracy(digit)
        share = "       –" if accuracy is None else f"{accuracy:8.2%}"
        typer.echo(f"{digit:>5} {share} {evaluation.digit_count(digit):>8,}")
    mistakes = evaluation.mistakes()[:MOST_MISTAKES_SHOWN]
    typer.echo()
    if mistakes:
        listed = ", ".join(f"{digit} as {read} {count}×" for digit, read, count in mistakes)
        typer.echo(f"most frequent mistakes: {listed}")
        typer.echo(f"mean confidence when wrong: {evaluation.mean_confidence_when_wrong:.2%}")


def _print_writers(evaluation: "Evaluation") -> None:
    writers = counted(len(evaluation.writers), "writer")
    typer.echo(f"{writers}, mean accuracy {evaluation.mean_accuracy_of_writers:.2%}")
    worst = sorted(evaluation.writers.items(), key=lambda item: item[1][1] / item[1][0])[:MOST_WRITERS_SHOWN]
    listed = ", ".join(f"{writer} {correct} of {count}" for writer, (count, correct) in worst)
    typer.echo(f"lowest accuracy: {listed}")


def _shares(counts: "Mapping[Verdict, int]") -> str:
    total = sum(counts.values())
    return ", ".join(f"{verdict} {count / total:.2%}" for verdict, count in counts.items()) + f" of {total:,}"
