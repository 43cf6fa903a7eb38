"""Files that are there whole or not at all."""

import contextlib
import errno
import os
import secrets
from pathlib import Path

from inkspect.errors import InkspectError


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path`, so that a reader sees the old file or the new one, never a part.

    The bytes go into a new file in the same folder, reach the disk, and take the name in one step. Whatever stops
    that, a file that was at `path` before is left as it was. A symbolic link stays one: what it points to is replaced.

    Raises:
        InkspectError: the folder or the file cannot be written; the line names the path and the reason.
    """
    try:
        _write_beside_and_rename(path.resolve(), content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InkspectError(f"cannot write {path}: {reason}") from error


def _write_beside_and_rename(target: Path, content: bytes) -> None:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o777)
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system lets a folder be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
