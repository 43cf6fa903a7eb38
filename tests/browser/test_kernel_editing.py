"""Editing a kernel in the inspector: typed by keyboard alone, painted with a finger; what follows, and what says so."""

import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

import inkspect
from inkspect.network.network import Network
from pen import draw_own
from taking import LISTEN, open_menu, row, save
from visit import Scheme, Visit, Visits

PROJECT = Path(__file__).resolve().parents[2]
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
AXE_RUN = (Path(__file__).parent / "axe.js").read_text(encoding="utf-8")

FIELDS = ".kernel-numbers input:visible"
FOCUSED = "() => [document.activeElement.getAttribute('aria-label'), document.activeElement.value]"
# The texts in the inspector's tables that reach out of their cells; a name that is cut with an ellipsis does not.
OVERFLOWING = """() => [...document.querySelectorAll('#inspector td')].flatMap((cell) => {
  if (!cell.checkVisibility({ visibilityProperty: true }) || !cell.textContent) return [];
  const text = document.createRange();
  text.selectNodeContents(cell);
  const [inner, outer] = [text, cell].map((one) => one.getBoundingClientRect());
  return inner.left < outer.left - 0.5 || inner.right > outer.right + 0.5 ? [cell.textContent] : [];
})"""


def fields(visit: Visit) -> list[str]:
    visit.settle()
    return [field.input_value() for field in visit.page.locator(FIELDS).all()]


def type_into(visit: Visit, field: int, text: str) -> None:
    visit.page.locator(FIELDS).nth(field).fill(text)
    visit.page.keyboard.press("Enter")
    visit.settle()


def assert_computed_with(visit: Visit, layer: str, kernel: tuple[int, int], weights: list[float]) -> None:
    """The page's answer is that of Python's network with this kernel, by map and source."""
    trained = inkspect.load()
    parameters = {name: values.copy() for name, values in trained.parameters().items()}
    parameters[f"{layer}.weight"][kernel] = np.reshape(weights, parameters[f"{layer}.weight"].shape[2:])
    altered = Network.from_parameters(parameters, trained.parameter_vector.dtype, trained.architecture)
    picture = np.array(visit.page.evaluate("() => window.inkspect.explain().picture"), np.float32)
    expected = altered.predict_proba(picture[None])[0]
    assert visit.read()["probabilities"] == pytest.approx(expected.tolist(), abs=1e-5)


def test_a_kernel_is_edited_by_keyboard_alone_everything_follows_and_it_is_put_back(visit: Visit) -> None:
    page = visit.page
    draw_own(visit)
    before, told = visit.read(), page.evaluate("() => window.inkspect.explain()")
    visit.select("map2.11")
    assert page.locator(".kernel > *").count() == 1, "the editor is made before anyone asks for it"
    page.locator(".kernel summary").focus()
    page.keyboard.press("Enter")
    visit.settle()
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    visit.settle()
    assert page.locator(".kernel > p").first.inner_text() == "Conv1 3 → Conv2 12"
    trained = fields(visit)
    page.locator(FIELDS).first.focus()
    page.keyboard.press("Tab")
    page.keyboard.type("\N{MINUS SIGN}2.5")
    page.keyboard.press("Tab")
    page.keyboard.type("1")
    page.keyboard.press("Control+z")
    page.keyboard.type("0.75")
    page.keyboard.press("Enter")
    visit.settle()
    assert page.evaluate(FOCUSED) == ["cell 1, 3", "0.750"]
    assert fields(visit) == [trained[0], "\N{MINUS SIGN}2.500", "0.750", *trained[3:]]

    after, explained = visit.read(), page.evaluate("() => window.inkspect.explain()")
    weights = [weight for row in explained["kernels"]["link.conv2.2.11"] for weight in row]
    assert (weights[1], weights[2], list(explained["kernels"])) == (-2.5, 0.75, ["link.conv2.2.11"])
    assert after["probabilities"] != before["probabilities"]
    assert_computed_with(visit, "conv2", (11, 2), weights)
    assert "kernels" not in told
    assert explained["contributions"]["conv2"][11][2] != told["contributions"]["conv2"][11][2]
    assert page.locator("#altered p").inner_text() == "Altered network – edited kernels: Conv1 3 → Conv2 12."
    page.wait_for_timeout(600)
    assert page.locator(".verdict-untouched").inner_text().startswith("untouched: 3, ")
    summary = page.locator("#diagram-summary").text_content() or ""
    assert "Altered network – edited kernels: Conv1 3 → Conv2 12." in summary
    assert page.evaluate("() => location.hash") == "#part=map2.11", "edited kernels stand in no address"

    type_into(visit, 4, "much")
    assert page.locator(".kernel [role=status]").inner_text() == (
        f"“much” is no number from −100 to 100. The weight is still {trained[4]}."
    )
    type_into(visit, 4, "101")
    assert fields(visit)[4] == trained[4]
    page.locator(FIELDS).nth(4).fill("7")
    page.keyboard.press("Escape")
    assert fields(visit)[4] == trained[4]
    assert page.locator(".kernel").is_visible(), "Escape put two things away"
    assert visit.read() == after

    page.get_by_role("button", name="Put this kernel back").focus()
    page.keyboard.press("Enter")
    assert fields(visit) == trained
    assert visit.read() == before
    page.evaluate("() => window.inkspect.select(null)")
    assert page.evaluate("() => window.inkspect.explain()") == told
    assert not page.locator("#altered").is_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_field_has_room_for_every_weight_that_can_be_typed(visits: Visits, width: int) -> None:
    visit = visits.open(width=width, height=800, touch=width < 500)
    visit.select("map1.4")
    visit.page.locator(".kernel summary").click()
    visit.settle()
    wanted = {"-0.56": "−0.560", "9.9996": "10.00", "-12.3456": "−12.35", "-100": "−100.0"}
    for place, (typed, shown) in enumerate(wanted.items()):
        type_into(visit, place, typed)
        field = visit.page.locator(FIELDS).nth(place)
        assert field.input_value() == shown
        visit.page.locator(FIELDS).nth(9).focus()
        widths = field.evaluate("(field) => [field.scrollWidth, field.clientWidth]")
        assert widths[0] <= widths[1], f"{shown} is cut"


