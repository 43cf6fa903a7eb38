"""The third lesson of docs/teachers.md, from the console of a pupil's browser to two stroke files."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from documents import PROJECT, blocks
from inkspect.data.stroke_files import read_strokes
from inkspect.network.weights import load_weights, published_weights
from inkspect.page.build import build_page
from inkspect.reading import read
from shell import inkspect

LESSON = PROJECT / "docs" / "teachers.md"


def console(session: CDPSession, code: str) -> None:
    """Run a line in the browser's console, where names persist from line to line."""
    answer = session.send("Runtime.evaluate", {"expression": code, "replMode": True, "userGesture": True})
    assert "exceptionDetails" not in answer, answer


def draw(page: Page, *strokes: list[tuple[float, float]]) -> None:
    """Draw with the mouse; points are shares of the pad's side."""
    pad = page.locator("#ink").bounding_box()
    assert pad is not None
    for stroke in strokes:
        (x, y), *others = [(pad["x"] + pad["width"] * x, pad["y"] + pad["height"] * y) for x, y in stroke]
        page.mouse.move(x, y)
        page.mouse.down()
        for x, y in others:
            page.mouse.move(x, y, steps=8)
        page.mouse.up()


SEVEN = [(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]
ONE = [(0.5, 0.2), (0.5, 0.8)]


@pytest.fixture
def drawings(browser: Browser, tmp_path: Path) -> Path:
    """The file that a pupil saves after three drawings, one of which was started over."""
    (snippet,) = [block.code for block in blocks(LESSON) if block.language == "text"]
    (tmp_path / "lesson.html").write_bytes(build_page(published_weights()))
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True, accept_downloads=True)
    page = context.new_page()
    page.goto((tmp_path / "lesson.html").as_uri())
    session = context.new_cdp_session(page)
    console(session, snippet)
    draw(page, SEVEN)
    page.wait_for_selector("#verdict[data-verdict=digit]")
    console(session, 'keep("7", "anna")')
    page.wait_for_selector("#verdict[data-verdict=empty]")
    draw(page, SEVEN)
    console(session, "again()")
    for writer in ("anna", "ben"):
        draw(page, ONE)
        console(session, f'keep("1", "{writer}")')
    with page.expect_download() as download:
        console(session, "save()")
    assert download.value.suggested_filename == "drawings.jsonl"
    download.value.save_as(tmp_path / "drawings.jsonl")
    context.close()
    return tmp_path / "drawings.jsonl"


def test_the_console_saves_a_stroke_file_that_is_read_as_drawn_and_can_be_split(drawings: Path) -> None:
    kept = read_strokes(drawings)
    assert [(drawing.label, drawing.writer, len(drawing.strokes)) for drawing in kept] == [
        ("7", "anna", 1),
        ("1", "anna", 1),
        ("1", "ben", 1),
    ]
    network, _ = load_weights(published_weights())
    assert [read(drawing, network).digit for drawing in kept] == [7, 1, 1]
    times = kept[0].strokes[0][:, 2]
    assert len(times) > 10 and (times[1:] >= times[:-1]).all()
    done = inkspect("strokes", "split", drawings, "--by", "writer", "--share", "0.5", folder=drawings.parent)
    assert done.returncode == 0, done
    writers = [
        {drawing.writer for drawing in read_strokes(drawings.with_name(f"drawings-{part}.jsonl"))}
        for part in ("train", "held-out")
    ]
    assert writers in ([{"anna"}, {"ben"}], [{"ben"}, {"anna"}])


def test_the_lesson_trains_on_one_part_and_measures_on_the_held_out_part() -> None:
    commands = "\n".join(block.code for block in blocks(LESSON) if block.language == "sh")
    assert re.search(r"strokes split .*--by writer", commands)
    assert "train --epochs 3 --strokes drawings-train.jsonl" in commands
    assert commands.count("evaluate --strokes drawings-held-out.jsonl") == 2
