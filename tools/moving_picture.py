"""Make the README's moving picture, from the built page: a digit being drawn, and what the network reads meanwhile.

usage: python tools/moving_picture.py    (writes docs/timeline.webp)

The page shows one moment of the drawing after another, as when one scrubs its timeline, and each is taken as it is.
"""

import argparse
import io
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Page, sync_playwright

import chromium
from inkspect.data.kept_points import KeptPoints, kept_points
from inkspect.network.weights import published_weights
from inkspect.page.build import build_page
from screenshot import PROJECT, SIZES, drawing_of, open_with_drawing

README_MOVING_PICTURE = PROJECT / "docs" / "timeline.webp"
LARGEST_BYTES = 300_000

SHOWN = "#ink, #timeline, #verdict, .dial"
"""What the picture shows: the box around all of these, with a margin."""

MARGIN = 8  # CSS px
PIXEL_RATIO = 1.25
QUALITY = 60

EVERY = 2
"""A frame for every so many points, and one for the last."""

SLOWNESS = 3.0
"""How many times longer it takes than the drawing did."""

END_MS = 2500
ROUNDS = 3
"""How often it plays; then the whole drawing stays."""

LOOK_AGAIN_MS = 120


class Frame(NamedTuple):
    """What the page shows at a moment, and for how long it stays, in ms."""

    picture: Image.Image
    duration: int


def frames_of(page: Page, kept: KeptPoints) -> Iterator[Frame]:
    """Yield the page at every moment that has a frame."""
    clip = page.evaluate(
        """([shown, margin]) => {
          const boxes = [...document.querySelectorAll(shown)].map((part) => part.getBoundingClientRect());
          const [x, y] = ["left", "top"].map((side) => Math.min(...boxes.map((box) => box[side])) - margin);
          const most = (side) => Math.max(...boxes.map((box) => box[side])) + margin;
          const [right, bottom] = ["right", "bottom"].map(most);
          return { x: Math.floor(x), y: Math.floor(y), width: Math.ceil(right - x), height: Math.ceil(bottom - y) };
        }""",
        [SHOWN, MARGIN],
    )
    moments = [*range(EVERY, len(kept), EVERY), len(kept)]
    times = kept.points[:, 2]
    for moment, following in zip(moments, [*moments[1:], None], strict=True):
        page.evaluate("(moment) => window.inkspect.at(moment)", moment)
        page.wait_for_selector(f"#timeline[data-moment='{moment}']")
        before, looks = b"", page.screenshot(clip=clip)
        while looks != before:  # a worker paints, and a busy machine keeps it waiting
            page.wait_for_timeout(LOOK_AGAIN_MS)
            before, looks = looks, page.screenshot(clip=clip)
        duration = END_MS if following is None else SLOWNESS * (times[following - 1] - times[moment - 1])
        yield Frame(Image.open(io.BytesIO(looks)).convert("RGB"), round(duration))


def encoded(frames: Sequence[Frame]) -> bytes:
    """Return the frames as an animated WebP."""
    file = io.BytesIO()
    first, *others = (frame.picture for frame in frames)
    durations = [frame.duration for frame in frames]
    first.save(
        file,
        "WEBP",
        save_all=True,
        append_images=others,
        duration=durations,
        loop=ROUNDS,
        quality=QUALITY,
        method=6,
    )
    return file.getvalue()


def main() -> int:
    """Build the page, open it in Chromium, and take its frames."""
    parser = argparse.ArgumentParser(description="Make the README's moving picture of the timeline.")
    parser.add_argument("--digit", default="3", choices=list("0123456789"), help="digit to draw (default: 3)")
    options = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        executable = chromium.find(playwright)
        if executable is None:
            print(chromium.MISSING, file=sys.stderr)
            return 1
        file = Path(folder) / "inkspect.html"
        file.write_bytes(build_page(published_weights()))
        browser = playwright.chromium.launch(executable_path=executable, args=chromium.launch_arguments())
        page = open_with_drawing(
            browser, file, options.digit, size=SIZES[0], theme="light", language="en", pixel_ratio=PIXEL_RATIO
        )
        frames = list(frames_of(page, kept_points(drawing_of(options.digit))))
        browser.close()
    content = encoded(frames)
    if len(content) > LARGEST_BYTES:
        print(f"{len(content):,} bytes, more than {LARGEST_BYTES:,}: take fewer frames, or smaller", file=sys.stderr)
        return 1
    README_MOVING_PICTURE.write_bytes(content)
    print(f"{README_MOVING_PICTURE.relative_to(PROJECT)}: {len(frames)} frames, {len(content):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
