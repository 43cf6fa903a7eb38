"""Stroke files given as options: any number of files, each once, with file and line in every error."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from inkspect.system.errors import InkspectError

if TYPE_CHECKING:
    from inkspect.data.stroke_files import StrokeFile
    from inkspect.data.strokes import Drawing


def read_files(files: Sequence[Path]) -> "dict[str, StrokeFile]":
    """Read stroke files; return them by file name, or by path if two have the same name.

    Raises:
        InkspectError: a file is given twice or cannot be read, or a line is not a drawing.
    """
    from inkspect.data.stroke_files import read_stroke_file

    places = [file.resolve() for file in files]
    for number, file in enumerate(files):
        if places[number] in places[:number]:
            raise InkspectError(f"{file} is given twice: its drawings would count double")
    unique = len({file.name for file in files}) == len(files)
    return {file.name if unique else str(file): read_stroke_file(file) for file in files}


def read_digit_files(files: Sequence[Path]) -> "dict[str, StrokeFile]":
    """Read stroke files to learn from, as `read_files` does; each drawing's source is its file, unless its line says.

    Raises:
        InkspectError: as `read_files`, or a drawing is not labelled with a digit, or has no ink.
    """
    from inkspect.training.examples import unfit

    read = read_files(files)
    for path, file in zip(files, read.values(), strict=True):
        for line, drawing in zip(file.lines, file.drawings, strict=True):
            if reason := unfit(drawing):
                raise InkspectError(f"{path}:{line}: the drawing {reason}")
    return {name: replace(file, drawings=_with_source(file.drawings, name)) for name, file in read.items()}


def read_held_out_files(files: Sequence[Path], learned: "Mapping[str, StrokeFile]") -> "dict[str, list[Drawing]]":
    """Read stroke files that are not learned from; return their drawings by file name, without `.jsonl` or `.gz`.

    Args:
        files: the files.
        learned: the files that are learned from, by name.

    Raises:
        InkspectError: as `read_files`, a file is learned from too or shares a writer with one that is, or it has no
            digits.
    """
    from inkspect.training.held_out import check_held_out

    read = read_files(files)
    for name, file in read.items():
        same = [other for other, known in learned.items() if known.sha256 == file.sha256]
        if same:
            raise InkspectError(f"{name} is held out, but would be learned from too (--strokes {same[0]})")
    check_held_out({name: file.drawings for name, file in read.items()}, _drawings_in(learned.values()))
    shorter = {name: name.removesuffix(".gz").removesuffix(".jsonl") for name in read}
    unique = len(set(shorter.values())) == len(read)
    return {shorter[name] if unique else name: file.drawings for name, file in read.items()}


def _drawings_in(files: "Iterable[StrokeFile]") -> "list[Drawing]":
    return [drawing for file in files for drawing in file.drawings]


def _with_source(drawings: "Sequence[Drawing]", source: str) -> "list[Drawing]":
    return [replace(one, extra=one.extra | {"source": one.source or source}) for one in drawings]
