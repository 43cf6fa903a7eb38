"""Selecting any part of the network: by mouse, finger, keyboard, address and script; what lights up and is said."""

import re

import pytest

from accessibility import LOOKS, axe_findings
from pen import draw_own, draw_with_mouse, on_pad, own_digits, pad_box
from test_arithmetic import ROWS, assert_exact
from visit import Scheme, Visit, Visits

# The boxes of the diagram's nodes in CSS px of the viewport: Input, 8 Conv1, 16 Conv2, 16 FC, 10 Output.
NODES = """() => {
  const diagram = document.querySelector('#diagram'), detail = {};
  diagram.dispatchEvent(new CustomEvent('inkspect:drawn', { detail }));
  const { left, top } = diagram.querySelector('.diagram-area').getBoundingClientRect();
  return detail.drawn.layout.nodes.map(({ x, y, width, height }) => [left + x, top + y, width, height]);
}"""
# The places of links by their numbers, at half their way, with their levels.
LINKS = """() => {
  const diagram = document.querySelector('#diagram'), detail = {};
  diagram.dispatchEvent(new CustomEvent('inkspect:drawn', { detail }));
  const { left, top } = diagram.querySelector('.diagram-area').getBoundingClientRect();
  const { layout: { ends }, scene: { levels } } = detail.drawn;
  return [...levels].map((level, i) =>
    [level, left + (ends[4 * i] + ends[4 * i + 2]) / 2, top + (ends[4 * i + 1] + ends[4 * i + 3]) / 2]);
}"""

FIRST_CONV1, FIRST_CONV2, FIRST_FC, FIRST_OUTPUT = 1, 9, 25, 41


def selected(visit: Visit) -> str:
    """What the address says is selected."""
    visit.rest()
    return str(visit.page.evaluate("() => location.hash"))


def path(visit: Visit) -> list[str]:
    visit.settle()
    return visit.page.locator("#selection [data-part]:not(.selection-more)").all_inner_texts()


def numbers(visit: Visit) -> str:
    visit.rest()
    return visit.page.locator(".selection-numbers").inner_text()


def center(visit: Visit, node: int) -> tuple[float, float]:
    x, y, width, height = visit.page.evaluate(NODES)[node]
    return x + width / 2, y + height / 2


def is_lit(visit: Visit) -> bool:
    visit.settle()
    return bool(visit.page.evaluate("() => document.querySelector('.diagram-area').classList.contains('lit')"))


def test_hovering_lights_up_and_tells_numbers_and_a_click_keeps_them(visit: Visit) -> None:
    draw_own(visit)
    assert "Point at anything" in numbers(visit)
    visit.page.mouse.move(*center(visit, FIRST_CONV2 + 11))
    assert is_lit(visit)
    told = numbers(visit)
    assert told.startswith("Conv2 map 12 · sum ")
    assert 3 <= told.count(" · ") <= 5
    assert path(visit) == []
    visit.page.mouse.move(5, 5)
    assert not is_lit(visit)
    assert "Point at anything" in numbers(visit)
    visit.page.mouse.click(*center(visit, FIRST_CONV2 + 11))
    visit.page.mouse.move(5, 5)
    assert is_lit(visit)
    assert numbers(visit) == told
    steps = path(visit)
    assert steps[0] == "3" and steps[-1] == "Conv2 map 12", steps
    assert re.fullmatch(r"group \d+", steps[1])
    assert selected(visit) == "#part=map2.11"


def test_a_second_click_in_a_map_takes_the_cell_and_shows_its_field_on_the_drawing(visit: Visit) -> None:
    draw_own(visit)
    x, y, width, height = visit.page.evaluate(NODES)[FIRST_CONV2 + 11]
    spot = x + 3.5 * width / 5, y + 2.5 * height / 5
    visit.page.mouse.click(*spot)
    visit.settle()
    visit.page.mouse.click(*spot)
    assert selected(visit) == "#part=pool2.11.2.3"
    assert path(visit)[-2:] == ["Conv2 map 12", "cell 3, 4"]
    outline = visit.page.locator(".pad .field")
    box = outline.bounding_box()
    assert box is not None
    left, top, side = pad_box(visit)
    assert left < box["x"] < left + side and top < box["y"] < top + side
    assert abs(box["width"] - box["height"]) < 1
    # It depends on 12×12 cells: four 3×3 patches of pooled cells, by 5×5 kernels. The ink, 60 % of the pad, spans 17.7.
    assert box["width"] == pytest.approx(12 * 0.6 * side / 17.7, rel=0.01)


