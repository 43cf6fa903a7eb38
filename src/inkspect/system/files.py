"""Atomic file writes: a file exists whole or not at all."""

import contextlib
import errno
import glob
import os
import secrets
import shutil
from pathlib import Path
from typing import BinaryIO

from inkspect.system.errors import InkspectError

_RANDOM_BYTES = 4


def write_atomically(path: Path, content: bytes | BinaryIO, *, old_becomes: Path | None = None) -> None:
    """Write `content` to `path` so that a reader sees the old file or the new one, never a partial one.

    The bytes are written to a new file in the same folder and flushed to disk; the file is then renamed in one step. If
    anything fails, an existing file at `path` is left unchanged. A symbolic link stays one: its target is replaced.

    Args:
        path: the file to write.
        content: the file's bytes, or a file that is read from where it stands to its end.
        old_becomes: a name in the same folder under which an existing file at `path` is kept, once the new one is on
            disk. Between the two renames, there is no file at `path`.

    Raises:
        InkspectError: the folder or the file cannot be written; the message names the path and the reason.
    """
    try:
        _write_beside_and_rename(path.resolve(), content, old_becomes)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InkspectError(f"cannot write {path}: {reason}") from error


def check_writable(path: Path) -> None:
    """Refuse a place where no file can be written at once, not after minutes of work.

    Raises:
        InkspectError: it is a folder, or its folder does not exist or is not writable.
    """
    folder = path.resolve().parent
    if path.is_dir():
        raise InkspectError(f"cannot write {path}: it is a folder")
    if not folder.is_dir():
        raise InkspectError(f"cannot write {path}: the folder {folder} does not exist")
    if not os.access(folder, os.W_OK):
        raise InkspectError(f"cannot write {path}: the folder {folder} is not writable")


def remove_leftovers(path: Path) -> None:
    """Remove partial files that killed writers of `path` left beside it; nobody may be writing it at the time."""
    target = path.resolve()
    for beside in target.parent.glob(f"{glob.escape(_start_of_part(target))}{'[0-9a-f]' * 2 * _RANDOM_BYTES}.part"):
        with contextlib.suppress(OSError):
            beside.unlink()


def _start_of_part(target: Path) -> str:
    return f".{target.name[:100]}."


def _write_beside_and_rename(target: Path, content: bytes | BinaryIO, old_becomes: Path | None) -> None:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    beside = target.with_name(f"{_start_of_part(target)}{secrets.token_hex(_RANDOM_BYTES)}.part")
    try:
        with beside.open("xb") as file:
            if isinstance(content, bytes):
                file.write(content)
            else:
                shutil.copyfileobj(content, file)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o777)
            if old_becomes is not None:
                target.replace(old_becomes)
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut, on systems that can open a folder."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
