"""Lock a file against other processes; a killed process holds no lock."""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from inkspect.system.errors import InkspectError


@contextmanager
def held_alone(place: Path, work: str) -> Iterator[None]:
    """Lock `place` against other processes that use this function, while the block runs.

    The lock is the operating system's, on a file beside `place` that is removed at the end. The system releases it
    however the process ends, so a leftover lock file locks nobody out.

    Args:
        place: the file to be written; it need not exist, but its folder must.
        work: the kind of work, as named in the error message of a second process: "training", "sweep".

    Raises:
        InkspectError: another process holds the lock (the message says which), or the folder cannot be written.
    """
    target = place.resolve()
    lock_file = target.with_name(f".{target.name}.lock")
    lock = FileLock(lock_file, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise InkspectError(
            f"another {work}{_process_in(lock_file)} is writing to {place}; wait until it ends, or choose another file"
        ) from error
    except OSError as error:
        raise InkspectError(f"cannot write {place}: {error.strerror or error}") from error
    try:
        with contextlib.suppress(OSError):
            lock_file.write_text(str(os.getpid()), encoding="ascii")
        yield
    finally:
        # Unlink before releasing: whoever has the old file open then sees that it has no name, and creates a new one.
        with contextlib.suppress(OSError):
            lock_file.unlink()
        lock.release()


def _process_in(lock_file: Path) -> str:
    with contextlib.suppress(OSError, ValueError):
        return f" (process {int(lock_file.read_text(encoding='ascii'))})"
    return ""
