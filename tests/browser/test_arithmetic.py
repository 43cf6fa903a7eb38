"""A unit's arithmetic in the inspector: adds up exactly as printed, whatever is drawn; is walked, played and asked."""

import re
from decimal import Decimal

import pytest

from accessibility import LOOKS, axe_findings
from pen import draw_own
from visit import Scheme, Visit, Visits

SUMS = ["conv1.2.5.11", "conv2.12.5.7", "fc1.18", "logit.3", "probability.3"]
OTHERS = ["pool1.2.3.6", "pool2.12.1.4", "input.10.12"]
ROWS = """(table) => [...table.rows].filter((row) => row.checkVisibility({ visibilityProperty: true }))
  .map((row) => [row.cells[0].textContent, row.cells[2].textContent])"""
USUAL, FULL = ".unit > .unit-sum", ".unit details .unit-sum"
WINDOW = "#inspector [role=application]"


def draw(visit: Visit, digit: str) -> None:
    draw_own(visit, digit)
    visit.rest()  # numbers keep a pace of their own while one draws


def number(text: str) -> Decimal:
    """A printed number; every minus is wide."""
    assert re.fullmatch(r"[+\u2212]?\d+(\.\d+)?", text), f"not a number: {text!r}"
    return Decimal(text.replace("\u2212", "-"))


def rows(visit: Visit, table: str = USUAL) -> list[tuple[str, str]]:
    return [(str(name), str(text)) for name, text in visit.page.locator(table).evaluate(ROWS)]


def assert_exact(printed: list[tuple[str, str]]) -> Decimal:
    """The lines of a printed sum add up to its last one, to the last digit; returns it."""
    *lines, (_, total) = printed
    terms = [number(text) for _, text in lines if not text.startswith("<")]
    assert sum(terms, Decimal()) == number(total), printed
    return number(total)


def hash_of(visit: Visit) -> str:
    visit.rest()  # the address follows at a pace of its own
    return str(visit.page.evaluate("() => location.hash"))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_is_printed_adds_up_exactly_in_every_layer(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}")
    for digit in ("3", "8", "1"):
        draw(visit, digit)
        for part in SUMS:
            visit.select(part)
            printed = rows(visit)
            total = assert_exact(printed)
            biases = [name for name, _ in printed if name in ("bias", "バイアス")]
            assert len(biases) == (0 if part.startswith("probability") else 1), printed
            if not part.startswith(("logit", "probability")):
                told = visit.page.locator(".selection-numbers").inner_text()
                stored = number(re.findall(r"[+\u2212]?\d+\.\d+", told)[-1])
                assert abs(total - stored) <= Decimal("0.0051"), f"{part}: {total}, but {told}"
                last = visit.page.locator(".unit-formulas math").last.text_content() or ""
                assert f"max(0,{printed[-1][1].removeprefix('+')})" in last, last
        for part in OTHERS:
            visit.select(part)
            *inputs, (_, result) = rows(visit)
            values = [number(text) for _, text in inputs]
            assert len(values) == (0 if part.startswith("input") else 4)
            assert not values or max(values) == number(result)


def test_full_precision_shows_every_term_and_adds_up_too(visit: Visit) -> None:
    draw(visit, "3")
    visit.select(SUMS[0])
    visit.page.locator(".unit summary").click()
    for part in SUMS:
        visit.select(part)
        usual, full = rows(visit), rows(visit, FULL)
        assert abs(assert_exact(full) - assert_exact(usual)) <= Decimal(1).scaleb(-2)
        assert len(full[-1][1]) == len(usual[-1][1]) + 4
    assert len([name for name, _ in rows(visit, FULL) if "exp(" in name]) == 10


