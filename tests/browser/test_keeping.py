"""The drawing is kept for its tab: a reload or the way back loses nothing, and no other tab sees it."""

from pathlib import Path

import pytest

from pen import ZIGZAG, draw_own, draw_placed, draw_with_mouse, pad_box
from sending import SEVEN, draw_seven, link_of, wait_for_end
from visit import Visit, Visits

FORBIDDEN = """
const { sessionStorage } = window;
Object.defineProperty(window, 'sessionStorage', {
  get() {
    // The test's own blank page may.
    if (document.querySelector('#ink')) throw new DOMException('no', 'SecurityError');
    return sessionStorage;
  },
});
"""
FULL = """
Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
"""


def go_elsewhere(visit: Visit, folder: Path) -> None:
    elsewhere = folder / "elsewhere.html"
    elsewhere.write_text("<!doctype html><title>Elsewhere</title>", encoding="utf-8")
    visit.page.remove_listener("request", visit.note_request)
    visit.page.goto(elsewhere.as_uri())
    visit.page.on("request", visit.note_request)


def test_a_reload_and_the_way_back_bring_the_drawing_with_its_timing(visit: Visit, tmp_path: Path) -> None:
    draw_with_mouse(visit, ZIGZAG)
    link, read = link_of(visit), visit.read()
    visit.page.reload()
    visit.settle()
    assert (link_of(visit), visit.read()) == (link, read)
    go_elsewhere(visit, tmp_path)
    visit.page.go_back()
    visit.page.wait_for_function("() => window.inkspect")
    visit.settle()
    assert (link_of(visit), visit.read()) == (link, read)


def test_a_reload_in_learn_brings_ones_own_drawing_too(visit: Visit) -> None:
    visit.page.evaluate("() => { location.hash = 'place=learn&step=3'; }")
    visit.settle()
    draw_seven(visit)
    visit.rest()  # the address tells what is selected
    link, read = link_of(visit), visit.read()
    visit.page.reload()
    visit.settle()
    assert (link_of(visit), visit.read()) == (link, read)


def test_it_is_kept_at_each_strokes_end_and_not_before(visit: Visit) -> None:
    draw_with_mouse(visit, ZIGZAG)
    kept = visit.page.evaluate("() => JSON.stringify({ ...sessionStorage })")
    assert "inkspect.drawing" in kept
    x, y, _ = pad_box(visit)
    visit.page.mouse.move(x + 20, y + 20)
    visit.page.mouse.down()
    visit.page.mouse.move(x + 90, y + 120)
    visit.settle()
    assert visit.page.evaluate("() => JSON.stringify({ ...sessionStorage })") == kept
    visit.page.mouse.up()
    visit.settle()
    assert visit.page.evaluate("() => JSON.stringify({ ...sessionStorage })") != kept


def test_another_tab_begins_with_an_empty_pad_and_so_does_this_one_once_cleared(visits: Visits) -> None:
    visit = visits.open()
    draw_own(visit)
    assert visits.open().answer().verdict == "empty"
    visit.clear()
    visit.page.reload()
    visit.settle()
    assert visit.answer().verdict == "empty"
    assert visit.page.evaluate("() => sessionStorage.length") == 0


def test_what_was_drawn_after_a_link_was_opened_outlives_a_reload(visits: Visits) -> None:
    sender = visits.open()
    draw_seven(sender)
    link = link_of(sender)
    visit = visits.open(query=link)
    wait_for_end(visit)
    visit.page.reload()
    visit.settle()
    assert link_of(visit) == link, "what a link brought is not there at once after a reload"
    # Some browsers leave the address of a page from a file as it is.
    visit.page.evaluate("() => { history.replaceState = () => { throw new Error('refused'); }; }")
    draw_own(visit)
    three = link_of(visit)
    visit.page.reload()
    visit.settle()
    assert visit.page.evaluate("() => location.hash") == link
    assert link_of(visit) == three
    visit.select("map1.3")
    visit.rest()
    assert visit.page.evaluate("() => location.hash") == "#part=map1.3", "it is taken for the link's drawing"


def test_a_links_drawing_that_was_cleared_is_not_back_after_a_reload_at_once(visits: Visits) -> None:
    sender = visits.open()
    draw_seven(sender)
    visit = visits.open(query=link_of(sender))
    wait_for_end(visit)
    visit.page.evaluate("() => { history.replaceState = () => { throw new Error('refused'); }; }")
    visit.clear()
    visit.page.reload()
    visit.settle()
    assert visit.page.evaluate("() => location.hash").startswith("#ink="), "the address has had its time"
    assert visit.answer().verdict == "empty"
    draw_own(visit)
    visit.page.reload()
    visit.settle()
    assert visit.answer().digit == 3, "the link's drawing is back"


def test_a_link_opened_once_more_in_the_same_tab_brings_its_drawing_and_undo_what_was_there(
    visits: Visits, tmp_path: Path
) -> None:
    sender = visits.open()
    draw_seven(sender)
    link = link_of(sender)
    visit = visits.open(query=link)
    wait_for_end(visit)
    draw_own(visit)
    three = link_of(visit)
    go_elsewhere(visit, tmp_path)
    visit.page.goto(visit.address)
    wait_for_end(visit)
    assert link_of(visit) == link
    visit.page.locator("#undo").click()
    visit.settle()
    assert link_of(visit) == three


def test_a_full_pad_is_kept_too(visit: Visit) -> None:
    draw_placed(visit, [[[(i * 37) % 4096, (i * 53) % 4096, 7 * i] for i in range(20_000)]])
    link = link_of(visit)
    visit.page.reload()
    visit.settle()
    assert link_of(visit) == link


@pytest.mark.parametrize("before", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_where_nothing_can_be_stored_all_else_works(visits: Visits, before: str) -> None:
    visit = visits.open(before=before)
    draw_placed(visit, SEVEN)
    assert visit.answer().digit == 7
    visit.page.reload()
    visit.settle()
    assert visit.answer().verdict == "empty"


@pytest.mark.parametrize(
    "kept",
    ["{", "null", "7", '{"ink":7}', '{"ink":"0AAAA","built":"BUILT"}', '{"ink":"<b>","built":"BUILT","link":{}}'],
)
def test_what_is_stored_and_damaged_is_as_if_it_were_not_there(visit: Visit, kept: str) -> None:
    draw_seven(visit)
    visit.page.evaluate(
        """(kept) => {
          const [key] = Object.keys(sessionStorage), { built } = JSON.parse(sessionStorage[key]);
          sessionStorage[key] = kept.replace('"BUILT"', built);
        }""",
        kept,
    )
    visit.page.reload()
    visit.settle()
    assert visit.answer().verdict == "empty"