def test_the_field_moves_with_the_drawing_and_the_selection_and_numbers_survive_it(visit: Visit) -> None:
    draw_with_mouse(visit, on_pad(own_digits()["3"]))
    visit.page.evaluate("() => window.inkspect.select('pool2.11.2.3')")
    visit.settle()
    outline, told = visit.page.locator(".pad .field").bounding_box(), numbers(visit)
    draw_with_mouse(visit, [[(0.1, 0.1), (0.15, 0.9)]])
    visit.rest()
    assert visit.page.locator(".pad .field").bounding_box() != outline
    assert numbers(visit) != told
    assert selected(visit) == "#part=pool2.11.2.3"
    visit.page.keyboard.press("Control+z")
    visit.rest()
    assert numbers(visit) == told
    assert selected(visit) == "#part=pool2.11.2.3"
    visit.clear()
    assert not visit.page.locator(".pad .field").is_visible()
    assert "nothing drawn yet" in numbers(visit)


def test_a_link_is_met_by_the_mouse_and_outputs_choose_their_digit(visit: Visit) -> None:
    draw_own(visit)
    levels = visit.page.evaluate(LINKS)
    number = max(range(136, 392), key=lambda i: abs(levels[i][0]))
    visit.page.mouse.click(levels[number][1], levels[number][2])
    assert selected(visit) == f"#part=link.fc1.{(number - 136) % 16}.{(number - 136) // 16}"
    assert numbers(visit).startswith("Conv2 ") and "contribution" in numbers(visit)
    visit.page.mouse.click(*center(visit, FIRST_OUTPUT + 8))
    assert selected(visit) == "#part=logit.8&digit=8"
    assert path(visit) == ["8"]


@pytest.mark.parametrize("size", [(1280, 800), (390, 664), (320, 568)], ids=str)
def test_a_finger_takes_the_map_nearest_to_its_tap_and_the_arrows_beside_the_path_walk(
    visits: Visits, size: tuple[int, int]
) -> None:
    visit = visits.open(width=size[0], height=size[1], touch=True)
    draw_own(visit)
    visit.page.evaluate("() => document.querySelector('.diagram-area').scrollIntoView({ block: 'center' })")
    x, y = center(visit, FIRST_CONV2 + 3)
    visit.page.touchscreen.tap(x, y)
    assert selected(visit) == "#part=map2.3"
    assert is_lit(visit)
    visit.page.locator("#selection [title^=Next]").tap()
    assert selected(visit) == "#part=map2.4"
    visit.page.locator("#selection [title^=Previous]").tap()
    visit.page.locator("#selection [title^=Previous]").tap()
    assert selected(visit) == "#part=map2.2"
    visit.page.locator("#selection [title^=Let]").tap()
    assert selected(visit) == ""
    assert not is_lit(visit), "a finger's tap left something pointed at"


def test_every_part_is_reached_by_keyboard_alone(visit: Visit) -> None:
    draw_own(visit)
    page = visit.page

    def name() -> str:
        return str(page.evaluate("() => document.activeElement.getAttribute('aria-label')"))

    page.locator("#ink").focus()
    stops: list[str] = []
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.matches('.diagram-focus')"):
            stops.append(name().split(":")[0])
    assert stops[:5] == ["Input", "Conv1 map 1", "Conv2 map 1", "FC group 1", "Logit of 0"], stops
    page.locator(".diagram-focus").first.focus()
    assert is_lit(visit)
    for key, expected in [
        ("ArrowRight", "Conv1 map 5"),
        ("ArrowRight", "Conv2 map 10"),
        ("ArrowDown", "Conv2 map 11"),
        ("ArrowDown", "Conv2 map 12"),
    ]:
        page.keyboard.press(key)
        assert name().startswith(f"{expected}: "), f"{key} came to {name()}"
    assert re.match(r"Conv2 map 12: sum [+−]?\d", name())
    page.keyboard.press("Enter")
    assert selected(visit) == "#part=map2.11"
    assert page.evaluate("() => document.activeElement.getAttribute('aria-pressed')") == "true"
    page.keyboard.press("Enter")
    assert name().startswith("Conv2 map 12, cell 3, 3: pooled activation ")
    page.keyboard.press("ArrowRight")
    assert name().startswith("Conv2 map 12, cell 3, 4: ")
    page.keyboard.press("Space")
    assert selected(visit) == "#part=pool2.11.2.3"
    page.keyboard.press("Escape")
    assert name().startswith("Conv2 map 12: ")
    assert selected(visit) == "#part=pool2.11.2.3", "leaving the cells let the selection go"
    page.keyboard.press("Escape")
    assert selected(visit) == ""
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert name().startswith("Conv2 map 12: "), "the column has forgotten its place"


