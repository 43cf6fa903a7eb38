"""A worker paints the diagram, or the page itself if there is no worker; for printing, the page paints at once."""

import base64
import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from visit import Visit, Visits

SEVEN = "() => window.inkspect.draw([[[0, 0], [30, 0], [30, 2], [10, 60]], [[5, 30], [30, 30]]])"
WITHOUT_WORKER = {
    "no workers at all": "delete window.Worker;",
    "no canvas for workers": "delete window.OffscreenCanvas;",
    "a worker refused": "window.Worker = class { constructor() { throw new Error('refused'); } };",
    "a worker that dies at its start": "const Real = Blob; window.Blob = class extends Real {"
    " constructor(parts, options) { super(['throw new Error(1)'], options); } };",
}


def picture(visit: Visit) -> NDArray[np.int_]:
    """The diagram's pixels, once the worker has had time to paint them."""
    visit.page.wait_for_timeout(500)
    shot = visit.page.locator(".diagram-area").screenshot()
    return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"), dtype=int)


def draw_all_links(visit: Visit) -> None:
    """Draw a 7, and show links of both signs in full ink."""
    visit.page.evaluate(SEVEN)
    visit.page.get_by_role("switch", name="All links").click()


def coloured(pixels: NDArray[np.int_]) -> tuple[int, int]:
    """The number of clearly warm and of clearly cool pixels."""
    warmth = pixels[:, :, 0] - pixels[:, :, 2]
    return int((warmth > 60).sum()), int((warmth < -60).sum())


@pytest.mark.parametrize("reason", WITHOUT_WORKER)
def test_without_a_worker_the_page_paints_the_same_picture(visits: Visits, reason: str) -> None:
    usual = visits.open()
    draw_all_links(usual)
    visit = visits.open(before=WITHOUT_WORKER[reason])
    draw_all_links(visit)
    expected, shown = picture(usual), picture(visit)
    assert min(coloured(expected)) > 100, "the usual picture shows no links"
    assert shown.shape == expected.shape
    assert np.mean(np.abs(shown - expected).max(axis=2) > 24) < 0.002, f"{reason}: the picture differs"
    # This test itself makes the worker die, which the console reports.
    visit.problems = [problem for problem in visit.problems if "Error: 1" not in problem]


def test_the_switch_toggles_between_maps_before_and_after_pooling(visit: Visit) -> None:
    visit.page.evaluate(SEVEN)
    pooled = picture(visit)
    switch = visit.page.get_by_role("switch", name="Maps before pooling")
    switch.click()
    visit.settle()
    assert switch.get_attribute("aria-checked") == "true"
    convolved = picture(visit)
    assert np.mean(np.abs(convolved - pooled).max(axis=2) > 24) > 0.01, "the maps did not change"
    assert "24×24" in visit.page.locator(".diagram-area").inner_text()
    switch.click()
    # The dots under the headings' words may fall elsewhere, by a fraction of a pixel.
    assert np.abs(picture(visit) - pooled).max() <= 24, "switching back did not restore the picture"


SIDES = """() => {
  const event = new CustomEvent('inkspect:drawn', { detail: {} });
  document.querySelector('#diagram').dispatchEvent(event);
  const { nodes } = event.detail.drawn.layout;
  return [nodes[1].width, nodes[9].width];
}"""


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_cells_are_whole_pixels_for_either_kind_of_maps(visits: Visits, width: int, height: int) -> None:
    visit = visits.open(width=width, height=height)
    visit.page.evaluate(SEVEN)
    for cells in ((12, 5), (24, 10), (12, 5)):
        visit.settle()
        sides = visit.page.evaluate(SIDES)
        assert [side % count for side, count in zip(sides, cells, strict=True)] == [0, 0], f"{sides} px, {cells} cells"
        visit.page.locator("#diagram-maps").click()


def test_the_canvas_follows_the_screens_pixel_ratio(visits: Visits) -> None:
    for ratio in (1, 2.5):
        visit = visits.open(pixel_ratio=ratio)
        # A canvas is 300 pixels wide by default, until the worker first paints.
        visit.page.wait_for_function("() => document.querySelector('.diagram-canvas').width !== 300")
        width, shown = visit.page.evaluate(
            "() => { const canvas = document.querySelector('.diagram-canvas');"
            " return [canvas.width, canvas.getBoundingClientRect().width]; }"
        )
        assert abs(width - ratio * shown) <= 1, f"{width} pixels for {shown} px at {ratio}"


def test_for_print_the_page_paints_at_once_in_light_colours_and_removes_its_picture_afterwards(visits: Visits) -> None:
    visit = visits.open(scheme="dark")
    draw_all_links(visit)
    visit.settle()
    visit.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    still = visit.page.evaluate(
        "() => { const copy = document.createElement('canvas'), still = document.querySelector('.diagram-still');"
        " [copy.width, copy.height] = [still.width, still.height];"
        " const context = copy.getContext('2d', { willReadFrequently: true });"
        " context.fillStyle = '#fff'; context.fillRect(0, 0, copy.width, copy.height); context.drawImage(still, 0, 0);"
        " return copy.toDataURL().split(',')[1]; }"
    )
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(still))).convert("RGB"), dtype=int)
    warm, cool = coloured(pixels)
    assert warm > 100 and cool > 100, "the printed picture lacks links"
    assert np.median(pixels) > 230, "the paper is not light"
    visit.page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    visit.settle()
    assert visit.page.locator(".diagram-still").count() == 0
    assert visit.page.locator(".diagram-area").get_attribute("style") in (None, "")
