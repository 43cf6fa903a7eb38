"""If the system forces colours, the page draws its pictures in them and they stay legible."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

# The place of the input's picture, the page's background and its text, colours as numbers from 0 to 255.
SEEN = """() => {
  const { x, y, width, height } = document.querySelector('.diagram-input').getBoundingClientRect();
  const numbers = (color) => color.match(/\\d+/g).slice(0, 3).map(Number);
  const style = getComputedStyle(document.documentElement);
  return { clip: { x, y, width, height }, background: numbers(style.backgroundColor), text: numbers(style.color) };
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
    page.wait_for_timeout(500)  # let the worker paint
    picture = np.asarray(Image.open(io.BytesIO(page.screenshot(clip=seen["clip"]))).convert("RGB"))
    assert seen["background"] != seen["text"]
    blank, inked = ((picture == seen[color]).all(axis=2).mean() for color in ("background", "text"))
    assert blank > 0.4, f"blank cells are not {seen['background']}"
    assert inked > 0.01, f"no fully inked cell is {seen['text']}"
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
