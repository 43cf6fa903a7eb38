"""The pen's inspector: any number of its network is asked, adds up as printed, and leads to what it is made of."""

import json
import re
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from accessibility import LOOKS, axe_findings
from inkspect.data.stroke_files import read_strokes
from inkspect.explaining.pen_explanation import explain_strokes
from inkspect.explaining.pen_parts import read_pen_part
from inkspect.pen.weights import load_weights, published_weights
from pen import DRAWINGS, ZIGZAG, draw_own, draw_placed, draw_with_mouse
from shifts import FONTS, watch
from visit import Scheme, Visit, Visits

SUMS = [
    "embedding.12.3",
    "normalized1.1.12.3",
    "query.1.12.5",
    "key.2.12.5",
    "value.1.12.31",
    "score.1.2.12.4",
    "attention.1.2.12.4",
    "head.2.12.9",
    "attended.1.12.0",
    "middle.1.12.0",
    "normalized2.2.12.7",
    "preactivation.2.12.91",
    "fedForward.1.12.3",
    "after.2.12.3",
    "normalized.12.3",
    "logit.12.33",
    "probability.12.33",
]
FORMAT = Path(__file__).resolve().parents[2] / "docs" / "explanation-format.md"
ROWS = """(table) => [...table.rows].filter((row) => row.checkVisibility({ visibilityProperty: true }))
  .map((row) => [row.cells[0].textContent, row.cells[2].textContent])"""
TABLE = ".pen-arithmetic > .unit-sum:not(.pen-feeding)"
INSPECTOR = ".pen-inspector"


def open_pen(visits: Visits, part: str = "", query: str = "", drawn: str = "3", **options: object) -> Visit:
    number = f"&number={part}" if part else ""
    visit = visits.open(query=f"{query}#place=pen{number}", **options)  # type: ignore[arg-type]
    if drawn:
        draw_own(visit, drawn)
    visit.rest()
    return visit


def pin(visit: Visit, part: str) -> None:
    visit.page.evaluate("(part) => { location.hash = `place=pen&number=${part}`; }", part)
    visit.rest()


def number(text: str) -> Decimal:
    assert re.fullmatch(r"[+\u2212]?\d+(\.\d+)?", text), f"not a number: {text!r}"
    return Decimal(text.replace("\u2212", "-"))


def rows(visit: Visit, table: str = TABLE) -> list[tuple[str, str]]:
    return [(str(name), str(text)) for name, text in visit.page.locator(table).evaluate(ROWS)]


def assert_exact(printed: list[tuple[str, str]]) -> None:
    *lines, (_, total) = printed
    assert lines
    assert sum((number(text) for _, text in lines), Decimal()) == number(total), printed


def hash_of(visit: Visit) -> str:
    visit.rest()
    return str(visit.page.evaluate("() => location.hash"))


def assert_same(found: object, expected: object, where: str) -> None:
    """Equal texts, keys and lengths; numbers to 1e-5 of the largest beside them."""
    if isinstance(expected, dict):
        assert isinstance(found, dict), where
        # Of two tokens that are nearly as probable, rounding may put either first.
        assert found.keys() == expected.keys(), where
        for key, value in expected.items():
            assert_same(found[key], value, f"{where}.{key}")
    elif isinstance(expected, list) and not any(isinstance(one, str | dict) for one in expected):
        numbers = np.array(expected, np.float64)
        off = np.nan_to_num(np.abs(np.array(found, np.float64) - numbers)).max(initial=0)
        assert off <= 1e-5 * max(np.nan_to_num(np.abs(numbers)).max(initial=0), 1e-3), f"{where} is off by {off:.2e}"
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-4, abs=1e-5), where
    else:
        assert found == expected, where


def text_of(visit: Visit, selector: str) -> str:
    return " ".join(visit.page.locator(selector).inner_text().split())


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_quantity_adds_up_exactly_as_printed_whatever_is_drawn(visits: Visits, language: str) -> None:
    visit = open_pen(visits, SUMS[0], f"?lang={language}")
    full = visit.page.locator(".pen-arithmetic details")
    full.locator("summary").click()
    for digit in ("3", "8"):
        draw_own(visit, digit)
        for part in SUMS:
            pin(visit, part)
            assert_exact(rows(visit))
            assert_exact(rows(visit, ".pen-arithmetic details .unit-sum"))


def test_the_address_pins_a_number_and_the_way_to_it_leads_back(visits: Visits) -> None:
    visit = open_pen(visits, "attention.2.3.17.9")
    way = text_of(visit, ".pen-path")
    assert re.fullmatch(r"token 17, [a-z ]+ ▸ layer 2 ▸ head 3 ▸ attention to token 9", way), way
    visit.page.locator(".pen-path button", has_text="head 3").click()
    assert "heads=2.3" in hash_of(visit)
    visit.page.locator(".pen-path button", has_text="token 17").click()
    assert "number=" not in hash_of(visit)
    assert visit.page.locator(".pen-invite").is_visible()


