"""Fetch one file over HTTP into memory, bounded in size and time, with a progress bar on a terminal."""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import requests
from pooch import HTTPDownloader
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TransferSpeedColumn

from inkspect.system.connections import PROXY_ASKS, proxy_asks_who_one_is, why_refused
from inkspect.system.errors import InkspectError


class DownloadError(InkspectError):
    """Why one source did not give a file; the source is named by whoever tries several."""


@dataclass(frozen=True)
class Limits:
    """What a download may take: seconds without a byte, seconds in all, bytes in all."""

    silence_seconds: float = 10
    total_seconds: float = 600
    total_bytes: int = 64 * 2**20


@contextmanager
def download_progress() -> Iterator[Progress]:
    """Show a bar for each download on standard error while it runs, and nothing where that is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        yield progress


def download(url: str, progress: Progress, limits: Limits) -> bytes:
    """Return what `url` holds; nothing is checked but that it came whole.

    Raises:
        DownloadError: it could not be had; the message is a short reason without the URL.
    """
    task = progress.add_task(url.rpartition("/")[2], total=None)
    received = _BoundedBuffer(limits)
    try:
        fetch = HTTPDownloader(timeout=limits.silence_seconds, progressbar=_Bar(progress, task), chunk_size=2**16)
        fetch(url, received, None)
    except requests.Timeout as error:
        raise DownloadError(f"no answer within {limits.silence_seconds:g} s") from error
    except requests.HTTPError as error:
        answer = error.response
        if answer is not None and answer.status_code == PROXY_ASKS:
            raise DownloadError(proxy_asks_who_one_is()) from error
        raise DownloadError("HTTP error" if answer is None else f"HTTP {answer.status_code} {answer.reason}") from error
    except requests.exceptions.ChunkedEncodingError as error:
        raise DownloadError("the transfer was cut off") from error
    except requests.ConnectionError as error:
        # A server that falls silent midway is reported by requests as a connection error, too.
        silent = "timed out" in str(error)
        reason = f"no byte for {limits.silence_seconds:g} s" if silent else "unreachable"
        raise DownloadError(why_refused(str(error)) or reason) from error
    except requests.RequestException as error:
        raise DownloadError(f"not a usable address ({type(error).__name__})") from error
    except OSError as error:  # what requests says of a REQUESTS_CA_BUNDLE that is not there
        raise DownloadError(f"{error}; REQUESTS_CA_BUNDLE names the file of certificates") from error
    finally:
        progress.remove_task(task)
    return received.getvalue()


class _BoundedBuffer(io.BytesIO):
    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._limits = limits
        self._deadline = time.monotonic() + limits.total_seconds

    def write(self, chunk: bytes, /) -> int:  # type: ignore[override]
        if time.monotonic() > self._deadline:
            raise DownloadError(f"too slow: not done after {self._limits.total_seconds:g} s")
        if self.tell() + len(chunk) > self._limits.total_bytes:
            raise DownloadError(f"larger than {self._limits.total_bytes:,} bytes, which the file never is")
        return super().write(chunk)


class _Bar:
    """What pooch asks of a progress bar (tqdm's methods), handed on to a task of rich's."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task

    @property
    def total(self) -> float | None:
        return self._progress.tasks[self._progress.task_ids.index(self._task)].total

    @total.setter
    def total(self, total: int) -> None:
        self._progress.update(self._task, total=total or None)

    def update(self, advance: int) -> None:
        self._progress.update(self._task, advance=advance)

    def reset(self) -> None:
        self._progress.update(self._task, completed=0)

    def close(self) -> None:
        """Leave the task; it is removed where it was made, however the download ends."""