def test_kernels_are_painted_with_a_finger_and_all_put_back(visits: Visits) -> None:
    visit = visits.open(width=390, height=664, touch=True)
    page = visit.page
    draw_own(visit)
    before = visit.read()
    visit.select("conv1.2.5.11")
    page.locator(".kernel summary").tap()
    visit.settle()
    trained = fields(visit)
    brush = page.locator(".kernel-desk button").nth(3)
    brush.tap()
    value = brush.inner_text()
    picture = page.locator(".kernel-desk canvas")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    scrolled = page.locator("#inspector").evaluate("(sheet) => sheet.scrollTop")
    assert box is not None and value.startswith("\N{MINUS SIGN}")

    def touch(kind: str, *cell: float) -> None:
        at = [{"x": box["x"] + cell[0] / 5 * box["width"], "y": box["y"] + cell[1] / 5 * box["height"]}] if cell else []
        visit.devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    # Along the top row and down the last column, in two quick moves, and out of the picture.
    for kind, cell in (("touchStart", (0.5, 0.5)), ("touchMove", (4.5, 0.5)), ("touchMove", (4.5, 5.5))):
        touch(kind, *cell)
    touch("touchEnd")
    painted = {0, 1, 2, 3, 4, 9, 14, 19, 24}
    assert fields(visit) == [value if cell in painted else text for cell, text in enumerate(trained)]
    assert page.locator("#inspector").evaluate("(sheet) => sheet.scrollTop") == scrolled, "the sheet scrolled along"
    weights = np.ravel(page.evaluate("() => window.inkspect.explain().kernels['link.conv1.0.2']")).tolist()
    assert weights[4] == float(value.replace("\N{MINUS SIGN}", "-"))
    assert_computed_with(visit, "conv1", (2, 0), weights)
    visit.select("link.conv2.4.7")
    type_into(visit, 0, "1")
    assert list(page.evaluate("() => window.inkspect.explain().kernels")) == ["link.conv1.0.2", "link.conv2.4.7"]
    page.evaluate("() => { location.hash = '#part=map1.2' }")
    assert "kernels" in page.evaluate("() => window.inkspect.explain()"), "another address put the kernels back"
    page.locator("#put-back").tap()
    assert visit.read() == before
    assert fields(visit) == trained


