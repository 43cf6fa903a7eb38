"""Digits from the public UNIPEN data set, train_r01_v07 (doi 10.5281/zenodo.1195803, CC BY 4.0), as stroke files.

A file under ``data/1a/SITE/`` labels pieces of ink as digits; the ink itself is in the files under ``include/`` that it
names.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from inkspect.data.importers.omissions import Omissions
from inkspect.data.importers.tablets import SITE_LENGTH, WRITER_LENGTH, fitted, sha256_of
from inkspect.data.importers.unipen_format import PenData
from inkspect.data.importers.writing import Written, write_stroke_files
from inkspect.data.labels import DIGITS
from inkspect.data.strokes import Drawing
from inkspect.system.errors import InkspectError

Split: TypeAlias = Literal["train", "dev", "held-out"]

SPLIT_FILES: dict[Split, str] = {split: f"digits-{split}.jsonl.gz" for split in get_args(Split)}
"""The stroke file of each part."""

CREDIT = (
    "UNIPEN consortium, On-line (vectorial) handwriting sample data set train_r01_v07, 1999, "
    "doi 10.5281/zenodo.1195803, CC BY 4.0"
)

_SECTION = "1a"
_TRAIN_BELOW, _DEV_BELOW = 0.52, 0.66
_SITE_HELD_OUT = "val"
_FEWEST_POINTS = 3
_LARGEST_TO_MEDIAN, _SMALLEST_TO_MEDIAN = 3.0, 0.25


@dataclass(frozen=True)
class UnipenDigit:
    """One digit, scaled to a longer side of 1000 and rounded, and the part of the data to which its writer belongs."""

    drawing: Drawing
    split: Split


def is_data_set(directory: Path) -> bool:
    """Return whether a folder is an unpacked UNIPEN data set, or has one in it.

    Raises:
        InkspectError: it can't be read.
    """
    return bool(_roots_in(directory))


def import_directory(source: Path, destination: Path, omissions: Omissions | None = None) -> dict[Split, Written]:
    """Write the digits of an unpacked UNIPEN data set as three stroke files, split by writer: train, dev and held-out.

    Args:
        source: the folder that holds ``data/`` and ``include/``, or the folder above it.
        destination: the folder for the files in `SPLIT_FILES`, created if missing. If it has files of these names with
            other contents, they are kept, and nothing is written.
        omissions: records what is left out.

    Raises:
        InkspectError: there is no data set, it contains no readable digits, the files cannot be written, or files with
            other contents are in their places.
    """
    noted = Omissions() if omissions is None else omissions
    drawings: dict[Split, list[Drawing]] = {split: [] for split in SPLIT_FILES}
    for digit in import_unipen(source, noted):
        drawings[digit.split].append(digit.drawing)
    if not any(drawings.values()):
        why = f" ({len(noted.missing_includes)} included files are missing)" if noted.missing_includes else ""
        raise InkspectError(f"{source}: no digits found in data/{_SECTION}{why}; unpack the whole data set")
    written = write_stroke_files(destination, {SPLIT_FILES[split]: some for split, some in drawings.items()})
    return dict(zip(SPLIT_FILES, written, strict=True))


def import_unipen(directory: Path, omissions: Omissions | None = None) -> Iterator[UnipenDigit]:
    """Read the labelled digits of an unpacked UNIPEN data set, file by file in the order of their paths.

    A digit is dropped if it has fewer than 3 points or no extent, or if its longer side is more than 3 times, or less
    than a quarter of, its writer's median: its reference to the ink is then broken.

    Args:
        directory: the folder that holds ``data/`` and ``include/``, or the folder above it.
        omissions: records what is left out.

    Raises:
        InkspectError: there is no such data set, or a file cannot be read.
    """
    noted = Omissions() if omissions is None else omissions
    root = _data_set_root(directory)
    found = [inked for path in _section_files(root) for inked in _digits_of_file(path, root, noted)]
    measurable = [inked for inked in found if inked.point_count >= _FEWEST_POINTS and inked.longer_side > 0]
    sides_by_writer: dict[str, list[float]] = {}
    for inked in measurable:
        sides_by_writer.setdefault(inked.writer_key, []).append(inked.longer_side)
    medians = {key: median(sides) for key, sides in sides_by_writer.items()}
    kept = [
        inked
        for inked in measurable
        if _SMALLEST_TO_MEDIAN * medians[inked.writer_key]
        <= inked.longer_side
        <= _LARGEST_TO_MEDIAN * medians[inked.writer_key]
    ]
    noted.dropped += len(found) - len(kept)
    for inked in kept:
        yield UnipenDigit(_drawing(inked), split_of(inked.site, inked.writer_key))


def split_of(site: str, writer_key: str) -> Split:
    """Return the part of the data to which a writer, given as ``SITE/writer``, always belongs."""
    if site == _SITE_HELD_OUT:
        return "held-out"
    fraction = int(sha256_of(writer_key)[:8], 16) / 2**32
    return "train" if fraction < _TRAIN_BELOW else "dev" if fraction < _DEV_BELOW else "held-out"


@dataclass(frozen=True)
class _InkedDigit:
    """A digit as written: `strokes` (points, 2), x to the right and y up, in the axes' own units of length."""

    label: str
    site: str
    writer_key: str
    strokes: tuple[NDArray[np.float64], ...]

    @property
    def point_count(self) -> int:
        return sum(len(stroke) for stroke in self.strokes)

    @property
    def longer_side(self) -> float:
        return float(np.ptp(np.concatenate(self.strokes), axis=0).max())