def test_the_dial_chooses_a_digit_and_its_rival_by_mouse_and_keyboard(visit: Visit) -> None:
    draw_own(visit)
    visit.page.locator('[data-digit="8"]').click()
    assert selected(visit) == "#digit=8"
    assert path(visit) == ["8"]
    visit.page.locator('[data-digit="8"]').click()
    assert selected(visit) == ""
    visit.page.evaluate("() => window.inkspect.select(null, { why: true })")
    visit.page.locator('[data-digit="8"]').click()
    assert selected(visit) == "#rival=8&why"
    assert "3 rather than 8" in visit.page.locator("#selection").inner_text()
    visit.page.locator('[data-digit="8"] button').focus()
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("Enter")
    assert selected(visit) == "#rival=9&why"
    visit.page.keyboard.press("Escape")
    assert selected(visit) == ""


def test_whatever_names_a_part_points_at_it_and_selects_it(visit: Visit) -> None:
    draw_own(visit)
    visit.page.evaluate("() => window.inkspect.select('pool2.11.2.3')")
    visit.settle()
    node = visit.page.locator("#selection [data-part^=map2]:visible")
    node.hover()
    assert numbers(visit).startswith("Conv2 map 12 ")
    visit.page.mouse.move(5, 5)
    assert numbers(visit).startswith("Conv2 map 12, cell 3, 4")
    node.click()
    assert selected(visit) == "#part=map2.11"
    feeding = visit.page.locator("#inspector .feeds:visible [data-part]:visible").first
    written = feeding.get_attribute("data-part")
    feeding.click()
    assert selected(visit) == f"#part={written}"


def test_the_inspector_shows_what_feeds_the_selected_node_and_nothing_otherwise(visit: Visit) -> None:
    draw_own(visit)
    assert visit.page.locator(".inspector-section").count() == 0, "something was made for nothing"
    visit.page.evaluate("() => window.inkspect.select('map2.11')")
    visit.settle()
    printed = visit.page.locator(".unit-sum:not(.feeding):visible").evaluate(ROWS)
    assert len([name for name, _ in printed if name.startswith("Conv1 map ")]) == 8
    assert_exact([(name, amount) for name, amount in printed])
    visit.page.evaluate("() => window.inkspect.select(null)")
    visit.settle()
    assert not visit.page.locator(".inspector-section").is_visible()


def test_the_address_selects_at_the_start_and_when_it_changes_and_survives_damage(visits: Visits) -> None:
    visit = visits.open(query="?lang=en#part=map2.11&digit=8&x=<script>&rival=8")
    draw_own(visit)
    assert path(visit)[0] == "8" and path(visit)[-1] == "Conv2 map 12"
    visit.page.evaluate("() => { location.hash = '#part=group.3' }")
    assert path(visit)[-1] == "group 4"
    visit.page.evaluate("() => { location.hash = '#part=%%%&digit=99&off=%E0%A4%A' }")
    assert path(visit) == []
    visit.page.evaluate("() => window.inkspect.select('map1.2')")
    assert selected(visit) == "#part=map1.2"
    assert "lang=en" in visit.page.url
    visit.page.reload()
    visit.settle()
    assert path(visit)[-1] == "Conv1 map 3"


def test_a_script_that_asks_for_nonsense_is_told_in_one_line_and_changes_nothing(visit: Visit) -> None:
    visit.page.evaluate("() => window.inkspect.select('map1.2', { digit: 3, rival: 8, why: true })")
    before = selected(visit)
    assert before == "#part=map1.2&digit=3&rival=8&why"
    for call, says in [
        ("'map9.1'", "no part"),
        ("5", "must be written"),
        ("null, { digit: 12 }", "0 to 9"),
        ("null, { why: 'yes' }", "why must be"),
    ]:
        message = visit.page.evaluate(
            f"() => {{ try {{ window.inkspect.select({call}); }} catch (error) {{ return String(error); }} }}"
        )
        assert message is not None and says in message and "\n" not in message, message
    assert selected(visit) == before


@pytest.mark.parametrize("size", [(1280, 800), (390, 664)], ids=str)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_moves_when_something_is_pointed_at_or_selected(
    visits: Visits, size: tuple[int, int], language: str
) -> None:
    visit = visits.open(width=size[0], height=size[1], query=f"?lang={language}")
    draw_own(visit)
    places = """() => ['#ink', '#verdict', '.dial', '.diagram-area', '#selection'].map((part) => {
      const { left, top, width, height } = document.querySelector(part).getBoundingClientRect();
      return [left, top, width, height].map(Math.round).join(); })"""
    before = visit.page.evaluate(places)
    if size[0] < 720:
        # On a phone what is asked comes up as a sheet, once, below drawing and verdict.
        visit.page.evaluate("() => window.inkspect.select('picture')")
        visit.settle()
        *others, _ = before
        before = visit.page.evaluate(places)
        assert before[:-1] == others
        verdict, sheet = (visit.page.locator(part).bounding_box() for part in ("#verdict", "#inspector"))
        assert verdict and sheet and verdict["y"] + verdict["height"] <= sheet["y"]
    for part in ("map2.11", "conv1.3.10.11", "link.conv2.5.12", "logit.3"):
        visit.page.evaluate("(part) => window.inkspect.select(part, { digit: 3, rival: 8, why: true })", part)
        visit.settle()
        assert visit.page.evaluate(places) == before


