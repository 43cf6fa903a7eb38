"""Take screenshots of the page: the README's, or one for every size, theme and language.

usage: python tools/screenshot.py               (writes docs/page.webp and docs/pen.webp)
       python tools/screenshot.py --all FOLDER  (writes FOLDER/WIDTHxHEIGHT-THEME-LANGUAGE.png)
"""

import argparse
import base64
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

import chromium
from inkspect.data.stroke_files import read_strokes
from inkspect.data.strokes import Drawing
from inkspect.network.weights import published_weights
from inkspect.page.build import build_page

PROJECT = Path(__file__).resolve().parents[1]
DRAWINGS = PROJECT / "tests" / "golden" / "drawings.jsonl"
README_PICTURE = PROJECT / "docs" / "page.webp"
PEN_PICTURE = PROJECT / "docs" / "pen.webp"
HALF_DRAWN = """() => {
  const points = Number(document.querySelector('#timeline').dataset.moments);
  location.hash = `place=pen&heads=2.1&at=${Math.round(0.62 * points)}`;
}"""
"""The place Pen, with so much of the drawing that both networks have an opinion."""

# Width and height in CSS px: desktops, tablets, phones upright and lying; the last but one is 1280×800 at 200 % zoom.
SIZES = (
    (1280, 800),
    (1366, 625),
    (1280, 585),
    (1920, 1080),
    (3840, 2160),
    (1024, 768),
    (768, 1024),
    (390, 844),
    (390, 664),
    (320, 568),
    (844, 390),
    (664, 390),
    (640, 400),
    (280, 653),
)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LANGUAGES = ("en", "ja")

# Between two looks at the page, in ms: a worker paints the answer and the diagram, and a busy machine keeps it waiting.
PAINTING_MS = 1000


def drawing_of(digit: str) -> Drawing:
    """Return the project's first drawing of a digit."""
    return next(drawing for drawing in read_strokes(DRAWINGS) if drawing.label == digit)


def open_with_drawing(
    browser: Browser,
    file: Path,
    digit: str,
    *,
    size: tuple[int, int],
    theme: Literal["light", "dark"],
    language: str,
    pixel_ratio: float,
) -> Page:
    """Open the page and draw a digit on it, fitted to the pad."""
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=theme,
        device_scale_factor=pixel_ratio,
        offline=True,
    )
    page.goto(f"{file.as_uri()}?lang={language}")
    strokes = [stroke.tolist() for stroke in drawing_of(digit).strokes]
    page.evaluate("(strokes) => window.inkspect.draw(strokes)", strokes)
    wait_until_painted(page)
    return page


def wait_until_painted(page: Page) -> None:
    """Wait until the page looks as it did a moment before."""
    before, looks = b"", page.screenshot()
    while looks != before:
        page.wait_for_timeout(PAINTING_MS)
        before, looks = looks, page.screenshot()


def take_readme_pictures(browser: Browser, file: Path, digit: str) -> None:
    """Write the README's screenshots, in a format that keeps them small."""
    page = open_with_drawing(browser, file, digit, size=SIZES[0], theme="light", language="en", pixel_ratio=1.5)
    _take(page, README_PICTURE)
    page.evaluate(HALF_DRAWN)
    wait_until_painted(page)
    _take(page, PEN_PICTURE)


def _take(page: Page, picture: Path) -> None:
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": 88})
    picture.parent.mkdir(exist_ok=True)
    picture.write_bytes(base64.b64decode(taken["data"]))
    print(f"{picture.relative_to(PROJECT)}: {picture.stat().st_size:,} bytes")


def take_all(browser: Browser, file: Path, digit: str, folder: Path) -> None:
    """Write a screenshot of the first screen for every size, theme and language."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        for theme in THEMES:
            for language in LANGUAGES:
                page = open_with_drawing(browser, file, digit, size=size, theme=theme, language=language, pixel_ratio=1)
                picture = folder / f"{size[0]}x{size[1]}-{theme}-{language}.png"
                page.screenshot(path=picture)
                page.close()
                print(picture)


def main() -> int:
    """Build the page, open it in Chromium and take the requested screenshots."""
    parser = argparse.ArgumentParser(description="Take screenshots of the page.")
    parser.add_argument("--digit", default="3", choices=list("0123456789"), help="digit to draw (default: 3)")
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="write every size, theme and language to FOLDER")
    options = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        executable = chromium.find(playwright)
        if executable is None:
            print(chromium.MISSING, file=sys.stderr)
            return 1
        file = Path(folder) / "inkspect.html"
        file.write_bytes(build_page(published_weights()))
        browser = playwright.chromium.launch(executable_path=executable, args=chromium.launch_arguments())
        if options.all:
            take_all(browser, file, options.digit, options.all)
        else:
            take_readme_pictures(browser, file, options.digit)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
