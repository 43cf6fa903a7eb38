"""Open a file in a browser on this machine, if it has a display."""

import os
import sys
import webbrowser
from pathlib import Path


def open_in_browser(page: Path, fragment: str = "") -> bool:
    """Open a file in the browser, at a fragment of its address, with its #; return whether that succeeded."""
    return has_display() and webbrowser.open(page.resolve().as_uri() + fragment)


def has_display() -> bool:
    """Return whether a browser window can open here; a text browser in the terminal would not help."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