def test_numbers_lead_to_what_feeds_them_and_to_what_they_feed(visits: Visits) -> None:
    visit = open_pen(visits, "score.1.2.12.4")
    visit.page.locator(f"{TABLE} .pen-link[data-pen-part]").first.click()
    assert re.search(r"number=query\.1\.12\.\d+", hash_of(visit))
    visit.page.locator(".pen-feeding .pen-link[data-pen-part]").first.click()
    assert re.search(r"number=score\.1\.2\.12\.\d+", hash_of(visit))


def test_what_is_pointed_at_shows_its_numbers_and_what_is_pinned_stays(visits: Visits) -> None:
    visit = open_pen(visits, "score.1.2.12.4")
    way, own = text_of(visit, ".pen-path"), text_of(visit, ".pen-facts")
    assert re.fullmatch(r"score = \S+ · attention = \S+", own), own
    visit.page.locator(f"{TABLE} .pen-link[data-pen-part]").first.hover()
    visit.settle()
    assert "query, unit" in text_of(visit, ".pen-facts")
    assert text_of(visit, ".pen-path") == way
    visit.page.mouse.move(1, 1)
    visit.settle()
    assert text_of(visit, ".pen-facts") == own


def test_it_is_asked_and_let_go_by_keyboard(visits: Visits) -> None:
    visit = open_pen(visits)
    first = visit.page.locator(".pen-invite button").first
    first.focus()
    visit.page.keyboard.press("Enter")
    assert "number=attention.1.2." in hash_of(visit)
    visit.page.locator(f"{TABLE} .pen-link[data-pen-part]").first.focus()
    visit.page.keyboard.press("Enter")
    assert "number=score.1.2." in hash_of(visit)
    visit.page.keyboard.press("Escape")
    assert "number=" not in hash_of(visit)
    assert first.is_visible()


def test_on_a_phone_it_is_asked_with_a_finger(visits: Visits) -> None:
    visit = open_pen(visits, width=390, height=664, touch=True)
    visit.page.locator(".pen-invite button").nth(1).tap()
    assert "number=probability." in hash_of(visit)
    assert "of the 47 tokens may follow here" in text_of(visit, ".pen-notes")
    assert visit.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    visit.page.locator(".pen-asked .selection-button").tap()
    assert "number=" not in hash_of(visit)


def test_a_number_that_is_not_there_is_told_calmly(visits: Visits) -> None:
    visit = open_pen(visits, "attention.1.1.60.3", drawn="")
    assert text_of(visit, ".pen-absent") == "Nothing is drawn yet, so there is no token 60."
    draw_own(visit, "1")
    visit.rest()
    assert text_of(visit, ".pen-absent").startswith("There is no token 60 here now")
    assert not visit.page.locator(".pen-arithmetic").is_visible()
    pin(visit, "attention.1.1.3.3")
    assert_exact(rows(visit))
    visit.clear()
    assert text_of(visit, ".pen-absent") == "Nothing is drawn yet, so there is no token 3."


def test_an_empty_pad_invites_to_draw_and_cannot_be_asked(visits: Visits) -> None:
    visit = open_pen(visits, drawn="")
    assert "Draw something" in text_of(visit, ".pen-facts")
    for button in visit.page.locator(".pen-invite button").all():
        assert button.get_attribute("aria-disabled") == "true"
        button.click(force=True)
    assert "number=" not in hash_of(visit)


def test_nothing_below_moves_while_one_draws_with_a_number_pinned(visits: Visits) -> None:
    visit = open_pen(visits, "attention.1.2.3.1")
    watch(visit, FONTS[0])
    for part in ("attention.1.2.3.1", "after.1.3.2", "fedForward.1.3.2"):
        visit.clear()
        draw_with_mouse(visit, ZIGZAG)
        pin(visit, part)
        visit.page.evaluate("() => { window.shifts = []; }")
        draw_with_mouse(visit, [[(0.3, 0.3), (0.6, 0.5), (0.4, 0.7)]])
        visit.rest()
        assert visit.page.evaluate("() => window.shifts") == [], part


def test_all_is_read_as_tables_too_which_follow_the_drawing_while_they_are_open(visits: Visits) -> None:
    visit = open_pen(visits)
    twin = visit.page.locator(".pen-twin")
    assert twin.locator("table").count() == 0
    twin.locator("summary").click()
    visit.rest(600)
    captions = twin.locator("caption").all_inner_texts()
    assert len(captions) == 5
    attention = twin.locator("table").nth(3)
    assert attention.locator("thead th").count() == 9
    before = twin.inner_text()
    draw_own(visit, "8")
    visit.rest(600)
    assert twin.inner_text() != before


