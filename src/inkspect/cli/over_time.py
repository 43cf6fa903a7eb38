"""`inkspect read --over-time`: the answer after every point of a drawing, as JSON lines."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from inkspect.system.errors import InkspectError
from inkspect.system.output import on_one_line

if TYPE_CHECKING:
    from inkspect.network.network import Network


def print_over_time(files: Sequence[Path], network: "Network") -> bool:
    """Print a JSON object for every point of every drawing; return whether all drawings of all files were read."""
    read = [_print_file(file, network) for file in files]  # every file, whatever becomes of the first
    return all(read)


def _print_file(file: Path, network: "Network") -> bool:
    """Print a file's lines; a drawing that cannot be read is reported, and stops no other."""
    from inkspect.over_time.reading import read_over_time
    from inkspect.sources import drawings_in_file

    number, all_read = 0, True
    try:
        for number, drawing in enumerate(drawings_in_file(file), start=1):
            try:
                moments = read_over_time(drawing, network).to_json()
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
