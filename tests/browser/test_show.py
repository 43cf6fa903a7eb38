"""`inkspect.show`: the page in a notebook's sandboxed frame, or in the browser if there is no notebook."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from playwright.sync_api import Browser, Frame

import inkspect
from inkspect.data.cache import clear_cache
from inkspect.page.kept import MOST_KEPT, keep_page
from inkspect.system.notebooks import in_notebook

RING = [[[np.cos(angle / 5), np.sin(angle / 5), 16 * angle] for angle in range(33)]]
READ = "() => window.inkspect.read()"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A separate cache for each test."""
    monkeypatch.setenv("INKSPECT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def notebook_cell(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Frame]:
    """The page as a notebook shows it: the output of `_repr_html_` inside another document."""
    monkeypatch.setattr("inkspect.page.notebook.in_notebook", lambda: True)
    shown = inkspect.show(RING)
    file = tmp_path / "notebook.html"
    file.write_text(f"<!doctype html><title>Notebook</title>{shown._repr_html_()}", encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"uncaught: {error}"))
    page.on("console", lambda message: problems.append(f"{message.type}: {message.text}"))
    page.goto(file.as_uri())
    frame = page.frames[1]
    frame.wait_for_selector("#verdict[data-verdict=digit]")
    yield frame
    context.close()
    assert not problems, "the page misbehaved in the frame:\n" + "\n".join(problems)


def test_the_cell_shows_a_working_page_with_the_drawing(notebook_cell: Frame) -> None:
    assert notebook_cell.evaluate(READ)["digit"] == 0 == inkspect.read(RING).digit
    pad = notebook_cell.locator("#ink").bounding_box()
    assert pad is not None
    notebook_cell.locator("#clear").click()
    notebook_cell.wait_for_selector("#verdict[data-verdict=empty]")
    mouse = notebook_cell.page.mouse
    mouse.move(pad["x"] + pad["width"] / 2, pad["y"] + pad["height"] * 0.2)
    mouse.down()
    mouse.move(pad["x"] + pad["width"] / 2, pad["y"] + pad["height"] * 0.8, steps=10)
    mouse.up()
    notebook_cell.wait_for_selector("#verdict[data-verdict=digit]")
    assert notebook_cell.evaluate(READ)["digit"] == 1


def test_the_drawing_is_shown_at_its_end_with_its_timeline_filled(notebook_cell: Frame) -> None:
    over_time = inkspect.read_over_time(RING)
    points = str(len(over_time))
    timeline = notebook_cell.locator("#timeline")
    assert (timeline.get_attribute("data-moment"), timeline.get_attribute("data-moments")) == (points, points)
    filled = "() => /(first|on) 0[.,]/.test(document.querySelector('#timeline-text').textContent)"
    notebook_cell.wait_for_function(filled)
    for moment in (len(over_time), 5, 20):
        notebook_cell.evaluate("(moment) => window.inkspect.at(moment)", moment)
        shown = notebook_cell.evaluate(READ)
        assert shown["verdict"] == over_time.verdicts[moment - 1]
        assert shown["probabilities"] == pytest.approx(over_time.probabilities[moment - 1], abs=1e-5)


def test_the_frame_denies_the_page_storage_and_the_notebook(notebook_cell: Frame) -> None:
    refused = """() => {
      const tries = [() => window.localStorage, () => document.cookie, () => parent.document.title];
      return tries.filter((attempt) => { try { attempt(); return true; } catch { return false; } }).length;
    }"""
    assert notebook_cell.evaluate(refused) == 0
    theme = notebook_cell.locator("#theme")
    theme.select_option("dark") if theme.evaluate("control => control.tagName") == "SELECT" else theme.click()
    assert notebook_cell.evaluate(READ)["digit"] == 0, "a setting that cannot be stored broke the page"


