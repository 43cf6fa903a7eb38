"""What can be taken away: the diagram as PNG and SVG, the selection's arithmetic, the explanation as JSON."""

import base64
import io
import json
import re
from decimal import Decimal
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from accessibility import LOOKS, axe_findings
from pen import draw_own
from taking import LISTEN, WORDS, button, copy, open_menu, row, save, told
from visit import Scheme, Visit, Visits

SVG = "{http://www.w3.org/2000/svg}"
MINUS = "\N{MINUS SIGN}"

# The levels of the links that are drawn, and how many levels there are.
LEVELS = """() => {
  const detail = {};
  document.querySelector('#diagram').dispatchEvent(new CustomEvent('inkspect:drawn', { detail }));
  return [...detail.drawn.scene.levels];
}"""


def numbers_in(formula: str) -> Decimal:
    return sum(
        (Decimal(found.replace(" ", "").replace(MINUS, "-")) for found in re.findall(r"[-+−]? ?\d+\.\d+", formula)),
        Decimal(0),
    )


def sum_in(lines: list[str]) -> tuple[list[Decimal], list[Decimal]]:
    """The terms of a printed sum, each before a tab, and its total."""
    terms = [Decimal(line.split("\t")[0].replace(MINUS, "-")) for line in lines if "\t" in line]
    return terms, [Decimal(line[2:].replace(MINUS, "-")) for line in lines if line.startswith("= ")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_diagram_is_saved_as_a_png_at_print_size_on_white_paper(visits: Visits, scheme: Scheme) -> None:
    visit = visits.open(scheme=scheme)
    draw_own(visit)
    visit.page.locator("#diagram-links").click()
    open_menu(visit)
    with Image.open(io.BytesIO(save(visit, "diagram", "PNG"))) as image:
        image.load()
        pixels = np.asarray(image.convert("RGB")).astype(int)
    assert image.size == (2016, 1488)
    edge = np.ones(pixels.shape[:2], bool)
    edge[45:-45, 45:-45] = False
    assert (pixels[edge] == 255).all(), "something touches the edge"
    assert (pixels == 255).all(axis=2).mean() > 0.5
    red, blue = pixels[..., 0], pixels[..., 2]
    assert (red - blue > 100).sum() > 1000, "no link speaks for anything"
    assert (blue - red > 60).sum() > 500, "no link speaks against anything"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_svg_holds_every_drawn_link_and_the_pictures_and_refers_to_nothing(visits: Visits, scheme: Scheme) -> None:
    visit = visits.open(scheme=scheme)
    draw_own(visit)
    open_menu(visit)
    text = save(visit, "diagram", "SVG").decode()
    root = ElementTree.fromstring(text)
    levels = visit.page.evaluate(LEVELS)
    paths = root.findall(f"{SVG}path")
    assert len(levels) == 552
    assert len(paths) == sum(level != 0 for level in levels) > 200
    assert all(re.fullmatch(r"#[0-9a-f]{6}", path.attrib["stroke"]) for path in paths)
    images = root.findall(f"{SVG}image")
    assert len(images) == 1 + 8 + 16
    assert all(image.attrib["href"].startswith("data:image/png;base64,") for image in images)
    assert not re.search(r'(?:href|src)="(?!data:)|url\(|@import|<script|<style', text)
    said = [element.text for element in root.findall(f"{SVG}text")]
    assert {"Input", "Conv1", "Conv2", "FC", "Output", *"0123456789"} <= set(said)
    caption = root.findtext(f"{SVG}title")
    assert caption is not None and caption.startswith("Reads as 3 · ") and caption in said
    assert "#ffffff" in text


@pytest.mark.parametrize("part", [None, "map1.3"])
def test_the_svg_looks_as_the_png_does(visits: Visits, part: str | None) -> None:
    visit = visits.open()
    draw_own(visit)
    if part is not None:
        visit.select(part)
    open_menu(visit)
    png = Image.open(io.BytesIO(save(visit, "diagram", "PNG"))).convert("RGB")
    svg = save(visit, "diagram", "SVG").decode()
    drawn = visit.page.evaluate(
        """async (svg) => {
          const image = new Image();
          image.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
          await image.decode();
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [2016, 1488];
          canvas.getContext('2d').drawImage(image, 0, 0, 2016, 1488);
          return canvas.toDataURL().split(',')[1];
        }""",
        svg,
    )
    again = Image.open(io.BytesIO(base64.b64decode(drawn))).convert("RGB")
    off = np.abs(np.asarray(png).astype(int) - np.asarray(again).astype(int)).max(axis=2)
    assert (off > 64).mean() < 0.005


@pytest.mark.parametrize("allowed", [True, False], ids=["clipboard", "selection"])
def test_a_parts_arithmetic_is_copied_and_adds_up_as_printed(visit: Visit, allowed: bool) -> None:
    visit.page.evaluate(LISTEN, allowed)
    draw_own(visit)
    open_menu(visit)
    for part in ("conv2.12.2.3", "fc1.17", "logit.3", "group.4", "link.conv2.5.12", "pool2.11.2.3"):
        visit.select(part)
        assert_copied_as_printed(visit, part)


FORGET_COPIED = "() => { window.copied = ''; document.querySelector('.take-told').textContent = ''; }"


def assert_copied_as_printed(visit: Visit, part: str) -> None:
    visit.page.evaluate(FORGET_COPIED)
    text = copy(visit, "part", WORDS["en"]["take.text"])
    made, fed = text.split(f"\n\n{WORDS['en']['fed.heading']}\n")
    lines = made.splitlines()
    assert lines[0] == visit.page.locator(".selection-numbers").inner_text().split(" · ")[0]
    terms, totals = sum_in(lines)
    fed_terms, fed_totals = sum_in(fed.splitlines()[1:])
    # A cell before pooling feeds its pool, and a logit its probability: there is nothing to add up.
    assert fed_totals == ([] if part.startswith(("conv2", "logit")) else [sum(fed_terms)])
    if part.startswith("pool2"):
        assert not terms and any(line.startswith("m = max(") for line in lines)
        return
    assert len(terms) > 1 and totals == [sum(terms)]
    visit.page.evaluate(FORGET_COPIED)
    tex = copy(visit, "part", "LaTeX")
    assert tex.startswith(f"% {lines[0]}\n") and tex.count("{") == tex.count("}")
    assert all(re.fullmatch(r"\\\[ .* \\\]", line) for line in tex.splitlines()[1:])
    added = [line for line in tex.splitlines() if line.count(".") > 1 and "\\max" not in line]
    plain = [re.sub(r"\\underset\{\\text\{[^}]*\}\}\{([^}]*)\}", r"\1", line) for line in added]
    sides = [line.rsplit("=", 1) for line in plain]
    assert [numbers_in(left.split("=", 1)[1]) for left, _ in sides] == totals + fed_totals
    assert [numbers_in(right) for _, right in sides] == totals + fed_totals


def test_what_is_selected_is_lit_in_the_saved_picture_and_named_in_its_caption(visit: Visit) -> None:
    draw_own(visit)
    open_menu(visit)
    plain = ElementTree.fromstring(save(visit, "diagram", "SVG").decode())
    visit.select("map2.11")
    lit = ElementTree.fromstring(save(visit, "diagram", "SVG").decode())
    assert lit.findtext(f"{SVG}title") == f"{plain.findtext(f'{SVG}title')} · Conv2 map 12"
    veils = [path.attrib["d"] for path in lit.findall(f"{SVG}path") if path.get("fill-opacity")]
    # The whole but for 8 maps, the map itself, and 16 groups.
    assert [veil.count("M") for veil in veils] == [1 + 8 + 1 + 16]
    assert not any(path.get("fill-opacity") for path in plain.findall(f"{SVG}path"))


def test_each_thing_taken_has_a_message_of_its_own_and_so_has_a_refusal(visit: Visit) -> None:
    visit.page.evaluate(LISTEN, True)
    draw_own(visit)
    open_menu(visit)
    copy(visit, "all", "JSON")
    save(visit, "diagram", "PNG")
    visit.page.evaluate("() => { HTMLCanvasElement.prototype.toBlob = (give) => give(null); }")
    button(visit, "diagram", "save", "PNG").click()
    visit.settle()
    assert told(visit) == WORDS["en"]["take.saveFailed"]


def test_without_a_selection_there_is_no_arithmetic_and_the_menu_says_why(visit: Visit) -> None:
    visit.page.evaluate(LISTEN, True)
    open_menu(visit)
    missing, usual = WORDS["en"]["take.missing"], WORDS["en"]["take.part"]
    for drawn in (False, True):
        if drawn:
            draw_own(visit)
        visit.settle()
        group = visit.page.get_by_role("group", name=missing, exact=True)
        assert [one.get_attribute("aria-disabled") for one in group.get_by_role("button").all()] == ["true", "true"]
        group.get_by_role("button").first.click(force=True)
        assert visit.page.evaluate("() => window.copied") is None
    visit.select("map2.11")
    group = visit.page.get_by_role("group", name=usual, exact=True)
    assert [one.get_attribute("aria-disabled") for one in group.get_by_role("button").all()] == [None, None]
    visit.clear()
    assert visit.page.get_by_role("group", name=missing, exact=True).count() == 1


def test_the_explanation_is_copied_and_saved_as_the_script_interface_gives_it(visit: Visit) -> None:
    visit.page.evaluate(LISTEN, True)
    draw_own(visit)
    visit.select("conv2.12.2.3")
    open_menu(visit)
    told = visit.page.evaluate("() => window.inkspect.explain()")
    assert json.loads(save(visit, "all", "JSON")) == told
    assert json.loads(copy(visit, "all", "JSON")) == told
    assert told["part"]["name"] == "conv2.12.2.3"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Altered network – switched off: Conv2 map 6 and FC unit 13."), ("ja", "変更したネットワーク – 停止中：")],
)
def test_an_altered_network_says_so_in_all_that_is_taken(visits: Visits, language: str, said: str) -> None:
    visit = visits.open(query=f"?lang={language}#off=map2.5,fc1.12&part=logit.3")
    visit.page.evaluate(LISTEN, True)
    draw_own(visit)
    open_menu(visit)
    named = WORDS[language]["altered.notice"].split("{list}")[0]
    assert said.startswith(named)
    svg = save(visit, "diagram", "SVG", language).decode()
    assert named in (ElementTree.fromstring(svg).findtext(f"{SVG}title") or "")
    assert json.loads(save(visit, "all", "JSON", language))["off"] == ["map2.5", "fc1.12"]
    for place in (0, 1):
        row(visit, "part").get_by_role("button").nth(place).click()
        visit.page.wait_for_function("() => window.copied !== undefined")
        copied = visit.page.evaluate("() => { const { copied } = window; delete window.copied; return copied; }")
        assert named in copied
        if language == "en":
            assert said in copied


@pytest.mark.parametrize("language", ["en", "ja"])
def test_each_row_says_what_it_is_of_also_while_there_is_nothing_to_take(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}")
    open_menu(visit)
    rows = visit.page.locator("#take").get_by_role("group")
    for drawn in (False, True):
        if drawn:
            draw_own(visit)
        visit.settle()
        names = [one.locator("span").first.inner_text() for one in rows.all()]
        assert len(names) == len(set(names)) == 7


@pytest.mark.parametrize(("scheme", "language"), LOOKS)
def test_axe_finds_nothing_with_the_menu_open(visits: Visits, scheme: Scheme, language: str) -> None:
    visit = visits.open(scheme=scheme, query=f"?lang={language}", bypass_csp=True)
    open_menu(visit)
    assert axe_findings(visit) == []
    draw_own(visit)
    visit.select("fc1.17")
    assert axe_findings(visit) == []
    area = visit.page.locator(".diagram-area").bounding_box()
    assert area is not None and area["height"] > 300, "the menu takes the diagram's room"
