"""One process at a time at one place; a process that was killed holds nothing."""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from inkspect.system.errors import InkspectError


@contextmanager
def held_alone(place: Path, work: str) -> Iterator[None]:
    """Keep every other process that asks for it away from `place` while the block runs.

    The lock is the system's own, on a file beside `place` that is removed at the end. The system lets go of it however
    the process ends, so a lock file that was left behind keeps nobody away.

    Args:
        place: the file that is written; it need not exist, its folder must.
        work: what is done there, as the one who comes second reads it: "training", "sweep".

    Raises:
        InkspectError: another process holds the place (the line says which), or the folder cannot be written.
    """
    target = place.resolve()
    lock_file = target.with_name(f".{target.name}.lock")
    lock = FileLock(lock_file, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise InkspectError(
            f"another {work}{_process_in(lock_file)} is writing to {place}; wait for its end, or choose another place"
        ) from error
    except OSError as error:
        raise InkspectError(f"cannot write {place}: {error.strerror or error}") from error
    try:
        with contextlib.suppress(OSError):
            lock_file.write_text(str(os.getpid()), encoding="ascii")
        yield
    finally:
        # Before it is let go: whoever opened the old file sees that it has no name any more, and makes a new one.
        with contextlib.suppress(OSError):
            lock_file.unlink()
        lock.release()


def _process_in(lock_file: Path) -> str:
    with contextlib.suppress(OSError, ValueError):
        return f" (process {int(lock_file.read_text(encoding='ascii'))})"
    return ""
