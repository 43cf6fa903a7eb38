"""Fixtures of the browser tests, loaded by tests/conftest.py: the built page, and the browser that opens it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

import chromium
from inkspect.network.weights import published_weights
from inkspect.page.build import build_page
from tabs import Tabs
from visit import Visit, Visits


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page with the published weights, as users get it."""
    file = tmp_path_factory.mktemp("page") / "inkspect.html"
    file.write_bytes(build_page(published_weights()))
    return file


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests in a process."""
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


@pytest.fixture(scope="session")
def tabs(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tabs]:
    """The browser's tabs, used by one test after the other."""
    opened = Tabs(browser, tmp_path_factory.mktemp("tabs"))
    yield opened
    opened.close()


@pytest.fixture
def visits(tabs: Tabs, page_file: Path) -> Iterator[Visits]:
    """Opens the page any number of times; afterwards checks that nothing went wrong in any of the visits."""
    opened = Visits(tabs, page_file)
    yield opened
    problems = opened.close()
    assert not problems, "the page misbehaved:\n" + "\n".join(problems)


@pytest.fixture
def visit(visits: Visits) -> Visit:
    """The page on a desktop, in English and with the light theme."""
    return visits.open()