def test_with_nothing_selected_a_movement_asks_the_worker_for_nothing_more_and_hovering_costs_little(
    visit: Visit,
) -> None:
    draw_own(visit)
    assert visit.page.locator(".highlight-canvas").count() == 0
    cost = visit.page.evaluate(
        """async () => {
          const area = document.querySelector('.diagram-area'), costs = [];
          const { left, top, width, height } = area.getBoundingClientRect();
          const request = window.requestAnimationFrame;
          let rendering = 0;
          window.requestAnimationFrame = (render) => request((time) => {
            const before = performance.now();
            render(time);
            rendering = performance.now() - before;
          });
          for (let i = 0; i < 60; i++) {
            const at = { clientX: left + width * (0.1 + 0.8 * ((i * 37) % 60) / 60), clientY: top + height * (i / 60) };
            const before = performance.now();
            area.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, pointerType: 'mouse', ...at }));
            const handling = performance.now() - before;
            rendering = 0;
            await new Promise((done) => request(() => request(done)));
            costs.push(handling + rendering);
          }
          window.requestAnimationFrame = request;
          return costs.sort((a, b) => a - b)[30];
        }"""
    )
    assert 0 < cost < 1.6, f"pointing at a part takes {cost} ms of a frame"


@pytest.mark.parametrize(("scheme", "language"), LOOKS)
def test_axe_finds_nothing_with_something_selected(visits: Visits, scheme: Scheme, language: str) -> None:
    visit = visits.open(scheme=scheme, query=f"?lang={language}", bypass_csp=True)
    draw_own(visit)
    for part in ("pool2.11.2.3", "link.conv2.5.12", "logit.3"):
        visit.page.evaluate("(part) => window.inkspect.select(part, { digit: 3, rival: 8, why: true })", part)
        visit.settle()
        assert axe_findings(visit) == []


@pytest.mark.parametrize("size", [(390, 664), (844, 390)], ids=str)
@pytest.mark.parametrize("swapped", [False, True])
def test_on_phones_the_answer_to_a_question_covers_neither_the_pad_nor_anything_for_good(
    visits: Visits, size: tuple[int, int], swapped: bool
) -> None:
    visit = visits.open(width=size[0], height=size[1], touch=True)
    if swapped:
        visit.page.locator("#swap").click()
    draw_own(visit)
    visit.page.evaluate("() => window.inkspect.select('map2.11', { digit: 8 })")
    visit.settle()
    for part in ("#ink", "#verdict"):
        shown, sheet = (visit.page.locator(one).bounding_box() for one in (part, "#inspector"))
        assert shown and sheet
        apart = shown["x"] + shown["width"] <= sheet["x"] or sheet["x"] + sheet["width"] <= shown["x"]
        assert apart or shown["y"] + shown["height"] <= sheet["y"], f"{part} at {shown} is covered: {sheet}"
    for part in ("[data-digit='9']", "#sentence button", "#diagram-links", "#about summary"):
        visit.page.locator(part).first.tap(timeout=4000)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_way_to_a_part_leaves_out_whole_steps_and_an_ellipsis_leads_back_to_them(
    visits: Visits, language: str
) -> None:
    visit = visits.open(query=f"?lang={language}")
    draw_own(visit)
    steps = visit.page.locator(".selection-path > .selection-step:visible")
    for part in ("logit.3", "group.4", "map2.11", "map1.3", "conv1.3.5.5"):
        visit.page.evaluate("(part) => window.inkspect.select(part, { digit: 3 })", part)
        visit.settle()
        room = visit.page.locator(".selection-path").bounding_box()
        boxes = [step.bounding_box() for step in steps.all()]
        assert room is not None and boxes
        for box in boxes:
            assert box is not None and room["x"] <= box["x"]
            assert box["x"] + box["width"] <= room["x"] + room["width"] + 0.5, steps.all_inner_texts()
    assert steps.first.inner_text() == "…"
    left_out = steps.first.get_attribute("data-part")
    steps.first.click()
    assert selected(visit).startswith(f"#part={left_out}")
