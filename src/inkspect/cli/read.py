"""`inkspect read`: digits from pictures and stroke files."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Annotated, TypeAlias, TypeVar

import typer

from inkspect.cli.networks import NetworkName
from inkspect.system.errors import InkspectError
from inkspect.system.output import on_one_line

if TYPE_CHECKING:
    from inkspect.network.reading import Reading
    from inkspect.pen.reading import PenReading

_Reading = TypeVar("_Reading", "Reading", "PenReading")

_Told: TypeAlias = tuple[str, dict[str, object]]
"""A reading in words, and as JSON values."""

EXAMPLES = """\b
Examples:
  inkspect read photo.jpg
  inkspect read drawings.jsonl --json
  inkspect read drawings.jsonl --over-time    the answer after every point
  inkspect read drawings.jsonl --network pen  the digit it will be, and what the pen does next
  inkspect read scans/*.png --weights my.safetensors
  cat photo.jpg | inkspect read /dev/stdin
"""


def read(
    files: Annotated[list[Path], typer.Argument(help="Pictures of one digit each, and stroke files.", metavar="FILE")],
    weights: Annotated[
        Path | None, typer.Option(help="A network of your own instead of the published one.", metavar="FILE")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
    over_time: Annotated[
        bool, typer.Option("--over-time", help="Print the answer after every point of each drawing, as JSON lines.")
    ] = False,
    network: Annotated[
        NetworkName, typer.Option(help="The picture's network, or the pen's, which reads stroke files only.")
    ] = NetworkName.PICTURE,
) -> None:
    """Read digits from pictures (PNG, JPEG, WebP, BMP, GIF) and stroke files, whatever their names.

    A picture holds one digit, drawn or photographed, dark on light or light on dark, on plain or lined paper; a stroke
    file holds any number of drawings, one per line. A file may be a pipe; `-` is standard input. A file that cannot be
    read is reported on standard error and makes the exit code 1; the others are still read. Each result is printed as
    soon as it is known.

    With --over-time, only stroke files are read, and each point of a drawing gives a line, a JSON object: file,
    drawing, moment (the number of points so far), t (ms since the first point), verdict, digit and probabilities. They
    are those that the page shows at that moment. A drawing without visible ink has no lines.

    With --network pen, the pen's network reads stroke files as movements, and each result also tells what it expects
    next: a step in one of sixteen directions, the pen lifted or put down, or the end. It gives no verdict: it knows no
    drawings but digits, finished or not.
    """
    if over_time and as_json:
        raise typer.BadParameter("--over-time prints JSON lines already, and --json one JSON array: give only one")
    if over_time:
        if not _read_over_time(files, weights, network):
            raise typer.Exit(1)
        return
    told_in = _by_pen(weights) if network is NetworkName.PEN else _by_picture(weights)
    failed = False
    before = "["
    for file in files:
        for record in _read(file, told_in, quiet=as_json):
            failed |= "error" in record
            if as_json:
                typer.echo(f"{before}\n{indent(json.dumps(record, indent=2), '  ')}", nl=False)
                before = ","
    if as_json:
        typer.echo("\n]")
    if failed:
        raise typer.Exit(1)


def _read_over_time(files: list[Path], weights: Path | None, network: NetworkName) -> bool:
    """Print the readings over time; return whether all drawings of all files were read."""
    from inkspect.cli.over_time import print_over_time, print_over_time_by_pen

    if network is NetworkName.PEN:
        from inkspect.pen.weights import load_weights as load_pen_weights
        from inkspect.pen.weights import published_weights as published_pen_weights

        return print_over_time_by_pen(files, load_pen_weights(weights or published_pen_weights()))
    from inkspect.network.weights import load_weights, published_weights

    return print_over_time(files, load_weights(weights or published_weights())[0])


def _by_picture(weights: Path | None) -> Callable[[Path], Iterator[tuple[bool, _Told]]]:
    """Return what reads a file with the picture's network: each reading after whether it needs a number."""
    from inkspect.network.weights import load_weights, published_weights
    from inkspect.reading import read_each

    network, _ = load_weights(weights or published_weights())

    def told_in(file: Path) -> Iterator[tuple[bool, _Told]]:
        for numbered, reading in _numbered(read_each(file, network)):
            yield numbered, (described(reading), {**reading.to_json()})

    return told_in


def _by_pen(weights: Path | None) -> Callable[[Path], Iterator[tuple[bool, _Told]]]:
    """Return the same of the pen's network."""
    from inkspect.cli.pen_words import described as described_movements
    from inkspect.pen.weights import load_weights, published_weights
    from inkspect.reading import read_each_with_pen

    network = load_weights(weights or published_weights())

    def told_in(file: Path) -> Iterator[tuple[bool, _Told]]:
        for numbered, reading in _numbered(read_each_with_pen(file, network)):
            yield numbered, (described_movements(reading), {**reading.to_json()})

    return told_in


def _read(
    file: Path, told_in: Callable[[Path], Iterator[tuple[bool, _Told]]], *, quiet: bool
) -> Iterator[dict[str, object]]:
    """Yield a record for every drawing in a file, or one with an error, and print it at once."""
    number = 0
    try:
        for number, (numbered, (words, values)) in enumerate(told_in(file), start=1):
            if not quiet:
                place = f"{file}, drawing {number}" if numbered else str(file)
                typer.echo(on_one_line(f"{place}: {words}"))
            yield {"file": str(file), "drawing": number, **values}
        if not number:
            raise InkspectError(f"{file}: holds no drawing")
    except InkspectError as error:
        typer.echo(on_one_line(f"inkspect: {error}"), err=True)
        yield {"file": str(file), "error": str(error)}


def _numbered(readings: Iterator[_Reading]) -> Iterator[tuple[bool, _Reading]]:
    """Yield each reading after whether it needs a number: not if it is the file's only one."""
    first = next(readings, None)
    if first is None:
        return
    try:
        second = next(readings, None)
    except InkspectError:
        yield True, first
        raise
    yield second is not None, first
    if second is not None:
        yield True, second
    yield from ((True, reading) for reading in readings)


def described(reading: "Reading") -> str:
    """Return a reading as text, with its probability."""
    if reading.digit is None or reading.probabilities is None:
        return "nothing drawn"
    share = reading.probabilities[reading.digit]
    match reading.verdict:
        case "none":
            return f"no digit (nearest: {reading.digit}, {share:.1%})"
        case "unsure":
            if reading.second is None:
                return f"{reading.digit} ({share:.1%})?"
            return f"{reading.digit} ({share:.1%}), or {reading.second} ({reading.probabilities[reading.second]:.1%})?"
        case _:
            return f"{reading.digit} ({share:.1%})"