def test_ten_exponentials_and_a_waterfall_that_ends_at_the_sum(visit: Visit) -> None:
    draw(visit, "3")
    visit.select("probability.3")
    assert sorted(name[0] for name, _ in rows(visit) if "exp(" in name) == list("0123456789")
    visit.select("logit.3")
    bars = visit.page.locator(f"{USUAL} tr:visible i").evaluate_all(
        """(bars) => bars.filter((bar) => bar.checkVisibility({ visibilityProperty: true })).map((bar) => {
          const room = bar.parentElement.getBoundingClientRect(), { left, width } = bar.getBoundingClientRect();
          return [(100 * (left - room.left)) / room.width, (100 * width) / room.width, 'against' in bar.dataset];
        })"""
    )
    *steps, (left, width, negative) = bars
    end = steps[-1][0] if steps[-1][2] else steps[-1][0] + steps[-1][1]
    assert end == pytest.approx(left if negative else left + width, abs=0.01)
    assert max(width for _, width, _ in steps) > 5


def test_the_logit_follows_the_switch_between_average_and_computed(visit: Visit) -> None:
    draw(visit, "3")
    visit.select("logit.3")
    average = assert_exact(rows(visit))
    told = visit.page.locator(".selection-numbers").inner_text()
    visit.page.locator(".diagram-tools button", has_text="Logits as computed").click()
    visit.rest()
    computed = assert_exact(rows(visit))
    logit, against = [number(text) for text in re.findall(r"[+\u2212]\d+\.\d+", told)]
    assert (computed, average) == (logit, against)


def fed(visit: Visit) -> list[tuple[str, str, str, str]]:
    """What the selected part feeds, line by line: its name, the weight, the product, the share."""
    return [
        (str(name), str(weight), str(amount), str(share))
        for name, weight, amount, share in visit.page.locator(".feeding:visible tbody").evaluate(
            """(body) => [...body.rows].filter((row) => row.checkVisibility({ visibilityProperty: true }))
              .map((row) => [...row.cells].map((cell) => cell.textContent))"""
        )
    ]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_a_part_feeds_adds_up_as_printed_and_is_selected_from_there(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}")
    draw(visit, "3")
    live = visit.page.evaluate(
        """() => { const { terms } = (window.inkspect.select('logit.3'), window.inkspect.explain().part);
          const largest = terms.inputs.indexOf(Math.max(...terms.inputs));
          return [terms.parts[largest], terms.inputs[largest]]; }"""
    )
    for part, targets in [
        ("input.13.15", "conv1."),
        ("pool1.2.3.6", "conv2."),
        ("pool2.12.1.4", "fc1."),
        (live[0], "logit."),
        ("map1.2", "map2."),
        ("map2.12", "group."),
        ("link.conv2.5.12", "pool2.12."),
    ]:
        visit.select(part)
        printed = fed(visit)
        assert_exact([(name, amount) for name, _, amount, _ in printed])
        buttons = visit.page.locator(".feeding:visible [data-part]:visible")
        named = [button.get_attribute("data-part") or "" for button in buttons.all()]
        assert all(name.startswith(targets) for name in named), named
        if part == live[0]:
            for _, weight, amount, share in printed[:3]:
                assert abs(number(weight) * Decimal(str(live[1])) - number(amount)) <= Decimal("0.05")
                assert re.fullmatch(r"<?\d+%", share)
        if named:
            buttons.first.click()
            assert hash_of(visit).startswith(f"#part={named[0]}")
    visit.select("probability.3")
    assert visit.page.locator(".feeding tbody tr:visible").count() == 0


def test_arrow_keys_and_play_move_the_window(visit: Visit) -> None:
    draw(visit, "3")
    visit.select("conv2.12.2.3")
    window = visit.page.locator(WINDOW)
    window.focus()
    before = rows(visit)
    # Both before the next frame.
    window.evaluate(
        """(map) => ["ArrowRight", "ArrowDown"].forEach((key) =>
          map.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))"""
    )
    assert hash_of(visit) == "#part=conv2.12.3.4"
    assert rows(visit) != before
    assert "cell 4, 5" in (window.get_attribute("aria-label") or "")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_timeout(700)
    assert re.search(r"cell (4, [6-9]|4, 10|[5-9], \d+) ", window.get_attribute("aria-label") or "")
    visit.page.locator("#inspector button:visible", has_text="Pause").click()
    stopped = hash_of(visit)
    assert hash_of(visit) == stopped
    box = window.bounding_box()
    assert box is not None
    visit.page.mouse.click(box["x"] + 6, box["y"] + 30)
    assert hash_of(visit) == "#part=conv2.12.2.0"


