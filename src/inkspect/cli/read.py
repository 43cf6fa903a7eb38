"""`inkspect read`: digits from pictures and stroke files."""

import json
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Annotated

import typer

from inkspect.system.errors import InkspectError
from inkspect.system.output import on_one_line

if TYPE_CHECKING:
    from inkspect.network.network import Network
    from inkspect.network.reading import Reading

EXAMPLES = """\b
Examples:
  inkspect read photo.jpg
  inkspect read drawings.jsonl --json
  inkspect read drawings.jsonl --over-time    the answer after every point
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
) -> None:
    """Read digits from pictures (PNG, JPEG, WebP, BMP, GIF) and stroke files, whatever their names.

    A picture holds one digit, drawn or photographed, dark on light or light on dark, on plain or lined paper; a stroke
    file holds any number of drawings, one per line. A file may be a pipe; `-` is standard input. A file that cannot be
    read is reported on standard error and makes the exit code 1; the others are still read. Each result is printed as
    soon as it is known.

    With --over-time, only stroke files are read, and each point of a drawing gives a line, a JSON object: file,
    drawing, moment (the number of points so far), t (ms since the first point), verdict, digit and probabilities. They
    are those that the page shows at that moment. A drawing without visible ink has no lines.
    """
    from inkspect.network.weights import load_weights, published_weights

    if over_time and as_json:
        raise typer.BadParameter("--over-time prints JSON lines already, and --json one JSON array: give only one")
    network, _ = load_weights(weights or published_weights())
    if over_time:
        from inkspect.cli.over_time import print_over_time

        if not print_over_time(files, network):
            raise typer.Exit(1)
        return
    failed = False
    before = "["
    for file in files:
        for record in _read(file, network, quiet=as_json):
            failed |= "error" in record
            if as_json:
                typer.echo(f"{before}\n{indent(json.dumps(record, indent=2), '  ')}", nl=False)
                before = ","
    if as_json:
        typer.echo("\n]")
    if failed:
        raise typer.Exit(1)


def _read(file: Path, network: "Network", *, quiet: bool) -> Iterator[dict[str, object]]:
    """Yield a record for every drawing in a file, or one with an error, and print it at once."""
    from inkspect.reading import read_each

    number = 0
    try:
        for number, (numbered, reading) in enumerate(_numbered(read_each(file, network)), start=1):
            if not quiet:
                place = f"{file}, drawing {number}" if numbered else str(file)
                typer.echo(on_one_line(f"{place}: {described(reading)}"))
            yield {"file": str(file), "drawing": number, **reading.to_json()}
        if not number:
            raise InkspectError(f"{file}: holds no drawing")
    except InkspectError as error:
        typer.echo(on_one_line(f"inkspect: {error}"), err=True)
        yield {"file": str(file), "error": str(error)}


def _numbered(readings: "Iterator[Reading]") -> "Iterator[tuple[bool, Reading]]":
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
