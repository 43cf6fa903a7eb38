"""What the browser tests share, taken in by tests/conftest.py: the page as built, and the browser that opens it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

import chromium
from inkspect.network.weights import published_weights
from inkspect.page.build import build_page
from visit import Visit, Visits


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page with the published weights, as a user gets it."""
    file = tmp_path_factory.mktemp("page") / "inkspect.html"
    file.write_bytes(build_page(published_weights()))
    return file


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process."""
    with sync_playwright() as playwright:
        executable = chromium.find(playwright)
        if executable is None:
            pytest.fail(chromium.MISSING)
        started = playwright.chromium.launch(
            executable_path=executable,
            args=[*chromium.launch_arguments(), "--js-flags=--expose-gc"],
        )
        yield started
        started.close()


@pytest.fixture
def visits(browser: Browser, page_file: Path) -> Iterator[Visits]:
    """Opens the page as often as a test likes; afterwards nothing may have gone wrong in any of them."""
    opened = Visits(browser, page_file)
    yield opened
    problems = opened.close()
    assert not problems, "the page did what it must not:\n" + "\n".join(problems)


@pytest.fixture
def visit(visits: Visits) -> Visit:
    """The page in English on a desktop, light."""
    return visits.open()