def test_playing_ends_with_the_selection_and_is_not_offered_where_motion_is_unwelcome(visit: Visit) -> None:
    draw(visit, "3")
    visit.select("conv1.2.5.11")
    visit.page.locator("#inspector button:visible", has_text="Play").click()
    visit.page.wait_for_timeout(300)
    visit.page.keyboard.press("Escape")
    assert hash_of(visit) == ""
    assert hash_of(visit) == ""
    visit.page.emulate_media(reduced_motion="reduce")
    visit.select("conv1.2.5.11")
    assert visit.page.locator(WINDOW).is_visible()
    assert visit.page.locator("#inspector button:visible", has_text="Play").count() == 0


def test_pointing_at_a_cell_tells_its_numbers_which_stay_live_and_a_click_goes_there(visit: Visit) -> None:
    draw(visit, "3")
    visit.select("conv1.2.5.11")
    tiles = visit.page.locator(".unit > canvas")
    box = tiles.bounding_box()
    assert box is not None
    # Of the second column of tiles, third row, fourth cell; the window begins at row 6, column 12, counted from 1.
    visit.page.mouse.move(box["x"] + 68 + 3.5 * 12, box["y"] + 2.5 * 12)
    visit.settle()
    told = visit.page.locator(".unit > .unit-note")
    match = re.fullmatch(r"Input, cell 8, 15: (\S+) × (\S+) = (\S+); sum so far (\S+)", told.inner_text())
    assert match, told.inner_text()
    ink, weight, product, _ = [number(text) for text in match.groups()]
    assert abs(ink * weight - product) <= Decimal("0.002")
    assert visit.page.locator(".selection-numbers").inner_text().startswith("Input, cell 8, 15")
    before = told.inner_text()
    draw(visit, "7")
    assert told.inner_text() != before
    visit.page.mouse.click(box["x"] + 68 + 3.5 * 12, box["y"] + 2.5 * 12)
    assert hash_of(visit) == "#part=input.7.14"


def test_an_fc_unit_switches_between_its_channels_pictures(visit: Visit) -> None:
    draw(visit, "3")
    visit.select("fc1.18")
    tiles = visit.page.locator(".unit > canvas")
    seen = set()
    for name in ("inputs", "weights", "products"):
        button = visit.page.locator(".unit button:visible", has_text=name)
        button.click()
        visit.settle()
        assert button.get_attribute("aria-pressed") == "true"
        seen.add(tiles.evaluate("(canvas) => canvas.toDataURL()"))
    assert len(seen) == 3


def test_nothing_below_moves_while_the_numbers_change_and_an_empty_pad_has_none(visit: Visit) -> None:
    heights = dict[str, set[int]]()
    for digit in ("3", "8", "1"):
        draw(visit, digit)  # under the part that has been selected last
        for part in [*list(heights)[-1:], *SUMS, *OTHERS]:
            visit.select(part)
            heights.setdefault(part, set()).add(visit.page.locator(".unit").evaluate("(unit) => unit.offsetHeight"))
    assert {part: seen for part, seen in heights.items() if len(seen) > 1} == {}
    visit.clear()
    visit.rest()
    assert visit.page.locator(".inspector-section:visible").inner_text().endswith("nothing drawn yet")


@pytest.mark.parametrize(("scheme", "language"), LOOKS)
def test_axe_finds_nothing_with_a_unit_open(visits: Visits, scheme: Scheme, language: str) -> None:
    visit = visits.open(query=f"?lang={language}", scheme=scheme, bypass_csp=True)
    draw(visit, "3")
    visit.select(SUMS[0])
    visit.page.evaluate("() => document.querySelector('.unit details').open = true")
    visit.settle()
    assert axe_findings(visit) == []
    for part in [*SUMS[1:], *OTHERS]:
        visit.select(part)
        visit.page.evaluate("() => document.querySelector('.unit details').open = true")
        visit.settle()
        assert axe_findings(visit, ".side") == []
