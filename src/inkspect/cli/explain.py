"""`inkspect explain`: where every number of a drawing comes from, as JSON."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inkspect.cli.networks import NetworkName
from inkspect.system.errors import InkspectError, InvalidValueError

if TYPE_CHECKING:
    from inkspect.explaining.questions import Question

EXAMPLES = """\b
Examples:
  inkspect explain photo.jpg
  inkspect explain drawings.jsonl --output explained.jsonl
  inkspect explain photo.jpg --digit 3 --rival 8
  inkspect explain photo.jpg --part conv2.12.2.3 --off map1.5
  inkspect explain drawings.jsonl --network pen --part attention.2.3.17.9
"""


def explain(
    file: Annotated[Path, typer.Argument(help="A picture of one digit, or a stroke file.", metavar="FILE")],
    digit: Annotated[
        int | None,
        typer.Option(min=0, max=9, help="The digit to explain, if not the most probable one.", metavar="D"),
    ] = None,
    rival: Annotated[
        int | None,
        typer.Option(min=0, max=9, help="The digit to tell it from, if not the most probable other one.", metavar="R"),
    ] = None,
    part: Annotated[
        str | None,
        typer.Option(help="A part of the network to trace forwards and backwards: conv2.12.2.3.", metavar="PART"),
    ] = None,
    off: Annotated[
        list[str] | None,
        typer.Option(help="A feature map (map1.5) or FC unit (fc1.17) to switch off; repeatable.", metavar="PART"),
    ] = None,
    weights: Annotated[
        Path | None, typer.Option(help="A network of your own instead of the published one.", metavar="FILE")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="Where to write it, if not to standard output.", metavar="FILE")
    ] = None,
    network: Annotated[
        NetworkName, typer.Option(help="The picture's network, or the pen's, which reads stroke files only.")
    ] = NetworkName.PICTURE,
) -> None:
    """Explain what the network reads in a picture, or in each drawing of a stroke file, as JSON, one line each.

    The explanation is the one that the page gives: what the diagram's links carry, the trace of the digit, the share of
    each cell's ink in the difference between the digit and its rival and, for a part of the network, every product
    that adds up to its value. docs/explanation-format.md describes it.

    Parts are named by layer and indices from 0: input.5.7 (row, column), conv1.3.10.11 (map, row, column),
    pool2.12.2.3, fc1.17, logit.3, probability.3, map1.3, map2.12, group.4, picture, link.conv2.5.12 (stage, source,
    target).

    With --network pen, it is what the pen's network reads in each drawing of a stroke file: its tokens, every number
    that it computes and, for one of them (attention.2.3.17.9, query.1.17.5, logit.17.33), what feeds it and what it
    feeds.
    """
    from inkspect.explaining.questions import read_question
    from inkspect.system.files import check_writable, write_atomically
    from inkspect.system.purposes import Purpose, check_replaceable

    if network is NetworkName.PEN and (digit is not None or rival is not None or off):
        raise typer.BadParameter(
            "--digit, --rival and --off ask the picture's network: with --network pen, give a --part"
        )
    try:
        if network is NetworkName.PEN:
            lines = _lines_by_pen(file, weights, part)
        else:
            lines = _lines(file, weights, read_question(digit, rival, part, off or []))
    except InvalidValueError as error:
        raise InkspectError(f"--{error}") from error
    if output is None:
        for line in lines:
            typer.echo(line)
        return
    check_replaceable(output, Purpose.EXPLANATION)
    check_writable(output)
    write_atomically(output, "".join(f"{line}\n" for line in lines).encode())


def _lines(file: Path, weights: Path | None, question: "Question") -> Iterator[str]:
    """Yield the explanation of every drawing in a file, each on one line."""
    from inkspect.explaining.questions import explain_picture
    from inkspect.network.weights import load_weights, published_weights, weights_sha256
    from inkspect.sources import pictures_in_file

    network, _ = load_weights(weights or published_weights())
    sha256 = weights_sha256(network)
    empty = True
    for pictures in pictures_in_file(file):
        for picture in pictures:
            empty = False
            made = explain_picture(picture, network, question, sha256).to_json()
            yield json.dumps(made, separators=(",", ":"))
    if empty:
        raise InkspectError(f"{file}: holds no drawing")


def _lines_by_pen(file: Path, weights: Path | None, part: str | None) -> Iterator[str]:
    """Return what yields the same of the pen's network; raise InvalidValueError at once if there is no such part."""
    from inkspect.explaining.pen_parts import read_pen_part

    asked = None if part is None else read_pen_part(part)

    def lines() -> Iterator[str]:
        from inkspect.explaining.pen_explanation import explain_strokes
        from inkspect.pen.weights import load_weights, published_weights, weights_sha256
        from inkspect.sources import FOLLOWS_STROKES, drawings_in_file

        network = load_weights(weights or published_weights())
        sha256 = weights_sha256(network)
        empty = True
        for drawing in drawings_in_file(file, FOLLOWS_STROKES):
            empty = False
            made = explain_strokes(drawing.kept, network, asked, sha256).to_json()
            yield json.dumps(made, separators=(",", ":"))
        if empty:
            raise InkspectError(f"{file}: holds no drawing")

    return lines()
