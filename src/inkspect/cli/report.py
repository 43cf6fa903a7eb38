"""`inkspect report`: a network's training, mistakes and rejections as one HTML file."""

from pathlib import Path
from typing import Annotated

import typer

from inkspect.cli.steps import shown_steps

EXAMPLES = """\b
Examples:
  inkspect report
  inkspect report --weights my.safetensors --strokes ours.jsonl --output ours.html
  inkspect report --strokes digits.jsonl.gz --no-digits letters.jsonl.gz --mistakes 100
  inkspect report --checkpoint my.safetensors.checkpoint    an unfinished training run
"""


def report(
    weights: Annotated[
        Path | None, typer.Option(help="A network of your own instead of the published one.", metavar="FILE")
    ] = None,
    checkpoint: Annotated[
        Path | None, typer.Option(help="The network of an unfinished training run instead.", metavar="FILE")
    ] = None,
    strokes: Annotated[
        list[Path] | None, typer.Option(help="Also read these labelled drawings; repeatable.", metavar="FILE")
    ] = None,
    no_digits: Annotated[
        Path | None, typer.Option(help="Drawings that show no digit and should be rejected.", metavar="FILE")
    ] = None,
    output: Annotated[Path, typer.Option(help="Where to write the report.", metavar="FILE")] = Path("report.html"),
    mistakes: Annotated[int, typer.Option(min=0, help="How many pictures of each kind to show.", metavar="N")] = 60,
) -> None:
    """Write a report on a network as one HTML file: on the MNIST test set, and on drawings in stroke files.

    It shows the learning curves, the confusion matrix, the calibration of probabilities, accuracy by digit and by
    writer, pictures of the mistakes, and rejections. It needs no internet connection and runs no scripts.

    The charts need the package matplotlib: pip install 'inkspect[report]'.
    """
    from inkspect.network.weights import published_weights
    from inkspect.report.build import build_report
    from inkspect.report.subject import subject_of_checkpoint, subject_of_weights
    from inkspect.system.files import write_atomically
    from inkspect.system.purposes import Purpose, check_replaceable

    if weights and checkpoint:
        raise typer.BadParameter("--weights and --checkpoint both choose the network: give only one of them")
    check_replaceable(output, Purpose.REPORT)
    subject = subject_of_checkpoint(checkpoint) if checkpoint else subject_of_weights(weights or published_weights())
    with shown_steps() as on_step:
        content = build_report(subject, strokes or [], no_digits, most_shown=mistakes, on_step=on_step)
    write_atomically(output, content)
    typer.echo(f"Wrote {output.resolve()}")
