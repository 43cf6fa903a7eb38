"""Nothing moves while one draws: no layout shift, at any size, in any of the usual fonts, in either language."""

import subprocess

import pytest

from pen import pad_box
from screenshot import SIZES
from visit import Visit, Visits

# A three, drawn slowly enough for the page to change its mind on the way.
THREE = (
    *((0.33, 0.24), (0.42, 0.18), (0.52, 0.17), (0.62, 0.22), (0.64, 0.30), (0.60, 0.38), (0.53, 0.43), (0.46, 0.46)),
    *((0.55, 0.47), (0.63, 0.52), (0.66, 0.60), (0.63, 0.70), (0.55, 0.77), (0.45, 0.78), (0.35, 0.74), (0.30, 0.68)),
)
# A digit, and parts of every kind.
ASKED = ("digit=3", "part=conv1.2.5.11", "part=pool2.11.2.3", "part=fc1.15", "part=group.3", "part=link.conv2.5.12")
FONTS = ("DejaVu Sans", "Liberation Sans", "Noto Sans CJK JP")

# Every shift counts, also one that follows a press.
WATCH = """(font) => {
  document.documentElement.style.setProperty('--font', `"${font}"`);
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries())
      window.shifts.push([value, ...sources.map(({ node }) => node && (node.id || node.className || node.nodeName))]);
  }).observe({ type: 'layout-shift' });
}"""


def installed(font: str) -> bool:
    return font in subprocess.run(["fc-list", font, "family"], capture_output=True, text=True, check=False).stdout


def draw_slowly(visit: Visit) -> set[str]:
    """Draw the three; return what the page said on the way."""
    left, top, side = pad_box(visit)
    said = set[str]()
    visit.page.mouse.move(left + THREE[0][0] * side, top + THREE[0][1] * side)
    visit.page.mouse.down()
    for number, (x, y) in enumerate(THREE[1:]):
        visit.page.mouse.move(left + x * side, top + y * side)
        if number % 5 == 4:
            visit.page.wait_for_timeout(250)  # text follows when the pen rests
        said.add(visit.answer().verdict)
    visit.page.mouse.up()
    visit.page.wait_for_timeout(250)
    return said


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_moves_while_one_draws(visits: Visits, language: str, font: str) -> None:
    if not installed(font):
        pytest.skip(f"{font} is not installed")
    visit = visits.open(query=f"?lang={language}")
    visit.page.evaluate(WATCH, font)
    said = set[str]()
    moved = {}
    for projector in (False, True):
        for width, height in SIZES if not projector else SIZES[:1]:
            visit.page.set_viewport_size({"width": width, "height": height})
            visit.page.evaluate("() => window.inkspect.clear()")
            visit.page.wait_for_timeout(300)
            visit.page.evaluate("() => { window.shifts.length = 0; }")
            said |= draw_slowly(visit)
            # What would be the longest verdict of all.
            visit.page.evaluate("() => window.inkspect.draw([[[100, 100]]], { placed: true })")
            said.add(visit.answer().verdict)
            visit.page.wait_for_timeout(100)
            if shifts := visit.page.evaluate("() => window.shifts"):
                moved[f"{width}×{height}{', projector' if projector else ''}"] = shifts
        if not projector:
            visit.page.locator("#projector").click()
    assert not moved
    assert said >= {"none", "digit"}, f"the page never changed its mind: {said}"


@pytest.mark.parametrize("size", [(390, 664), (1280, 800)], ids=str)
def test_nothing_moves_from_the_first_ink_on_with_a_question_in_the_address(
    visits: Visits, size: tuple[int, int]
) -> None:
    visit = visits.open(width=size[0], height=size[1])
    visit.page.evaluate(WATCH, FONTS[0])
    moved = {}
    for asked in ASKED:
        visit.page.evaluate("(asked) => { window.inkspect.clear(); location.hash = asked; }", asked)
        visit.page.wait_for_timeout(300)
        visit.settle()
        visit.page.wait_for_timeout(300)  # what asking itself has moved is reported late
        visit.page.evaluate("() => { window.shifts.length = 0; }")
        draw_slowly(visit)
        assert visit.page.locator("#inspector .feeding").evaluate_all(
            "(tables) => tables.some((table) => table.checkVisibility({ visibilityProperty: true }))"
        )
        if shifts := visit.page.evaluate("() => window.shifts"):
            moved[asked] = shifts
    assert not moved


def test_a_shift_would_be_seen(visit: Visit) -> None:
    visit.page.evaluate(WATCH, FONTS[0])
    visit.page.evaluate("() => { document.querySelector('#verdict').style.height = '200px'; }")
    visit.page.wait_for_timeout(200)
    assert visit.page.evaluate("() => window.shifts.length") > 0
