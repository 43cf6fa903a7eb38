"""The dial: ten cells whose shares are rounded honestly, and exact on hover."""

import re

import pytest

from visit import Visit, Visits

ONE = [[[0, 0], [0, 9]]]


def cell_texts(visit: Visit) -> dict[int, str]:
    return {digit: visit.page.locator(f'[data-digit="{digit}"] .cell-share').inner_text() for digit in range(10)}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_share_reads_0_or_100_percent(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}")
    visit.page.evaluate("(strokes) => window.inkspect.draw(strokes)", ONE)
    answer = visit.answer()
    assert answer.digit == 1
    texts = cell_texts(visit)
    for digit, share in enumerate(answer.probabilities):
        assert share is not None
        if share < 0.001:
            assert texts[digit] == "<0.1%", f"{digit} with {share}"
        elif share > 0.999:
            assert texts[digit] == ">99.9%", f"{digit} with {share}"
        else:
            assert abs(float(texts[digit].removesuffix("%")) / 100 - share) <= 0.005, f"{digit}: {texts[digit]}"
    verdict = visit.page.locator(".verdict-share").inner_text()
    assert not re.search(r"(?<![\d.])(?:0|100)(?:\.0+)?%", verdict), verdict
    assert "<0.1%" in texts.values(), "no share is small enough to test this"


def test_hovering_over_a_cell_shows_its_exact_share_until_the_drawing_is_cleared(visit: Visit) -> None:
    visit.page.evaluate("(strokes) => window.inkspect.draw(strokes)", ONE)
    share = visit.answer().probabilities[1]
    assert share is not None
    cell = visit.page.locator('[data-digit="1"]')
    cell.hover()
    told = cell.get_attribute("title") or ""
    assert abs(float(told.removesuffix("%").replace("\u2212", "-")) / 100 - share) <= 1e-5, told
    assert len(told) > len("99.9%"), told
    visit.page.evaluate("() => window.inkspect.clear()")
    visit.settle()
    assert cell.get_attribute("title") is None, "the exact share outlived its drawing"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_layout_does_not_shift_when_the_verdict_is_none(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}")
    tops = (
        "() => ['.dial-board', '.diagram-area'].map((part) => document.querySelector(part).getBoundingClientRect().top)"
    )
    for width, height in ((1280, 800), (1366, 625), (390, 664)):
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.page.evaluate("() => window.inkspect.clear()")
        visit.rest()
        before = visit.page.evaluate(tops)
        visit.page.evaluate("() => window.inkspect.draw([[[100, 100]]], { placed: true })")
        assert visit.answer().verdict == "none"
        visit.rest()
        assert visit.page.evaluate(tops) == before, f"{width}×{height}"


@pytest.mark.parametrize("size", [(1280, 800), (1366, 625), (390, 664)], ids=str)
def test_an_answer_that_changes_leaves_no_trace_of_its_ring(visits: Visits, size: tuple[int, int]) -> None:
    """Cells lie between pixels, so that edges of a ring could stay behind."""
    visit = visits.open(width=size[0], height=size[1])

    def dial_after(*drawings: list[list[list[int]]]) -> bytes:
        visit.page.evaluate("() => window.inkspect.clear()")
        for drawing in drawings:
            visit.page.evaluate("(strokes) => window.inkspect.draw(strokes)", drawing)
            visit.settle()
        visit.rest()
        return visit.page.locator(".dial").screenshot()

    seven, zero = [[[0, 0], [6, 0], [2, 10]]], [[[3, 0], [0, 4], [3, 9], [6, 4], [3, 0]]]
    fresh = dial_after(ONE)
    visit.page.reload()
    visit.settle()
    assert dial_after(seven, zero, ONE) == fresh
