"""A sweep's results: one table, with one JSON object per line, to which each run's row is appended once, on arrival."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

from inkspect.sweep.spec import Run
from inkspect.system.errors import InkspectError
from inkspect.system.locking import held_alone
from inkspect.training.examples import sums_for
from inkspect.training.recipe import Recipe
from inkspect.training.retired import without_teacher
from inkspect.training.settings import Scalar, completed, settings_of

_ROW_START = b'{"run": "'


class Measured(TypedDict):
    """The measured results of a run.

    `loss` and `validation_accuracy` are the last epoch's, and the loss is None if it is not finite; `seconds` is the
    duration of all epochs; `versions` are those of the packages that determine every bit.
    """

    loss: float | None
    validation_accuracy: dict[str, float]
    seconds: float
    versions: dict[str, str]


class Row(Measured):
    """A run's row: its identity (`run`, see `run_key`), its inputs, and its results."""

    run: str
    seed: int
    settings: dict[str, Scalar | None]
    data: dict[str, str]


def run_key(run: Run, data: Mapping[str, str]) -> str:
    """Return a run's identity: a hash of its seed, all its settings, and its training data."""
    return _key(run.seed, settings_of(run.recipe), sums_for(run.recipe, data))


def _key(seed: int, settings: Mapping[str, Scalar | None], data: Mapping[str, str]) -> str:
    identity = {"seed": seed, "settings": dict(settings), "data": dict(data)}
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:16]


def row_of(run: Run, data: Mapping[str, str], measured: Measured) -> Row:
    """Return a run's row."""
    return {
        "run": run_key(run, data),
        "seed": run.seed,
        "settings": settings_of(run.recipe),
        "data": sums_for(run.recipe, data),
        **measured,
    }


class ResultsTable:
    """The rows in a file, by the identity of their runs; `opened` returns it, locked against other processes.

    Attributes:
        rows: the rows in the file.
        repaired: whether the last line was truncated, and has been removed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: dict[str, Row] = {}
        self.repaired = False
        self._read()

    @classmethod
    @contextmanager
    def opened(cls, path: Path) -> "Iterator[ResultsTable]":
        """Yield the table in a file, which need not exist.

        Raises:
            InkspectError: another sweep is writing it, or it cannot be read or repaired, or is not such a table.
        """
        with held_alone(path, "sweep"):
            yield cls(path)

    def append(self, row: Row) -> bool:
        """Add a row, which is on disk when this returns; a run that already has a row is not added again.

        Returns:
            Whether it was added.

        Raises:
            InkspectError: it cannot be written; the table is unchanged.
        """
        if row["run"] in self.rows:
            return False
        line = json.dumps(row, allow_nan=False).encode() + b"\n"
        try:
            with self.path.open("ab", buffering=0) as file:
                before = file.tell()
                try:
                    if file.write(line) != len(line):
                        raise OSError(None, "the disk is full")
                    os.fsync(file.fileno())
                except BaseException:
                    file.truncate(before)
                    raise
        except OSError as error:
            raise InkspectError(f"cannot write {self.path}: {error.strerror or error}") from error
        self.rows[row["run"]] = row
        return True

    def _read(self) -> None:
        try:
            content = self.path.read_bytes() if self.path.exists() else b""
        except OSError as error:
            raise InkspectError(f"cannot read {self.path}: {error.strerror or error}") from error
        *lines, rest = content.split(b"\n")
        for number, line in enumerate(lines, start=1):
            row = _row(line)
            if row is None:
                raise InkspectError(f"{self.path}:{number} is not a row of a sweep's results; give another --results")
            self._add(row, number)
        if rest:
            self._repair(len(content) - len(rest), rest)

    def _repair(self, whole: int, rest: bytes) -> None:
        """Make the table end in a complete line again; `rest` is what follows its first `whole` bytes."""
        # After a power cut, an incomplete line may end in zero bytes.
        start = rest.rstrip(b"\0")[: len(_ROW_START)]
        if not _ROW_START.startswith(start):
            raise InkspectError(f"{self.path} is not a table of a sweep's results; give another --results")
        row = _row(rest)
        try:
            with self.path.open("r+b") as file:
                if row is not None:
                    file.seek(0, os.SEEK_END)
                    file.write(b"\n")
                else:
                    file.truncate(whole)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise InkspectError(f"cannot write {self.path}: {error.strerror or error}") from error
        if row is not None:
            self._add(row, len(self.rows) + 1)
        self.repaired = row is None

    def _add(self, row: Row, number: int) -> None:
        try:
            current = _current(row)
        except InkspectError as error:
            raise InkspectError(f"{self.path}:{number}: {error}; give another --results") from error
        self.rows[current["run"]] = current


def _current(row: Row) -> Row:
    """Return a row with the settings and the identity that this version writes.

    Raises:
        RetiredRecipeError: the recipe of its run is no longer supported.
    """
    settings = completed(without_teacher(row["settings"]), Recipe())
    if settings.keys() == row["settings"].keys():
        return row
    return {**row, "settings": settings, "run": _key(row["seed"], settings, row["data"])}


def _row(line: bytes) -> Row | None:
    """Return the row in a line, or None if it is not a row."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, dict) or not Row.__required_keys__ <= row.keys() or not isinstance(row["run"], str):
        return None
    whole: Row = row  # type: ignore[assignment]
    return whole
