"""`inkspect read --over-time`: the answer after every point of a drawing, as JSON lines."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from inkspect.system.errors import InkspectError
from inkspect.system.output import on_one_line

if TYPE_CHECKING:
    from inkspect.data.strokes import Drawing
    from inkspect.network.network import Network
    from inkspect.pen.network import PenNetwork


def print_over_time(files: Sequence[Path], network: "Network") -> bool:
    """Print a JSON object for every point of every drawing; return whether all drawings of all files were read."""
    from inkspect.over_time.reading import read_over_time

    return _print_all(files, lambda drawing: read_over_time(drawing, network).to_json())


def print_over_time_by_pen(files: Sequence[Path], network: "PenNetwork") -> bool:
    """Do the same with the pen's network."""
    from inkspect.over_time.reading import read_over_time

    return _print_all(files, lambda drawing: read_over_time(drawing, network).to_json())


def _print_all(files: Sequence[Path], read: "Callable[[Drawing], Sequence[Mapping[str, object]]]") -> bool:
    printed = [_print_file(file, read) for file in files]  # every file, whatever becomes of the first
    return all(printed)


def _print_file(file: Path, read: "Callable[[Drawing], Sequence[Mapping[str, object]]]") -> bool:
    """Print a file's lines; a drawing that cannot be read is reported, and stops no other."""
    from inkspect.sources import drawings_in_file

    number, all_read = 0, True
    try:
        for number, drawing in enumerate(drawings_in_file(file), start=1):
            try:
                moments = read(drawing)
            except InkspectError as error:
                _report(f"{file}, drawing {number}: {error}")
                all_read = False
                continue
            for moment in moments:
                typer.echo(json.dumps({"file": str(file), "drawing": number, **moment}))
        if not number:
            raise InkspectError(f"{file}: holds no drawing")
    except InkspectError as error:
        _report(str(error))
        return False
    return all_read


def _report(fault: str) -> None:
    typer.echo(on_one_line(f"inkspect: {fault}"), err=True)
