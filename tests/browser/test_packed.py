"""The page's file holds its script packed: it runs while the file is read, and leaves no trace."""

from pathlib import Path

from playwright.sync_api import Browser, Page

from page_size import packed_script, unpacked_script

SCRIPTS = "() => [...document.scripts].map((script) => script.textContent)"
# What a script finds that waits for no more than the file.
WATCH = """
addEventListener('DOMContentLoaded', () => {
  window.early = [typeof window.inkspect, document.querySelector('#page').hidden];
});
"""


def opened(browser: Browser, file: Path) -> Page:
    page = browser.new_context(offline=True).new_page()
    page.add_init_script(WATCH)
    page.goto(file.as_uri())
    return page


def test_the_page_works_as_soon_as_its_file_has_been_read(browser: Browser, page_file: Path) -> None:
    page = opened(browser, page_file)
    assert page.evaluate("() => window.early") == ["object", False]
    page.context.close()


def test_only_the_packed_script_stays_in_the_document(browser: Browser, page_file: Path) -> None:
    text = page_file.read_text(encoding="utf-8")
    page = opened(browser, page_file)
    scripts = page.evaluate(SCRIPTS)
    assert scripts.count(packed_script(text)) == 1
    assert unpacked_script(text) not in scripts
    page.context.close()


def test_a_copy_saved_from_the_browser_starts_once_and_reads(browser: Browser, page_file: Path, tmp_path: Path) -> None:
    page = opened(browser, page_file)
    copy = tmp_path / "copy.html"
    copy.write_text(page.content(), encoding="utf-8")
    page.context.close()
    again = opened(browser, copy)
    assert again.locator("[data-digit]").count() == 10
    again.evaluate("() => window.inkspect.draw([[[0, 0], [0, 100]]])")
    assert again.evaluate("() => window.inkspect.read().digit") == 1
    again.context.close()
