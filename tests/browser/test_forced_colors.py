"""If the system forces colours, the page draws its pictures in them and they stay legible."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

# The colours of the preview's pixels, the page's background and its text, as numbers from 0 to 255.
SEEN = """() => {
  const copy = new OffscreenCanvas(28, 28).getContext('2d', { willReadFrequently: true });
  copy.drawImage(document.querySelector('.preview .pixels'), 0, 0);
  const pixels = copy.getImageData(0, 0, 28, 28).data;
  const colors = [...Array(784).keys()].map((i) => [...pixels.slice(4 * i, 4 * i + 3)].join());
  const numbers = (color) => color.match(/\\d+/g).slice(0, 3).join();
  const style = getComputedStyle(document.documentElement);
  return { colors, background: numbers(style.backgroundColor), text: numbers(style.color) };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_is_drawn_in_the_systems_text_colour_on_its_background(
    browser: Browser, page_file: Path, scheme: str
) -> None:
    page = browser.new_page(offline=True, forced_colors="active", color_scheme="dark" if scheme == "dark" else "light")
    page.goto(page_file.as_uri())
    page.evaluate("() => window.inkspect.draw([[[0, 0], [9, 0], [3, 20]]])")
    page.wait_for_function("() => document.querySelector('#verdict').dataset.verdict !== 'empty'")
    seen = page.evaluate(SEEN)
    assert seen["background"] != seen["text"]
    assert seen["colors"].count(seen["background"]) > 300, f"blank cells are not {seen['background']}"
    assert seen["text"] in seen["colors"], f"no fully inked cell is {seen['text']}"
    outline = page.evaluate("() => getComputedStyle(document.querySelector('.cell[aria-current]')).outlineWidth")
    assert outline == "3px", "the most probable digit has no mark that survives forced colours"
    page.close()


def test_the_pad_keeps_its_outline_and_the_keyboards_ring_is_heavier(browser: Browser, page_file: Path) -> None:
    page = browser.new_page(offline=True, forced_colors="active")
    page.goto(page_file.as_uri())
    pad = page.locator("#ink")
    width = "(pad) => getComputedStyle(pad).outlineWidth"
    assert pad.evaluate(width) == "1px"
    pad.click()
    assert pad.evaluate(width) == "1px", "drawing with the mouse changed the outline"
    page.keyboard.press("ArrowLeft")
    assert pad.evaluate(width) == "3px"
    page.close()