def _drawing(inked: _InkedDigit) -> Drawing:
    return Drawing(
        strokes=fitted(inked.strokes),
        label=inked.label,
        extra={"site": sha256_of(inked.site)[:SITE_LENGTH]},
        writer=sha256_of(inked.writer_key)[:WRITER_LENGTH],
    )


def _data_set_root(directory: Path) -> Path:
    """Find the folder that has ``data/1a``: the given one, or its only subfolder that has one."""
    roots = _roots_in(directory)
    if len(roots) != 1:
        raise InkspectError(
            f"{directory}: no folder data/{_SECTION} in it; give the folder of the unpacked UNIPEN set train_r01_v07"
        )
    return roots[0]


def _roots_in(directory: Path) -> list[Path]:
    if (directory / "data" / _SECTION).is_dir():
        return [directory]
    try:
        return [child for child in sorted(directory.iterdir()) if (child / "data" / _SECTION).is_dir()]
    except OSError as error:
        raise InkspectError(f"{directory}: can't be read: {error.strerror or error}") from error


def _section_files(root: Path) -> list[Path]:
    section = root / "data" / _SECTION
    files = [path for path in section.rglob("*") if path.is_file() and len(path.relative_to(section).parts) > 1]
    return sorted(files, key=lambda path: path.relative_to(section).as_posix())


def _digits_of_file(path: Path, root: Path, omissions: Omissions) -> Iterator[_InkedDigit]:
    """Yield the digits that one file under ``data/`` labels, in its order; those without ink are only counted."""
    site = path.relative_to(root / "data" / _SECTION).parts[0]
    pen_data = PenData(root / "include")
    pen_data.read_labels(path)
    omissions.missing_includes.extend(pen_data.missing_includes)
    for segment in pen_data.segments:
        if segment.label not in DIGITS:
            continue
        components = [pen_data.components[number] for number in segment.numbers(len(pen_data.components))]
        strokes = [component for component in components if component.is_ink]
        if not strokes:
            omissions.dropped += 1
            continue
        writer = strokes[0].writer or segment.writer or path.name
        yield _InkedDigit(
            label=segment.label,
            site=site,
            writer_key=f"{site}/{writer}",
            strokes=tuple(np.array(stroke.points) / pen_data.resolution for stroke in strokes),
        )
