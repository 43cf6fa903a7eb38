"""Drawings from Quick, Draw!'s files, raw or simplified: lines of JSON, with the points as columns.

Source: Google, The Quick, Draw! Dataset, https://github.com/googlecreativelab/quickdraw-dataset, CC BY 4.0. A line's
``drawing`` is a list of strokes ``[[x, …], [y, …]]``, or ``[[x, …], [y, …], [t, …]]`` with t in milliseconds; y down.
"""

from collections.abc import Iterator
from pathlib import Path

from inkspect.data.importers.opening import opened
from inkspect.data.json_lines import records_in
from inkspect.data.strokes import Drawing
from inkspect.system.errors import InkspectError

CREDIT = "Google, The Quick, Draw! Dataset, https://github.com/googlecreativelab/quickdraw-dataset, CC BY 4.0"

_KEPT = ("key_id", "countrycode", "timestamp", "recognized")
_COLUMNS = "columns of one length: [[x, …], [y, …]] or [[x, …], [y, …], [t, …]]"


def import_quick_draw(path: Path) -> Iterator[Drawing]:
    """Read the drawings of one file, gzipped or not, one at a time: the label is the word that was to be drawn.

    Raises:
        InkspectError: the file can't be read, or a line is not a drawing; the message names file and line.
    """
    with opened(path) as file:
        for _, drawing in records_in(file, path, _drawing):
            yield drawing


def _drawing(record: object) -> Drawing:
    if not isinstance(record, dict) or not isinstance(record.get("drawing"), list):
        raise InkspectError("not a line of Quick, Draw!, which is an object with the list 'drawing'")
    word = record.get("word")
    if not (word is None or isinstance(word, str)):
        raise InkspectError("'word' must be text")
    strokes = [_points(stroke, f"drawing[{index}]") for index, stroke in enumerate(record["drawing"])]
    extra = {key: record[key] for key in _KEPT if isinstance(record.get(key), str | bool)}
    return Drawing(strokes, word, extra=extra)


def _points(columns: object, where: str) -> list[list[float]]:
    """Return a stroke's points from its columns; `Drawing` checks the values."""
    if not isinstance(columns, list) or len(columns) not in (2, 3) or not all(isinstance(c, list) for c in columns):
        raise InkspectError(f"{where} must be {_COLUMNS}")
    if len(set(map(len, columns))) > 1:
        lengths = " and ".join(str(len(column)) for column in columns)
        raise InkspectError(f"{where} has columns of {lengths} values; they must be {_COLUMNS}")
    return [list(point) for point in zip(*columns, strict=True)]
