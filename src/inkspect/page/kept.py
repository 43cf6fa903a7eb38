"""Pages that a browser reads from a file: kept in the cache folder, the newest few.

A browser reads a page after the program has gone, and again at every reload, so the file must outlive both; in the
temporary folder nobody would ever remove it. In the cache folder, a page that is shown again has its old file, the
oldest make room for new ones, and `inkspect data --clear` removes them all.
"""

import contextlib
import hashlib
import os
from pathlib import Path

from inkspect.data.cache import kept_pages, pages_folder
from inkspect.data.mnist import cache_folder
from inkspect.system.errors import InkspectError
from inkspect.system.files import write_atomically

MOST_KEPT = 8


def keep_page(page: bytes) -> Path:
    """Write a page into the cache folder, and return where; of earlier ones, the newest stay.

    Raises:
        InkspectError: it cannot be written.
    """
    folder = pages_folder(cache_folder())
    path = folder / f"inkspect-{hashlib.sha256(page).hexdigest()[:12]}.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, page)
    except (OSError, InkspectError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise InkspectError(
            f"cannot keep the page in {folder}: {reason}; INKSPECT_CACHE names another folder"
        ) from error
    _make_room(path)
    return path


def _make_room(newest: Path) -> None:
    """Remove the oldest pages; one that another process removes meanwhile, or that cannot be, is let be."""
    with contextlib.suppress(OSError):
        others = [path for path in kept_pages(newest.parent) if path != newest]
        for path in sorted(others, key=os.path.getmtime, reverse=True)[MOST_KEPT - 1 :]:
            path.unlink(missing_ok=True)