def test_the_tables_of_all_contributions_tell_whose_kernel_is_edited(visit: Visit) -> None:
    draw_own(visit)
    visit.select("link.conv2.2.11")
    visit.page.locator(".kernel summary").click()
    type_into(visit, 0, "2")
    visit.page.locator("#diagram-numbers > summary").click()
    headings = visit.page.locator(".diagram-tables th").filter(has_text="kernel edited")
    assert headings.all_inner_texts() == ["Conv1 3, kernel edited", "Conv2 12, kernel edited"]
    tables = visit.page.locator(".diagram-tables table").filter(has_text="kernel edited")
    assert tables.locator("caption").all_inner_texts() == ["Into Conv2"]
    visit.page.locator("#put-back").click()
    visit.page.wait_for_function("() => !document.querySelector('.diagram-tables').textContent.includes('edited')")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_tables_make_room_for_the_largest_amounts(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}#part=link.conv1.0.2")
    page = visit.page
    draw_own(visit)
    page.locator(".kernel summary").click()
    type_into(visit, 12, "100")
    visit.select("link.conv2.2.11")
    type_into(visit, 4, "100")
    for width, height in ((1280, 800), (390, 664)):
        page.set_viewport_size({"width": width, "height": height})
        for part in ("map1.2", "pool1.2.5.5", "link.conv2.2.11", "map2.11", "fc1.17", "group.4"):
            visit.select(part)
            assert page.evaluate(OVERFLOWING) == [], f"{part} at {width} × {height}"
            inspector = page.locator("#inspector")
            assert inspector.evaluate("(panel) => panel.scrollWidth <= panel.clientWidth"), part


def test_a_mouse_that_leaves_the_picture_paints_on_when_it_comes_back(visit: Visit) -> None:
    page = visit.page
    draw_own(visit)
    visit.select("link.conv1.0.2")
    page.locator(".kernel summary").click()
    trained = fields(visit)
    picture = page.locator(".kernel-desk canvas")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None

    def move(x: float, y: float) -> None:
        page.mouse.move(box["x"] + x / 5 * box["width"], box["y"] + y / 5 * box["height"])

    move(0.5, 0.5)
    page.mouse.down()
    for place in ((5.2, 0.5), (5.2, 2.5), (2.5, 2.5)):
        move(*place)
    page.mouse.up()
    move(2.5, 4.5)
    value = page.locator(".kernel-desk button").first.inner_text().removeprefix("+")
    painted = {0, 1, 2, 3, 4, 12, 13, 14}
    assert fields(visit) == [value if cell in painted else text for cell, text in enumerate(trained)]


def test_what_is_being_typed_is_dropped_when_another_kernel_is_shown(visit: Visit) -> None:
    draw_own(visit)
    visit.select("link.conv2.2.11")
    visit.page.locator(".kernel summary").click()
    first = fields(visit)
    for part in ("link.conv2.3.11", "link.conv1.0.2"):
        visit.page.locator(FIELDS).first.focus()
        visit.page.keyboard.type("9")
        visit.page.evaluate("(part) => { location.hash = `#part=${part}` }", part)
        shown = fields(visit)
        assert shown[0] not in ("9", first[0])
        visit.page.keyboard.press("Tab")
        assert fields(visit) == shown
    assert "kernels" not in visit.page.evaluate("() => window.inkspect.explain()")


def test_what_is_said_of_a_wrong_number_is_in_the_pages_language_and_ends_when_it_is_no_longer_true(
    visit: Visit,
) -> None:
    page = visit.page
    draw_own(visit)
    visit.select("link.conv2.2.11")
    page.locator(".kernel summary").click()
    visit.settle()

    def said() -> str:
        visit.settle()
        return page.locator(".kernel [role=status]").inner_text()

    def refuse() -> None:
        type_into(visit, 4, "0.75")
        type_into(visit, 4, "much")
        assert said() == "“much” is no number from −100 to 100. The weight is still 0.750."

    nothing = said()
    refuse()
    page.locator("#language").click()
    assert said() == "「much」は −100 から 100 までの数ではありません。重みは 0.750 のままです。"
    page.locator("#language").click()
    page.locator("#put-back").click()
    assert said() == nothing
    refuse()
    page.evaluate("() => window.inkspect.select(null)")
    visit.settle()
    visit.select("link.conv2.2.11")
    assert said() == nothing


