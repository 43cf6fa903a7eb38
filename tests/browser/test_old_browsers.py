"""A browser that cannot run the page shows a message in both languages; no other browser ever shows or speaks it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from visit import Visits

# In ms: a page slow to run its script must not flash the message, so an outdated browser shows it only after this time.
PATIENCE = 2000
NAMED = ("Chrome", "Edge", "Firefox", "Safari")


@contextmanager
def opened(
    browser: Browser, file: Path, *, javascript: bool = True, before: str = "", query: str = ""
) -> Iterator[Page]:
    context = browser.new_context(offline=True, java_script_enabled=javascript)
    if before:
        context.add_init_script(before)
    page = context.new_page()
    page.goto(file.as_uri() + query)
    yield page
    context.close()


def without_script(page_file: Path, folder: Path, instead: str) -> Path:
    """The page with its script replaced by one that the policy refuses or the parser rejects."""
    text = page_file.read_text(encoding="utf-8")
    changed, times = re.subn(r"<script>.*?</script>", lambda _: f"<script>{instead}</script>", text, flags=re.S)
    assert times == 1
    file = folder / "old.html"
    file.write_text(changed, encoding="utf-8")
    return file


def assert_lists_supported_browsers(page: Page) -> None:
    message = page.locator("#outdated")
    message.wait_for(state="visible", timeout=PATIENCE + 3000)
    english, japanese = (message.locator(f"[lang={language}]").inner_text() for language in ("en", "ja"))
    assert "too old" in english and "古すぎる" in japanese
    for name in NAMED:
        assert re.search(rf"{name}\s\d", english) and re.search(rf"{name}\s\d", japanese), (english, japanese)
    assert not page.locator("#page").is_visible() and not page.locator("#problem").is_visible()


@pytest.mark.parametrize("instead", ["let understood = {{{;", "document.title = 'refused by the policy';"])
def test_a_browser_that_cannot_run_the_script_lists_those_that_can(
    browser: Browser, page_file: Path, tmp_path: Path, instead: str
) -> None:
    with opened(browser, without_script(page_file, tmp_path, instead)) as page:
        assert_lists_supported_browsers(page)


def test_the_page_says_so_if_scripts_are_off(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, javascript=False) as page:
        assert_lists_supported_browsers(page)
        assert "JavaScript" in page.locator("#outdated").inner_text()


def test_the_message_stays_hidden_until_the_script_has_had_time_to_run(
    browser: Browser, page_file: Path, tmp_path: Path
) -> None:
    with opened(browser, without_script(page_file, tmp_path, "")) as page:
        # Pausing the animation stretches the wait to that of a slow page.
        page.evaluate("() => document.getAnimations().forEach((animation) => animation.pause())")
        assert page.locator("#outdated").count() == 1 and not page.locator("#outdated").is_visible()
        assert "Inkspect" not in page.locator("body").aria_snapshot()
        page.evaluate("() => document.getAnimations().forEach((animation) => animation.finish())")
        assert page.locator("#outdated").is_visible()
        assert "too old" in page.locator("body").aria_snapshot()


def test_the_script_removes_the_message_before_it_does_anything_else(browser: Browser, page_file: Path) -> None:
    # Whatever fails first, this message is already gone and the right one is shown.
    broken = "Storage.prototype.getItem = () => { window.left = document.querySelector('#outdated'); return null; };"
    with opened(browser, page_file, before=broken) as page:
        assert page.evaluate("() => window.left") is None
        assert page.locator("#outdated").count() == 0


def test_a_supported_browser_has_no_trace_of_the_message(visits: Visits) -> None:
    visit = visits.open()
    assert visit.page.locator("#outdated").count() == 0
    assert "too old" not in visit.page.locator("body").aria_snapshot()


@pytest.mark.parametrize(
    ("language", "lost", "named"),
    [
        ("en", "delete Object.hasOwn;", "Object.hasOwn"),
        ("ja", "delete window.ResizeObserver;", "ResizeObserver"),
        ("en", "HTMLCanvasElement.prototype.getContext = () => null;", "2D canvas"),
        ("ja", "delete Object.hasOwn; delete window.ResizeObserver;", "ResizeObserver, Object.hasOwn"),
    ],
)
def test_missing_browser_features_are_named_and_not_reported_as_damaged_data(
    browser: Browser, page_file: Path, language: str, lost: str, named: str
) -> None:
    with opened(browser, page_file, before=lost, query=f"?lang={language}") as page:
        problem = page.locator("#problem")
        problem.wait_for(state="visible", timeout=3000)
        said = problem.inner_text()
        assert named in said and all(name in said for name in NAMED), said
        assert not re.search("inkspect open|damaged|data-|壊れて", said), said
        assert ("対応していません" in said) == (language == "ja"), said
        assert page.locator("#outdated").count() == 0
