"""Stroke files are saved and opened, by the button or dropped on the page; the replay is saved as a moving picture."""

import gzip
import io
import json
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import FilePayload

from inkspect.data.stroke_files import read_strokes
from pen import ZIGZAG, draw_own, draw_with_mouse
from sending import SEVEN, draw_seven, link_of, notice, wait_for_end, wait_for_notice
from taking import WORDS, button, open_menu, save, told, wait_for_refusal
from visit import Visit, Visits

DROP = """(content) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([content], 'drawing.jsonl'));
  const pass = (type) => {
    const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
    document.querySelector('#diagram').dispatchEvent(event);
    return [event.defaultPrevented, document.documentElement.hasAttribute('data-dropping')];
  };
  return [pass('dragover'), pass('drop')];
}"""


def give_file(visit: Visit, content: bytes) -> None:
    given: FilePayload = {"name": "given.jsonl", "mimeType": "", "buffer": content}
    visit.page.locator("#open-file").set_input_files(given)


def test_a_saved_file_holds_the_drawing_exactly_for_python_and_for_another_page(visits: Visits, tmp_path: Path) -> None:
    visit, other = visits.open(), visits.open()
    draw_with_mouse(visit, ZIGZAG)
    open_menu(visit)
    content = save(visit, "drawing", "JSONL")
    (tmp_path / "saved.jsonl").write_bytes(content)
    (drawing,) = read_strokes(tmp_path / "saved.jsonl")
    assert drawing.placed
    assert [stroke.tolist() for stroke in drawing.strokes] == json.loads(content)["strokes"]
    give_file(other, content)
    wait_for_end(other)
    assert link_of(other) == link_of(visit)
    assert other.read() == visit.read()


def test_of_several_drawings_the_first_is_taken_and_the_page_says_so(visit: Visit) -> None:
    lines = "".join(json.dumps({"label": "7", "placed": True, "strokes": strokes}) + "\n" for strokes in (SEVEN, []))
    give_file(visit, gzip.compress(lines.encode()))
    wait_for_notice(visit, "send.first")
    wait_for_end(visit)
    assert visit.answer().digit == 7
    visit.page.locator("#undo").click()
    visit.settle()
    assert (visit.answer().digit, notice(visit)) == (None, None)


def test_a_file_is_opened_by_dropping_it_anywhere_and_can_be_undone(visit: Visit) -> None:
    draw_own(visit)
    three = link_of(visit)
    assert visit.page.evaluate(DROP, json.dumps({"placed": True, "strokes": SEVEN})) == [[True, True], [True, False]]
    visit.page.wait_for_function("() => document.querySelector('#timeline').dataset.moments === '9'")
    wait_for_end(visit)
    assert visit.answer().digit == 7
    visit.page.locator("#undo").click()
    visit.settle()
    assert link_of(visit) == three


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"<svg><script>alert(1)</script></svg>", "refused.fileOther"),
        (b"\x1f\x8b\x08 cut off", "refused.fileDamaged"),
        (gzip.compress(b"[" + b" " * 9_000_000), "refused.fileHuge"),
        (b'{"strokes": []}', "refused.noPoints"),
        (b'{"strokes": [' + json.dumps([[1, 2]] * 20_001).encode() + b"]}", "refused.manyPoints"),
        (b'{"placed": true, "strokes": [[[5000, 5000]]]}', "refused.offPad"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_file_without_a_drawing_is_refused_in_one_sentence_and_nothing_is_lost(
    visit: Visit, content: bytes, key: str
) -> None:
    draw_own(visit)
    before = link_of(visit)
    open_menu(visit)
    visit.page.locator("#open-file").evaluate("(one) => one.scrollIntoView()")
    give_file(visit, content)
    wait_for_refusal(visit, key)
    visit.page.locator("#language").click()
    wait_for_refusal(visit, key, "ja")
    assert (link_of(visit), notice(visit)) == (before, None)


def test_a_dropped_file_without_a_drawing_is_refused_on_the_pad(visit: Visit) -> None:
    visit.page.evaluate(DROP, "no strokes")
    wait_for_notice(visit, "refused.fileOther")


def test_the_pages_own_explanation_is_named_and_one_draws_right_through_what_is_said(visit: Visit) -> None:
    draw_own(visit)
    explanation = visit.page.evaluate("() => JSON.stringify(window.inkspect.explain(), null, 1)")
    visit.page.evaluate(DROP, explanation)
    wait_for_notice(visit, "refused.fileExplanation")
    before = link_of(visit)
    draw_with_mouse(visit, [[(0.2, 0.04), (0.5, 0.04)]])
    assert (link_of(visit) == before, notice(visit)) == (False, None)


def test_the_replay_is_an_animated_png_at_the_drawings_own_pace_that_ends_as_the_drawing(visit: Visit) -> None:
    draw_seven(visit)
    open_menu(visit)
    with Image.open(io.BytesIO(save(visit, "replay", "APNG", within_ms=60_000))) as image:
        pictures, durations = [], []
        for number in range(cast(int, image.n_frames)):  # type: ignore[attr-defined]
            image.seek(number)
            pictures.append(np.asarray(image.convert("RGB")).astype(int))
            durations.append(float(image.info.get("duration", 0)))
    still, *moving = pictures
    assert image.size == (400, 508)
    assert image.info["loop"] == 0
    assert len(moving) == 9
    # Its longest rest, of 540 ms, is shortened to 400; the last picture stays for 2 s.
    assert sum(durations[1:]) == pytest.approx(1200 - 140 + 2000, abs=len(moving))
    assert (moving[-1] == still).all(), "programs that play nothing show another drawing"
    inked = [int((picture[:400] < 128).all(axis=2).sum()) for picture in moving]
    assert inked == sorted(inked) and inked[0] < inked[-1] / 4
    answers = {picture[400:].tobytes() for picture in moving}
    assert len(answers) > 4, "the answer does not change"
    assert (still[0, 0] == 255).all(), "it is not on white paper"


def test_a_moving_picture_is_made_once_however_often_one_clicks_meanwhile(visit: Visit) -> None:
    draw_seven(visit)
    open_menu(visit)
    saved: list[str] = []
    visit.page.on("download", lambda download: saved.append(download.suggested_filename))
    clicked = button(visit, "replay", "save", "APNG")
    with visit.page.expect_download(timeout=60_000):
        clicked.evaluate("(button) => { for (let click = 0; click < 3; click++) button.click(); }")
    assert told(visit) == WORDS["en"]["take.saved"]
    visit.settle()
    assert saved == ["inkspect-replay.png"]
    assert clicked.get_attribute("aria-busy") is None