def test_the_shown_page_can_be_saved_and_has_a_text_description(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inkspect.page.notebook.in_notebook", lambda: True)
    shown = inkspect.show(inkspect.Drawing((np.array([[0.0, 0.0], [0.0, 4096.0]]),), placed=True))
    shown.save(tmp_path / "page.html")
    block = re.search(r'id="data-drawing">(.*?)</script>', (tmp_path / "page.html").read_text(encoding="utf-8"))
    assert block is not None
    assert json.loads(block[1]) == {"strokes": [[[0, 0], [0, 4096]]], "placed": True}
    assert re.match(r"<the page, [\d,]+ bytes\. A trusted notebook shows the page here; ", repr(shown))
    with pytest.raises(inkspect.InkspectError, match="cannot write"):
        shown.save(tmp_path)
    with pytest.raises(inkspect.InkspectError, match="must be a point"):
        inkspect.show([[0, 0]])  # type: ignore[list-item]


def test_the_page_gets_the_drawings_times_and_what_it_would_not_keep_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("inkspect.page.notebook.in_notebook", lambda: True)
    block = re.search(r'id="data-drawing">(.*?)</script>', inkspect.show(RING).page.decode())
    assert block is not None
    assert [point[2] for point in json.loads(block[1])["strokes"][0]] == [16 * number for number in range(33)]
    with pytest.raises(inkspect.InkspectError, match=r"has 20,001 points; the page keeps at most 20,000$"):
        inkspect.show([[[0, number] for number in range(20_001)]])


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for a browser is a shell script")
def test_outside_notebooks_the_browser_opens_a_lasting_file_and_no_temporary_files_remain(tmp_path: Path) -> None:
    opened, browser = tmp_path / "opened", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', encoding="utf-8")
    browser.chmod(0o755)
    (tmp_path / "temporary").mkdir()
    code = "import inkspect; inkspect.show([[[0, 0], [0, 1]]])"
    surroundings = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    surroundings |= {"INKSPECT_CACHE": str(tmp_path / "cache"), "BROWSER": f"{browser} %s"}
    surroundings |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(tmp_path / "temporary"))
    done = subprocess.run([sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=True)
    (page,) = tmp_path.glob("cache/pages/inkspect-*.html")
    assert done.stdout == f"Opened {page}\n"
    assert opened.read_text(encoding="utf-8").strip() == page.as_uri()
    assert page.stat().st_size > 100_000
    assert not list((tmp_path / "temporary").iterdir())


def test_without_a_display_a_line_says_where_the_page_is(
    cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("inkspect.system.browser.has_display", lambda: False)
    inkspect.show()
    (page,) = cache.glob("pages/*")
    assert capsys.readouterr().out == f"Wrote {page}; open it in any browser\n"


def test_the_newest_pages_are_kept_in_one_file_each_and_clearing_the_cache_removes_them(cache: Path) -> None:
    paths = [keep_page(f"page {number}".encode()) for number in range(MOST_KEPT)]
    for age, path in enumerate(reversed(paths)):
        os.utime(path, (1000 - age, 1000 - age))
    assert keep_page(b"page 0") == paths[0], "a page shown again got a second file"
    newest = keep_page(b"one more")
    assert set(cache.glob("pages/*")) == {*paths, newest} - {paths[1]}, (
        "the oldest page should go, and page 0 was renewed"
    )
    (cache / "pages" / "mine.html").write_text("mine", encoding="utf-8")
    assert len(clear_cache(cache)) == MOST_KEPT
    assert [path.name for path in cache.rglob("*.html")] == ["mine.html"]


def test_a_page_that_cannot_be_stored_is_a_one_line_error_but_a_notebook_still_shows_it(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write_text("no folder", encoding="utf-8")
    with pytest.raises(
        inkspect.InkspectError, match=r"cannot keep the page in .*pages: .*set INKSPECT_CACHE to another"
    ):
        inkspect.show()
    monkeypatch.setattr("inkspect.page.notebook.in_notebook", lambda: True)
    shown = inkspect.show()
    assert "srcdoc" in shown._repr_html_()
    assert "save(path)" in repr(shown)


def test_an_untrusted_notebook_still_shows_a_sentence_with_the_files_path(
    browser: Browser, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a notebook strips frames, scripts and styles from its output, or shows only the plain text."""
    monkeypatch.setattr("inkspect.page.notebook.in_notebook", lambda: True)
    shown = inkspect.show(RING)
    (page,) = cache.glob("pages/*")
    assert page.read_bytes() == shown.page
    cell = browser.new_page()
    cell.set_content(re.sub(r"<iframe.*?</iframe>", "", shown._repr_html_(), flags=re.S))
    left = cell.inner_text("body")
    cell.close()
    for text in (left, repr(shown)):
        assert f"trust the notebook, or open {page} in a browser" in text
        assert len(text) < 400 + len(str(page))


def test_a_notebook_is_recognised_by_its_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    ipython = ModuleType("IPython")
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    for shell, expected in ((None, False), (SimpleNamespace(), False), (SimpleNamespace(kernel=object()), True)):
        monkeypatch.setattr(ipython, "get_ipython", lambda shell=shell: shell, raising=False)
        assert in_notebook() is expected
