"""`inkspect read`: digits out of pictures and stroke files."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inkspect.system.errors import InkspectError

if TYPE_CHECKING:
    from inkspect.network.network import Network
    from inkspect.reading import Reading

EXAMPLES = """\b
Examples:
  inkspect read photo.jpg
  inkspect read drawings.jsonl --json
  inkspect read scans/*.png --weights my.safetensors
  cat photo.jpg | inkspect read /dev/stdin
"""


def read(
    files: Annotated[list[Path], typer.Argument(help="Pictures of one digit each, and stroke files.", metavar="FILE")],
    weights: Annotated[
        Path | None, typer.Option(help="A network of your own instead of the published one.", metavar="FILE")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer for a program to read.")] = False,
) -> None:
    """Read digits from pictures (PNG, JPEG, WebP, BMP, GIF) and stroke files, told apart by what is in them.

    A picture holds one digit, drawn or photographed, dark on light or light on dark, on plain or lined paper; a stroke
    file any number of drawings, one a line. A file may be a pipe. One that cannot be read is said on standard error
    and makes the exit code 1; the others are read nevertheless.
    """
    from inkspect.network.weights import load_weights, published_weights

    network, _ = load_weights(weights or published_weights())
    records = [record for file in files for record in _read(file, network, quiet=as_json)]
    if as_json:
        typer.echo(json.dumps(records, indent=2))
    if any("error" in record for record in records):
        raise typer.Exit(1)


def _read(file: Path, network: "Network", *, quiet: bool) -> list[dict[str, object]]:
    """Return a record for every drawing of a file, or one that says why there is none; print as it goes."""
    from inkspect.reading import read_file

    try:
        readings = read_file(file, network)
        if not readings:
            raise InkspectError(f"{file}: holds no drawing")
    except InkspectError as error:
        typer.echo(f"inkspect: {error}", err=True)
        return [{"file": str(file), "error": str(error)}]
    if not quiet:
        for number, reading in enumerate(readings, start=1):
            place = f"{file}, drawing {number}" if len(readings) > 1 else str(file)
            typer.echo(f"{place}: {described(reading)}")
    return [
        {"file": str(file), "drawing": number, **reading.to_json()} for number, reading in enumerate(readings, start=1)
    ]


def described(reading: "Reading") -> str:
    """Say in words what was read, with its probability."""
    if reading.digit is None or reading.probabilities is None:
        return "nothing drawn"
    second = max((digit for digit in range(10) if digit != reading.digit), key=reading.probabilities.__getitem__)
    share, second_share = reading.probabilities[reading.digit], reading.probabilities[second]
    match reading.verdict:
        case "none":
            return f"no digit (nearest: {reading.digit}, {share:.1%})"
        case "unsure":
            return f"{reading.digit} ({share:.1%}), or {second} ({second_share:.1%})?"
        case _:
            return f"{reading.digit} ({share:.1%})"
