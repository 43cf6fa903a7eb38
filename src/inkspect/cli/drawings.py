"""Stroke files given as options: any number of files, each once, with file and line in every error."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from inkspect.system.errors import InkspectError

if TYPE_CHECKING:
    from inkspect.data.stroke_files import StrokeFile


def read_files(files: Sequence[Path]) -> "dict[str, StrokeFile]":
    """Read stroke files; return them by file name, or by path if two have the same name.

    Raises:
        InkspectError: a file is given twice or can't be read, or a line is not a drawing.
    """
    from inkspect.data.stroke_files import read_stroke_file

    places = [file.resolve() for file in files]
    for number, file in enumerate(files):
        if places[number] in places[:number]:
            raise InkspectError(f"{file} is given twice: its drawings would count double")
    unique = len({file.name for file in files}) == len(files)
    return {file.name if unique else str(file): read_stroke_file(file) for file in files}


def read_digit_files(files: Sequence[Path]) -> "dict[str, StrokeFile]":
    """Read stroke files to learn from, as `read_files` does.

    Raises:
        InkspectError: as `read_files`, or a drawing is not labelled with a digit.
    """
    from inkspect.data.labels import DIGITS

    read = read_files(files)
    for path, file in zip(files, read.values(), strict=True):
        for line, drawing in zip(file.lines, file.drawings, strict=True):
            if drawing.label not in DIGITS:
                found = "has no label" if drawing.label is None else f"is labelled {drawing.label!r}"
                raise InkspectError(f"{path}:{line}: the drawing {found}; training needs digits, 0 to 9")
    return read
