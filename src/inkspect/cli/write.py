"""`inkspect write`: digits that the pen's network writes, and drawings that it finishes."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from inkspect.cli.read import described
from inkspect.system.errors import InkspectError
from inkspect.system.output import on_one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from inkspect.data.strokes import Drawing
    from inkspect.network.reading import Reading
    from inkspect.pen.network import PenNetwork
    from inkspect.pen.writing import Written

EXAMPLES = """\b
Examples:
  inkspect write 7
  inkspect write 3 --count 20 --temperature 0.5 --output threes.svg
  inkspect write 8 --count 100 --output eights.jsonl && inkspect read eights.jsonl
  inkspect write --finish begun.jsonl           whatever the network expects
  inkspect write 9 --finish begun.jsonl         a 9, if it can still become one
"""

ENDINGS = (".svg", ".png", ".jsonl", ".jsonl.gz")
MOST = 1000
"""The most drawings written at once."""


class _Choices(NamedTuple):
    """How the next token is chosen."""

    temperature: float
    top_k: int | None


class _Made(NamedTuple):
    """A drawing that was written or finished."""

    name: str
    drawing: "Drawing"
    ended: bool


def write(
    digit: Annotated[
        int | None, typer.Argument(min=0, max=9, help="The digit to write.", metavar="DIGIT", show_default=False)
    ] = None,
    count: Annotated[int, typer.Option(min=1, max=MOST, help="How many to write.", metavar="N")] = 1,
    temperature: Annotated[
        float, typer.Option(min=0, help="0: always the most probable movement; higher: more freely.", metavar="T")
    ] = 0.8,
    top_k: Annotated[
        int | None, typer.Option(min=1, help="Choose from only so many movements at each step.", metavar="K")
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, max=2**32 - 1, help="Seed of the first; each next one has the next seed.", metavar="S")
    ] = 0,
    finish: Annotated[
        Path | None, typer.Option(help="Go on from each drawing of this stroke file instead.", metavar="FILE")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="Where to write them: an .svg, .png or .jsonl file.", metavar="FILE")
    ] = None,
    weights: Annotated[
        Path | None, typer.Option(help="A pen's network of your own instead of the published one.", metavar="FILE")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the drawings as JSON.")] = False,
) -> None:
    """Let the pen's network write a digit, and the picture's network read it.

    Each movement is chosen at random among those that the network expects: one of sixteen directions, the pen lifted or
    put down, or the end. The same seed writes the same. A digit that has not ended when the network's context is full
    has failed, and is marked so.

    With --output, a picture shows all of them, ten in a row; a stroke file (.jsonl, or .jsonl.gz) has one a line, which
    `inkspect read` reads. Without it, they are drawn in the terminal.

    With --finish, the network goes on from each drawing of a stroke file, whose points stay as they are; DIGIT is what
    they are to become, and may be left out.
    """
    if digit is None and finish is None:
        raise typer.BadParameter("give the digit to write, 0 to 9, or a drawing to finish (--finish FILE)")
    if not temperature <= sys.float_info.max:
        raise typer.BadParameter(f"{temperature} is not a finite number", param_hint="--temperature")
    if seed + count > 2**32:
        raise typer.BadParameter(f"with {seed} as the first, seeds would exceed 4294967295", param_hint="--seed")
    if output is not None:
        _check_output(output)
    network = _load(weights)
    choices = _Choices(temperature, top_k)
    made = (
        _written(network, digit or 0, choices, range(seed, seed + count))
        if finish is None
        else _finished(network, finish, digit, choices, range(seed, seed + count))
    )
    if output is not None:
        drawn = list(made)
        _write_file(output, [one.drawing for one in drawn])
        made = iter(drawn)
        if not as_json:
            unended = sum(not one.ended for one in drawn)
            typer.echo(
                f"Wrote {output.resolve()}" + (f"; {unended:,} of {len(drawn):,} without an end" * bool(unended))
            )
            return
    _print_json(made) if as_json else _print_text(made)


def _check_output(output: Path) -> None:
    """Refuse a place that cannot be written, or another kind of file, before anything is computed."""
    from inkspect.system.files import check_writable
    from inkspect.system.purposes import Purpose, check_replaceable

    if not output.name.endswith(ENDINGS):
        raise typer.BadParameter(
            f"{output} must end in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}", param_hint="--output"
        )
    check_replaceable(output, Purpose.SHEET if output.suffix in (".svg", ".png") else Purpose.STROKES)
    check_writable(output)


def _load(weights: Path | None) -> "PenNetwork":
    from inkspect.pen.weights import load_weights, published_weights

    return load_weights(weights or published_weights())


def _written(network: "PenNetwork", digit: int, choices: _Choices, seeds: range) -> Iterator[_Made]:
    """Yield a digit for every seed."""
    from inkspect.writing.digits import write

    for seed in seeds:
        written = write(digit, network, temperature=choices.temperature, top_k=choices.top_k, seed=seed)
        yield _Made(f"{digit}, seed {seed}", _told(written.drawing, written, choices, seed), written.ended)


def _finished(network: "PenNetwork", file: Path, digit: int | None, choices: _Choices, seeds: range) -> Iterator[_Made]:
    """Yield every drawing of a stroke file, finished with every seed."""
    from inkspect.sources import FOLLOWS_STROKES, drawings_in_file
    from inkspect.writing.digits import finish, finished

    number = 0
    for number, begun in enumerate(drawings_in_file(file, FOLLOWS_STROKES), start=1):
        for seed in seeds:
            written = finish(
                begun, network, digit=digit, temperature=choices.temperature, top_k=choices.top_k, seed=seed
            )
            becomes = "" if digit is None else f" as {digit}"
            drawing = _told(finished(begun, written), written, choices, seed)
            yield _Made(f"{file}, drawing {number}{becomes}, seed {seed}", drawing, written.ended)
    if not number:
        raise InkspectError(f"{file}: holds no drawing")


def _told(drawing: "Drawing", written: "Written", choices: _Choices, seed: int) -> "Drawing":
    """Return a drawing that says how it was written, and so how to write it again."""
    from dataclasses import replace

    limit = {} if choices.top_k is None else {"top_k": choices.top_k}
    told = {"temperature": choices.temperature, **limit, "seed": seed, "ended": written.ended}
    return replace(drawing, extra=drawing.extra | {"written": told})


def _write_file(output: Path, drawings: "Sequence[Drawing]") -> None:
    from inkspect.data.stroke_files import serialize_strokes
    from inkspect.system.files import write_atomically
    from inkspect.writing.sheet import sheet_as_png, sheet_as_svg

    strokes = [drawing.kept for drawing in drawings]
    pictures = {".svg": sheet_as_svg, ".png": sheet_as_png}
    picture = pictures.get(output.suffix)
    write_atomically(output, serialize_strokes(drawings, output) if picture is None else picture(strokes))


def _reader() -> "Callable[[Drawing], Reading]":
    """Return what the published picture's network reads in a drawing."""
    from inkspect.network.weights import load_weights, published_weights
    from inkspect.reading import read

    network, _ = load_weights(published_weights())
    return lambda drawing: read(drawing, network)


def _print_text(made: Iterator[_Made]) -> None:
    from inkspect.writing.text import drawing_as_text

    read = _reader()
    for one in made:
        end = "" if one.ended else "no end; "
        typer.echo(on_one_line(f"{one.name}: {end}read as {described(read(one.drawing))}"))
        text = drawing_as_text(one.drawing.kept, sys.stdout.encoding or "ascii")
        typer.echo(f"\n{indent(text, '  ')}\n" if text else "")


def _print_json(made: Iterator[_Made]) -> None:
    from inkspect.data.strokes import drawing_to_json

    read, before = _reader(), "["
    for one in made:
        record = drawing_to_json(one.drawing) | {"reading": read(one.drawing).to_json()}
        typer.echo(f"{before}\n  {json.dumps(record)}", nl=False)
        before = ","
    typer.echo("\n]")
