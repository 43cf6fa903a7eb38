"""What tests of more than one file need."""

import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["browser_fixtures"]

# A busy machine is no failure; and what passed once in continuous integration passes there again.
settings.register_profile("inkspect", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("inkspect")


OWN_TEMPORARY_FOLDER = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Listen to Ctrl-C, as its tests need: what a shell runs in the background ignores it, and its children.

    And give the whole run, its browsers and clusters included, one temporary folder of its own.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not hasattr(config, "workerinput"):  # the run's workers inherit it
        config.stash[OWN_TEMPORARY_FOLDER] = folder = tempfile.mkdtemp(prefix="inkspect-tests-")
        os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder))
        tempfile.tempdir = None


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove that folder; `--basetemp FOLDER` is for who wants to look into what a test wrote."""
    if folder := config.stash.get(OWN_TEMPORARY_FOLDER, None):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def stroke_folder() -> Path:
    """Return the folder of real pen strokes; tests that need it are skipped, and say so, where there is none."""
    beside = Path(__file__).parents[1] / ".." / "shared" / "strokes"
    folder = Path(os.environ.get("INKSPECT_STROKES") or beside).resolve()
    if not folder.is_dir():
        pytest.skip("real pen strokes are neither at INKSPECT_STROKES nor at ../shared/strokes beside the checkout")
    return folder
