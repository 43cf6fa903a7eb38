"""The cache of downloads: list, verify and clear it."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from inkspect.data.mnist import FILE_SUMS, cached_paths, verified
from inkspect.system.errors import InkspectError

State: TypeAlias = Literal["verified", "damaged", "missing"]
"""A damaged file is never used; like a missing one, it is downloaded again when next needed."""


@dataclass(frozen=True)
class CachedFile:
    """One of MNIST's files: its `path` in the cache, and its `size` there in bytes."""

    name: str
    state: State
    path: Path | None = None
    size: int = 0


@dataclass(frozen=True)
class Cache:
    """The contents of the cache.

    Attributes:
        folder: the cache folder.
        files: MNIST's files.
        unfinished: harmless partial files, left by a killed process.
        pages: the pages that were opened in a browser from Python.
    """

    folder: Path
    files: tuple[CachedFile, ...]
    unfinished: tuple[Path, ...]
    pages: tuple[Path, ...]

    def count(self, state: State) -> int:
        """Return how many files are in this state."""
        return sum(file.state == state for file in self.files)


def inspect_cache(folder: Path, sums: Mapping[str, str] = FILE_SUMS) -> Cache:
    """Read every file in the cache and compare its SHA-256 with the known one; nothing is changed.

    Raises:
        InkspectError: the cache is not a folder.
    """
    _check_folder(folder)
    files = tuple(_inspect(folder, name, wanted) for name, wanted in sums.items())
    return Cache(folder, files, tuple(_unfinished(folder, sums)), tuple(kept_pages(pages_folder(folder))))


def pages_folder(folder: Path) -> Path:
    """Return the folder in the cache for pages that are opened in a browser."""
    return folder / "pages"


def kept_pages(pages: Path) -> list[Path]:
    """Return the pages in that folder."""
    return sorted(pages.glob("inkspect-*.html"))


def clear_cache(folder: Path, sums: Mapping[str, str] = FILE_SUMS) -> list[Path]:
    """Remove Inkspect's files from the cache, and the folder if it is then empty; other files in it stay.

    Returns:
        The removed files.

    Raises:
        InkspectError: the cache is not a folder, or a file in it cannot be removed.
    """
    _check_folder(folder)
    held = [path for name in sums for path in cached_paths(folder, name) if path.is_file() or path.is_symlink()]
    held += _unfinished(folder, sums) + kept_pages(pages_folder(folder))
    for path in held:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise InkspectError(f"cannot remove {path}: {error.strerror or error}") from error
    for emptied in (pages_folder(folder), folder):
        with contextlib.suppress(OSError):  # it holds other files, or does not exist
            emptied.rmdir()
    return held


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InkspectError(f"the cache {folder} is not a folder; set INKSPECT_CACHE to another")


def _unfinished(folder: Path, sums: Mapping[str, str]) -> list[Path]:
    return sorted(path for name in sums for path in folder.glob(f".{name}.*.part"))


def _inspect(folder: Path, name: str, wanted: str) -> CachedFile:
    there = [path for path in cached_paths(folder, name) if path.exists()]
    for path in there:
        if verified(path, wanted) is not None:
            return CachedFile(name, "verified", path, path.stat().st_size)
    return CachedFile(name, "damaged", there[0], there[0].stat().st_size) if there else CachedFile(name, "missing")