def test_the_explanation_as_json_has_every_number_of_the_trace_that_python_computes(visits: Visits) -> None:
    visit = open_pen(visits, "head.2.12.9")
    made = json.loads(visit.page.evaluate("() => JSON.stringify(window.inkspect.explain('pen'))"))
    assert (made["kind"], made["format"], made["left_out"]) == ("inkspect-pen-explanation", 1, 0)
    trace = load_weights(published_weights()).trace(made["tokens"])
    told = {name: np.array(values, np.float64) for name, values in made["trace"].items()}
    expected = trace.by_name()
    assert told.keys() == expected.keys()
    for name, values in expected.items():
        seen = np.isfinite(values)
        off = np.abs(told[name] - np.where(seen, values, 0))[seen].max()
        assert off <= 1e-5 * np.abs(values[seen]).max(), name
        assert (np.isnan(told[name]) == ~seen).all(), name
    part = made["part"]
    assert part["name"] == "head.2.12.9"
    products = np.multiply(part["terms"]["inputs"], part["terms"]["weights"])
    assert np.isclose(products.sum(), part["output"], atol=1e-5)
    document = FORMAT.read_text(encoding="utf-8").partition("## The pen's network")[2]
    assert {*made, *part, *part["terms"]} <= set(re.findall(r"`(\w+)`", document))
    assert made["places"][0] is None and made["names"][0] == "READ" and made["names"][-1] == "ASK"
    assert np.isclose(sum(made["next"].values()), 1, atol=1e-5)
    refused = visit.page.evaluate("() => { try { window.inkspect.explain('pan') } catch (e) { return e.message } }")
    assert refused == 'The network must be "picture" or "pen", not "pan".'


@pytest.mark.parametrize(
    "part", ["head.2.12.9", "normalized.12.3", "embedding.12.3", "score.1.4.12.2", "probability.12.33"]
)
def test_the_explanation_is_the_one_that_python_gives(visits: Visits, part: str) -> None:
    visit = visits.open(query=f"#place=pen&number={part}")
    name, strokes = next((one.extra["name"], one.kept) for one in read_strokes(DRAWINGS) if one.label == "5")
    draw_placed(visit, [stroke.tolist() for stroke in strokes])
    visit.rest()
    told = json.loads(visit.page.evaluate("() => JSON.stringify(window.inkspect.explain('pen'))"))
    made = explain_strokes(strokes, load_weights(published_weights()), read_pen_part(part)).to_json()
    assert_same(told, json.loads(json.dumps(made)), str(name))


@pytest.mark.parametrize(("scheme", "language"), LOOKS)
def test_axe_finds_nothing(visits: Visits, scheme: Scheme, language: str) -> None:
    visit = open_pen(visits, query=f"?lang={language}", scheme=scheme, bypass_csp=True)
    visit.page.locator(".pen-twin summary").click()
    visit.rest(600)
    assert axe_findings(visit, INSPECTOR) == []
    for part in ("attention.1.2.12.4", "normalized1.1.12.3", "activation.1.12.3", "logit.12.33"):
        pin(visit, part)
        assert axe_findings(visit, INSPECTOR) == []


def test_whoever_asks_by_keyboard_never_loses_the_focus(visits: Visits) -> None:
    visit = open_pen(visits)
    page = visit.page
    for part, pressed in (
        ("", ".pen-invite button >> nth=0"),
        ("", ".pen-asked .selection-button"),
        ("score.1.2.12.4", ".pen-path button >> nth=0"),
        ("head.1.12.11", ".pen-feeding .pen-link:visible >> nth=-1"),
    ):
        if part:
            pin(visit, part)
        page.locator(pressed).focus()
        page.keyboard.press("Enter")
        visit.rest()
        assert page.evaluate("() => document.querySelector('.pen-inspector').contains(document.activeElement)")


def test_the_table_of_what_comes_next_is_of_the_token_that_is_looked_at(visits: Visits) -> None:
    visit = open_pen(visits, "logit.9.33")
    visit.page.locator(".pen-twin summary").click()
    visit.rest()
    table = visit.page.locator(".pen-twin table").nth(1)
    assert "after token 9" in table.locator("caption").inner_text()
    _, share = table.locator("tbody tr").first.locator("th, td").all_inner_texts()
    next_told = visit.page.locator(".pen-sentence").inner_text().split("Next: ")[1]
    assert f", {share}." in next_told
