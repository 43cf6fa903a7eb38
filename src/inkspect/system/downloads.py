"""Download one file over HTTP into memory, with limits on size and time, and a progress bar on a terminal."""

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
    """The reason why one source did not provide a file; the caller, who may try several, names the source."""


@dataclass(frozen=True)
class Limits:
    """The limits of a download: seconds without a byte, seconds in total, bytes in total."""

    silence_seconds: float = 10
    total_seconds: float = 600
    total_bytes: int = 64 * 2**20


@contextmanager
def download_progress() -> Iterator[Progress]:
    """Show a bar for each running download on standard error, if that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        yield progress


def download(url: str, progress: Progress, limits: Limits) -> bytes:
    """Return the contents of `url`; they are checked only for completeness.

    Raises:
        DownloadError: the download failed; the message is a short reason without the URL.
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
        # requests also reports a server that falls silent midway as a connection error.
        silent = "timed out" in str(error)
        reason = f"no byte for {limits.silence_seconds:g} s" if silent else "unreachable"
        raise DownloadError(why_refused(str(error)) or reason) from error
    except requests.RequestException as error:
        raise DownloadError(f"not a usable address ({type(error).__name__})") from error
    except OSError as error:  # requests raises it if REQUESTS_CA_BUNDLE does not exist
        raise DownloadError(f"{error}; set REQUESTS_CA_BUNDLE to an existing file of certificates") from error
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
            raise DownloadError(f"too slow: not finished after {self._limits.total_seconds:g} s")
        if self.tell() + len(chunk) > self._limits.total_bytes:
            raise DownloadError(f"larger than {self._limits.total_bytes:,} bytes, more than the file can be")
        return super().write(chunk)


class _Bar:
    """The progress bar that pooch expects (tqdm's methods), forwarding to a rich task."""

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
        """Do nothing: whoever added the task removes it, however the download ends."""
