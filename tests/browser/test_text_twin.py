"""The diagram as text: a summary that follows trace and selection, tables with their sums in sight, the pen's place."""

import re

import pytest

from pen import draw_own
from visit import Visit, Visits

# For every table: whether each row's sum and name lie wholly in the part of the scroller that is seen.
IN_SIGHT = """() => {
  const scroller = document.querySelector('.diagram-tables');
  const seen = scroller.getBoundingClientRect();
  return [...document.querySelectorAll('.diagram-tables table')].map((table) => {
    const cells = [...table.querySelectorAll('td.total, th.total, th[scope="row"]')];
    const inside = cells.filter((cell) => {
      const { left, right, width } = cell.getBoundingClientRect();
      return width > 0 && left >= seen.left - 1 && right <= seen.left + scroller.clientWidth + 1;
    });
    return [cells.length, inside.length, table.tBodies[0].rows.length, [...cells].every((cell) => cell.textContent)];
  });
}"""


def summary(visit: Visit) -> list[str]:
    visit.rest(500)
    return visit.page.locator("#diagram-summary p").all_text_contents()


def said(visit: Visit) -> str:
    visit.rest(600)
    return visit.page.locator("#announcement").text_content() or ""


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_tables_show_every_name_and_sum_without_scrolling_sideways(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}")
    draw_own(visit, "3")
    visit.page.locator("#diagram-numbers > summary").click()
    visit.rest(500)
    rows = [8, 16, 16, 10]
    assert visit.page.evaluate(IN_SIGHT) == [[2 * n + 1, 2 * n + 1, n, True] for n in rows]
    note = visit.page.locator(".diagram-tables > p").nth(1).inner_text()
    assert re.search(r"784", note), note


def test_the_summary_is_about_what_is_selected_and_about_the_digit_that_is_traced(visit: Visit) -> None:
    draw_own(visit, "3")
    usual = summary(visit)
    assert usual[0].startswith("Most probable: 3 at ")
    visit.page.evaluate("() => window.inkspect.select('map2.11', { digit: 8 })")
    told = summary(visit)
    assert told[0].startswith("Conv2 map 12: sum ")
    assert told[1].startswith("Largest contributions to Conv2 map 12: Conv1 map ") and "bias (" in told[1]
    assert re.match(r"It feeds: FC group \d+ \([+−]\d+\.\d+, share \d+%\), ", told[2])
    assert told[3] == usual[0]
    assert "evidence for 8" in told[4]
    visit.page.evaluate("() => window.inkspect.select(null)")
    visit.settle()
    assert summary(visit) == usual


def test_a_screen_reader_hears_the_arithmetic_of_what_is_selected_and_then_the_answer_again(visit: Visit) -> None:
    draw_own(visit, "3")
    assert said(visit).startswith("Reads as 3")
    visit.page.evaluate("() => window.inkspect.select('group.3')")
    visit.page.wait_for_function("() => document.querySelector('#announcement').textContent.startsWith('FC group 4: ')")
    heard = said(visit)
    assert "Largest contributions to FC group 4: Conv2 map " in heard
    assert re.search(r"It feeds: Logit of 3 \(\+\d+\.\d+, share \d+%\), ", heard)
    draw_own(visit, "7")
    assert said(visit).startswith("Reads as 7")


def test_the_keyboards_pen_says_where_it_rests(visit: Visit) -> None:
    visit.page.locator("#ink").focus()
    for _ in range(6):
        visit.page.keyboard.press("Shift+ArrowUp")
    visit.page.keyboard.press("ArrowLeft")
    state = visit.page.locator(".pen-state")
    visit.rest(600)
    assert state.text_content() == "Pen up. Top, column 32, row 9"
    visit.page.keyboard.press("Space")
    visit.rest(600)
    assert state.text_content() == "Pen down. Top, column 32, row 9"
    visit.page.locator("#clear").focus()
    visit.rest(600)
    assert state.text_content() == ""
