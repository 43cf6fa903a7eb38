"""Open a file in the browser of whoever sits at this machine, if anybody does."""

import os
import sys
import webbrowser
from pathlib import Path


def open_in_browser(page: Path) -> bool:
    """Open a file in the browser; return whether one could be opened."""
    return has_display() and webbrowser.open(page.resolve().as_uri())


def has_display() -> bool:
    """Whether a browser window can appear here; a text browser in the terminal would be no help."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