def test_a_number_is_read_whole_however_long_and_one_as_printed_changes_nothing(visit: Visit) -> None:
    page = visit.page
    draw_own(visit)
    before = visit.read()
    visit.select("link.conv2.2.11")
    page.locator(".kernel summary").click()
    trained = fields(visit)

    def paste(text: str) -> None:
        page.locator(FIELDS).nth(4).select_text()
        page.keyboard.insert_text(text)
        page.keyboard.press("Enter")
        visit.settle()

    paste(trained[4])
    paste("0.5")
    paste("9.99999999999999999999e-5")
    assert page.locator(FIELDS).nth(4).get_attribute("title") == "0.00009999999747378752"
    paste("1" * 40)
    said = page.locator(".kernel [role=status]").inner_text()
    assert said == f"“{'1' * 24}…” is no number from −100 to 100. The weight is still 0.000."
    paste(trained[4])
    assert visit.read() == before
    assert not page.locator("#altered").is_visible(), "as printed it was taken for another number"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Altered – parts off: 12 · kernels edited: 1."),
        ("ja", "変更したネットワーク – 停止中の部分：12 · 編集したカーネル：1。"),
    ],
)
def test_a_figures_caption_counts_what_there_is_no_room_to_name(visits: Visits, language: str, said: str) -> None:
    off = ",".join(f"fc1.{unit}" for unit in range(12))
    visit = visits.open(query=f"?lang={language}#part=link.conv2.2.11&off={off}")
    page = visit.page
    draw_own(visit)
    page.locator(".kernel summary").click()
    type_into(visit, 0, "2")
    open_menu(visit)
    svg = ElementTree.fromstring(save(visit, "diagram", "SVG", language).decode())
    caption = svg.findall("{http://www.w3.org/2000/svg}text")[-1]
    assert (caption.text or "").endswith(f" · {said}")
    assert svg.findtext("{http://www.w3.org/2000/svg}title") != caption.text, "the whole list stands nowhere"
    width = page.evaluate(
        """([text, { 'font-weight': weight, 'font-size': size, 'font-family': family }]) => {
          const context = document.createElement('canvas').getContext('2d');
          context.font = `${weight} ${size}px ${family}`;
          return context.measureText(text).width;
        }""",
        [caption.text, caption.attrib],
    )
    assert float(caption.attrib["x"]) + width <= float(svg.attrib["width"])


@pytest.mark.parametrize(
    ("scheme", "language", "said"),
    [
        ("light", "en", "Altered network – edited kernels: Conv1 1 → Conv2 12."),
        ("dark", "ja", "変更したネットワーク – 編集したカーネル：畳み込み1 1 → 畳み込み2 12。"),
    ],
)
def test_all_that_is_taken_names_edited_kernels_and_axe_finds_nothing(
    visits: Visits, scheme: Scheme, language: str, said: str
) -> None:
    visit = visits.open(scheme=scheme, query=f"?lang={language}#part=conv2.11.2.3", bypass_csp=True)
    page = visit.page
    page.evaluate(LISTEN, True)
    draw_own(visit)
    page.locator(".kernel summary").click()
    visit.settle()
    type_into(visit, 0, "2")
    type_into(visit, 1, "?")
    page.add_script_tag(path=AXE)
    assert page.evaluate(AXE_RUN) == []
    open_menu(visit)
    svg = save(visit, "diagram", "SVG", language).decode()
    title = ElementTree.fromstring(svg).findtext("{http://www.w3.org/2000/svg}title") or ""
    assert title.endswith(f" · {said}")
    assert svg.count("→") == 2, "the caption does not name the kernel"
    copies = row(visit, "part").get_by_role("button")
    for place in range(2):
        copies.nth(place).click()
        page.wait_for_function("() => window.copied !== undefined")
        copied = page.evaluate("() => { const { copied } = window; delete window.copied; return copied; }")
        assert said in copied
    row(visit, "all").get_by_role("button").first.click()
    page.wait_for_function("() => window.copied !== undefined")
    assert json.loads(page.evaluate("() => window.copied"))["kernels"]["link.conv2.0.11"][0][0] == 2


def test_every_weight_is_whole_in_its_field_whatever_is_typed_in_a_low_window(visits: Visits) -> None:
    visit = visits.open(width=1366, height=625)
    draw_own(visit)
    visit.select("map1.5")
    visit.page.locator(".kernel summary").click()
    visit.settle()
    for field, text in enumerate(["99", "-99", "0.756", "-0.888", "-88.8"]):
        type_into(visit, field, text)
    cut = visit.page.locator(FIELDS).evaluate_all(
        "(all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.value)"
    )
    assert cut == []
    room = "(one) => parseFloat(getComputedStyle(one).paddingInlineEnd)"
    assert visit.page.locator(FIELDS).first.evaluate(room) >= 2, "numbers touch their border"
