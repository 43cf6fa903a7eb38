"""What tests of more than one file need."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["browser_fixtures"]

# A busy machine is no failure; and what passed once in continuous integration passes there again.
settings.register_profile("inkspect", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("inkspect")


def pytest_configure() -> None:
    """Listen to Ctrl-C, as its tests need: what a shell runs in the background ignores it, and its children."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def stroke_folder() -> Path:
    """Return the folder of real pen strokes; tests that need it are skipped, and say so, where there is none."""
    beside = Path(__file__).parents[1] / ".." / "shared" / "strokes"
    folder = Path(os.environ.get("INKSPECT_STROKES") or beside).resolve()
    if not folder.is_dir():
        pytest.skip("real pen strokes are neither at INKSPECT_STROKES nor at ../shared/strokes beside the checkout")
    return folder
