"""Find the Chromium for the browser tests and the screenshots, or install one.

usage: python tools/chromium.py    (prints its path; set INKSPECT_CHROMIUM to use another)
"""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPLICATIONS = ("Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium")
MISSING = "no Chromium found: run `make test` to install one, or set INKSPECT_CHROMIUM to its path"


def find(playwright: Playwright) -> Path | None:
    """Return the Chromium to use, or None: first INKSPECT_CHROMIUM, then Playwright's own, then the system's."""
    if asked := os.environ.get("INKSPECT_CHROMIUM"):
        return Path(asked)
    own = Path(playwright.chromium.executable_path)
    if own.exists():
        return own
    for command in COMMANDS:
        if found := shutil.which(command):
            return Path(found)
    if sys.platform == "darwin":
        for application in MAC_APPLICATIONS:
            if (path := Path("/Applications") / application).exists():
                return path
    return None


def launch_arguments() -> list[str]:
    """Return the arguments for every launch: no network traffic of the browser's own, and no sandbox for root."""
    arguments = [
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    return arguments + (["--no-sandbox"] if is_root() else [])


def is_root() -> bool:
    """Whether this process runs as root, as in containers."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def apt_install(*packages: str) -> bool:
    """Install Debian packages if that needs no password; return whether it succeeded."""
    if not (is_root() and shutil.which("apt-get")):
        return False
    quietly = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        if subprocess.run(["apt-get", "--quiet=2", *command], env=quietly, stdout=subprocess.DEVNULL).returncode:
            return False
    return True


def is_debian() -> bool:
    """Whether apt's `chromium` is the browser itself (Ubuntu's installs a snap, which cannot open every file)."""
    try:
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False


def main() -> int:
    """Find or install a Chromium and print its path."""
    with sync_playwright() as playwright:
        found = find(playwright)
        if found is None:
            print("No Chromium found; installing one")
            if not (is_debian() and apt_install("chromium")):
                subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
            found = find(playwright)
    if found is None or not found.exists():
        print(f"inkspect: {MISSING}" if found is None else f"inkspect: INKSPECT_CHROMIUM names no file: {found}")
        return 1
    print(f"Chromium: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
