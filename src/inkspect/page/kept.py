"""Pages opened in a browser: the newest few are kept as files in the cache folder.

A browser reads a page after the program has ended, and again at every reload, so its file must last; in the temporary
folder nobody would ever remove it. In the cache folder, a page that is shown again reuses its file, the oldest pages
make room for new ones, and `inkspect data --clear` removes them all.
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
    """Write a page to the cache folder, and return its path; of earlier pages, only the newest stay.

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
            f"cannot keep the page in {folder}: {reason}; set INKSPECT_CACHE to another folder"
        ) from error
    _make_room(path)
    return path


def _make_room(newest: Path) -> None:
    """Remove the oldest pages, ignoring any that another process removes meanwhile or that cannot be removed."""
    with contextlib.suppress(OSError):
        others = [path for path in kept_pages(newest.parent) if path != newest]
        for path in sorted(others, key=os.path.getmtime, reverse=True)[MOST_KEPT - 1 :]:
            path.unlink(missing_ok=True)
