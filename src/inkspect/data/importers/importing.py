"""From a file or folder in any known format to stroke files."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from inkspect.data.importers import pendigits, quick_draw, unipen
from inkspect.data.importers.formats import READ, Format, recognize
from inkspect.data.importers.inkml import import_inkml
from inkspect.data.importers.omissions import Omissions
from inkspect.data.importers.signature_pad import import_signature_pad
from inkspect.data.importers.writing import Written, write_stroke_files
from inkspect.data.strokes import Drawing
from inkspect.system.errors import InkspectError

_CREDITS = {Format.PENDIGITS: pendigits.CREDIT, Format.QUICK_DRAW: quick_draw.CREDIT}


@dataclass(frozen=True)
class Imported:
    """The stroke files written, and what was left out.

    Attributes:
        files: the stroke files.
        are_digits: whether the drawings are digits only, from a data set of digits.
        credits: the owners of public data sets and their licences.
        omissions: what was left out.
    """

    files: list[Written]
    are_digits: bool
    credits: list[str] = field(default_factory=list)
    omissions: Omissions = field(default_factory=Omissions)


def import_path(source: Path, destination: Path) -> Imported:
    """Write stroke files from a file, or from all files of a folder, whose format is told by their contents.

    UNIPEN's data set and pendigits become the files that `unipen.SPLIT_FILES` and `pendigits.PART_FILES` name. What
    people's own tools have saved becomes one file, named after the source.

    Args:
        source: a file, or a folder with files of known formats; files of other formats in it are passed over.
        destination: the folder for the stroke files, created if missing. If files of their names, but with other
            contents, are in there, they are kept, and nothing is written.

    Raises:
        InkspectError: the format is unknown, a file is damaged, or the stroke files cannot be written; the message
            names the file, and the line if it is one.
    """
    omissions = Omissions()
    if source.is_dir() and unipen.is_data_set(source):
        written = unipen.import_directory(source, destination, omissions)
        return Imported(list(written.values()), True, [unipen.CREDIT], omissions)
    found = _recognized_in(source, omissions) if source.is_dir() else {source: _format_of(source)}
    drawings: dict[str, list[Iterable[Drawing]]] = defaultdict(list)
    for path, form in found.items():
        name = pendigits.PART_FILES[pendigits.part_of(path)] if form is Format.PENDIGITS else _name_after(source)
        if form is Format.PENDIGITS and name in drawings:
            raise InkspectError(f"{path}: the folder already has another file of pendigits that ends in {path.suffix}")
        drawings[name].append(_drawings_of(path, form, omissions))
    files = write_stroke_files(
        destination, {name: _some_ink(chain.from_iterable(parts), source) for name, parts in drawings.items()}
    )
    formats = set(found.values())
    credits_due = [_CREDITS[form] for form in Format if form in formats and form in _CREDITS]
    return Imported(files, formats == {Format.PENDIGITS}, credits_due, omissions)


def _format_of(path: Path) -> Format:
    recognized = recognize(path)
    if recognized.format is None:
        raise InkspectError(f"{path}: {recognized.what}; what can be imported: {READ}")
    return recognized.format


def _recognized_in(folder: Path, omissions: Omissions) -> dict[Path, Format]:
    """Return the files of a known format in a folder and its subfolders, in the order of their paths."""
    try:
        paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    except OSError as error:
        raise InkspectError(f"{folder}: can't be read: {error.strerror or error}") from error
    found = {path: recognize(path).format for path in paths}
    omissions.passed_over += [path.relative_to(folder).as_posix() for path, form in found.items() if form is None]
    known = {path: form for path, form in found.items() if form is not None}
    if not known:
        raise InkspectError(
            f"{folder}: no folder data/1a in it, as in UNIPEN's train_r01_v07, and no file of another known format; "
            f"what can be imported: {READ}"
        )
    return known


def _drawings_of(path: Path, form: Format, omissions: Omissions) -> Iterable[Drawing]:
    match form:
        case Format.PENDIGITS:
            return pendigits.import_pendigits(path)
        case Format.INKML:
            return import_inkml(path, omissions)
        case Format.SIGNATURE_PAD:
            return import_signature_pad(path)
        case Format.QUICK_DRAW:
            return quick_draw.import_quick_draw(path)


def _some_ink(drawings: Iterable[Drawing], source: Path) -> Iterator[Drawing]:
    """Pass drawings on, and refuse them at their end if none has any ink."""
    has_ink = False
    for drawing in drawings:
        has_ink = has_ink or drawing.has_ink
        yield drawing
    if not has_ink:
        raise InkspectError(f"{source}: nothing is drawn in it")


def _name_after(source: Path) -> str:
    """Return the stroke file's name: that of the source without its ending."""
    name = source.resolve().name
    stem = name if source.is_dir() else Path(name.removesuffix(".gz")).stem
    return f"{stem or 'drawings'}.jsonl.gz"
