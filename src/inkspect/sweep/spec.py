"""A sweep's specification, read from a TOML file; docs/sweep.md describes it."""

import itertools
import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inkspect.system.errors import InkspectError
from inkspect.training.recipe import Recipe
from inkspect.training.settings import settings_of, with_settings

MOST_RUNS = 10_000
"""The most runs in a sweep; a larger grid is surely a mistake."""

_PARTS = ("seeds", "strokes", "left_out", "fixed", "grid", "runs")


@dataclass(frozen=True)
class Run:
    """One training run of a sweep."""

    recipe: Recipe
    seed: int


@dataclass(frozen=True)
class SweepSpec:
    """A sweep.

    Attributes:
        runs: the training runs, without duplicates.
        strokes: the stroke files that all runs learn from, besides MNIST.
        left_out: the stroke files that no run learns from, and that all are measured on.
    """

    runs: tuple[Run, ...]
    strokes: tuple[Path, ...]
    left_out: tuple[Path, ...] = ()

    def varied(self) -> list[str]:
        """Return the names of the settings that differ between runs; a seed is not a setting."""
        every = [settings_of(run.recipe) for run in self.runs]
        return [name for name in every[0] if len({settings[name] for settings in every}) > 1]


def read_spec(path: Path) -> SweepSpec:
    """Read a sweep's specification.

    Raises:
        InkspectError: the file cannot be read, is not TOML, or is not a valid specification; the message says why.
    """
    try:
        with path.open("rb") as file:
            content = tomllib.load(file)
    except OSError as error:
        raise InkspectError(f"cannot read {path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InkspectError(f"{path} is not TOML: {error}") from error
    try:
        return parse_spec(content, path.parent)
    except InkspectError as error:
        raise InkspectError(f"{path}: {error}") from error


def parse_spec(content: Mapping[str, object], folder: Path) -> SweepSpec:
    """Parse the file's content; the paths of stroke files are relative to `folder`.

    Raises:
        InkspectError: it is not a valid specification.
    """
    for name in content:
        if name not in _PARTS:
            raise InkspectError(f"unknown part {name!r} of a sweep; the parts are {', '.join(_PARTS)}")
    fixed = _flat(_table(content.get("fixed", {}), "fixed"))
    grid = _grid(content.get("grid", {}))
    listed = [
        _flat(_table(run, f"runs[{number}]")) for number, run in enumerate(_list(content.get("runs", []), "runs"))
    ]
    seeds = _seeds(content.get("seeds", [0]))
    if not (grid or listed or "seeds" in content):
        raise InkspectError("there is nothing to do: give seeds, a [grid] or [[runs]]")
    if twice := sorted(fixed.keys() & grid.keys()):
        raise InkspectError(f"{twice[0]} is both fixed and in the grid")
    count = ((math.prod(map(len, grid.values())) if grid or not listed else 0) + len(listed)) * len(seeds)
    if count > MOST_RUNS:
        raise InkspectError(f"{count:,} runs are more than the limit of {MOST_RUNS:,}")
    base = with_settings(Recipe(), fixed)
    varied = [*(_combinations(grid) if grid or not listed else ()), *listed]
    recipes = [with_settings(base, settings) for settings in varied]
    runs = dict.fromkeys(Run(recipe, seed) for recipe in recipes for seed in seeds)
    strokes, left_out = (
        tuple(folder / name for name in _stroke_files(content.get(part, []), part)) for part in ("strokes", "left_out")
    )
    return SweepSpec(tuple(runs), strokes, left_out)


def _combinations(grid: Mapping[str, Sequence[object]]) -> Iterator[dict[str, object]]:
    for values in itertools.product(*grid.values()):
        yield dict(zip(grid, values, strict=True))


def _grid(value: object) -> dict[str, list[object]]:
    grid: dict[str, list[object]] = {}
    for name, values in _flat(_table(value, "grid")).items():
        if not isinstance(values, list) or not values:
            raise InkspectError(f"grid.{name} must be a list of values to try, such as [1, 2], not {values!r}")
        grid[name] = values
    return grid


def _seeds(value: object) -> list[int]:
    seeds = [seed for seed in _list(value, "seeds") if type(seed) is int and seed >= 0]
    if not seeds or seeds != value:
        raise InkspectError(f"seeds must be a list of whole numbers from 0, such as [0, 1], not {value!r}")
    return seeds


def _stroke_files(value: object, part: str) -> list[str]:
    names = [name for name in _list(value, part) if isinstance(name, str)]
    if names != value:
        raise InkspectError(f"{part} must be a list of stroke files' names, not {value!r}")
    return names


def _list(value: object, name: str) -> list[object]:
    if not isinstance(value, list):
        raise InkspectError(f"{name} must be a list, not {value!r}")
    return value


def _table(value: object, name: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise InkspectError(f"{name} must be a table of settings, not {value!r}")
    return value


def _flat(table: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    """Return nested tables flattened to dotted names; `augmentation.rotation = 5` makes such a table in TOML."""
    flat: dict[str, object] = {}
    for name, value in table.items():
        flat |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
    return flat
