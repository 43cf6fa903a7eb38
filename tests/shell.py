"""The command line as a person or a script meets it: the installed `inkspect`, in a process of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

INKSPECT = Path(sys.executable).with_name("inkspect")


def environment(**changes: str) -> dict[str, str]:
    """A person's shell with neither a display nor a browser of their own."""
    without = {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "NO_COLOR", "FORCE_COLOR"}
    return {name: value for name, value in os.environ.items() if name not in without} | changes


def inkspect(*arguments: str | Path, folder: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, with no terminal."""
    return subprocess.run(
        [INKSPECT, *arguments],
        cwd=folder,
        env=environment(**changes),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def assert_one_clear_line(done: subprocess.CompletedProcess[str], *parts: str) -> None:
    """It could not be done, and one line says why."""
    assert done.returncode == 1, done
    assert re.fullmatch(r"inkspect: [^\n]+\n", done.stderr), f"not one line: {done.stderr!r}"
    for part in parts:
        assert part in done.stderr
