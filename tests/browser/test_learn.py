"""Learn: six steps, each with its question before its answer, then the lab; by buttons, keys and the address."""

import json
from pathlib import Path

import pytest

from accessibility import LOOKS, axe_findings
from pen import draw_own
from shifts import FONTS, watch
from visit import Scheme, Visit, Visits

WORDS = json.loads((Path(__file__).resolve().parents[2] / "words" / "en.json").read_text(encoding="utf-8"))
MISFITS = (Path(__file__).parent / "misfits.js").read_text(encoding="utf-8")
STEPS = ("draw", "hesitate", "kernel", "why", "taught", "two")
LAB = len(STEPS) + 1
SIZES = ((1280, 800), (1366, 625), (1920, 1080), (768, 1024), (390, 664), (320, 568), (844, 390))


def go_to(visit: Visit, step: int) -> None:
    visit.page.evaluate("(step) => { location.hash = `place=learn&step=${step}`; }", step)
    visit.page.wait_for_function(
        r"""([step, lab]) => step === lab ? document.querySelector('#lab').checkVisibility()
          : Number(/\d+/.exec(document.querySelector('#learn-heading').textContent)?.[0]) === step""",
        arg=[step, LAB],
    )
    visit.settle()


def told(visit: Visit) -> str:
    return visit.page.locator(".learn-told").inner_text()


def heading(visit: Visit) -> str:
    visit.settle()
    return visit.page.locator("#learn-heading").inner_text()


def test_a_step_asks_first_and_tells_only_then(visit: Visit) -> None:
    draw_own(visit)
    visit.page.locator("#place-learn").click()
    visit.settle()
    assert heading(visit) == f"Step 1 of 6: {WORDS['learn.draw.title']}"
    assert visit.answer().digit == 3, "one's own drawing is gone"
    assert visit.page.locator("#ink").is_visible() and visit.page.locator("#verdict").is_visible()
    assert not visit.page.locator("#diagram").is_visible() and not visit.page.locator("#inspector").is_visible()
    visit.page.locator("#learn-next").click()
    visit.settle()
    assert told(visit) == WORDS["learn.draw.answer"], "asked for without a prediction"
    visit.page.locator("#learn-next").click()
    assert heading(visit).startswith("Step 2 of 6")
    assert visit.page.evaluate("() => document.activeElement.id") == "learn-heading"
    assert visit.answer().digit == 1 and told(visit) == ""
    visit.page.get_by_role("button", name="7", exact=True).filter(visible=True).last.click()
    visit.settle()
    assert told(visit) == f"{WORDS['learn.wrong']} {WORDS['learn.hesitate.answer']}"
    assert visit.page.locator(".learn-choices .right").inner_text() == "2"
    visit.page.wait_for_function("() => window.inkspect.read().digit === 3")
    visit.rest()
    assert visit.page.evaluate("() => location.hash") == "#place=learn&step=2"


def test_every_step_is_a_real_state_of_the_page_and_then_it_is_ones_own_turn(visit: Visit) -> None:
    for number, (choice, verdict) in enumerate(
        ((2, "digit"), (1, "digit"), (2, "digit"), (2, "digit"), (3, "none"), (2, "digit")), 1
    ):
        go_to(visit, number)
        visit.page.locator(f".learn-choices button:nth-child({choice})").click()
        visit.settle()
        visit.page.wait_for_function(
            "(verdict) => document.querySelector('#verdict').dataset.verdict === verdict", arg=verdict
        )
        assert told(visit) == f"{WORDS['learn.right']} {WORDS[f'learn.{STEPS[number - 1]}.answer']}"
        inspects = STEPS[number - 1] in {"kernel", "why"}
        assert visit.page.locator("#inspector").is_visible() == inspects
        if STEPS[number - 1] == "why":
            assert visit.page.locator(".why-picture").is_visible()
    visit.page.wait_for_function("() => window.inkspect.read().digit === 8")
    onward = visit.page.locator("#learn-next")
    assert onward.inner_text() == WORDS["learn.lab"]
    onward.click()
    assert heading(visit) == WORDS["learn.lab.title"]
    assert visit.page.locator("#lab").is_visible() and visit.answer().digit == 8
    assert onward.inner_text() == WORDS["learn.leave"]
    onward.click()
    visit.settle()
    assert visit.page.locator("#diagram").is_visible()
    assert visit.answer().verdict == "empty", "one's own turn begins with the step's drawing"


def test_on_the_projector_a_presenter_goes_through_it(visit: Visit) -> None:
    visit.page.evaluate("() => { document.documentElement.requestFullscreen = () => Promise.reject(new TypeError()); }")
    visit.page.locator("#projector").click()
    go_to(visit, 4)
    visit.page.keyboard.press("PageDown")
    visit.settle()
    assert told(visit) == WORDS["learn.why.answer"]
    answer = visit.page.locator(".learn-told").bounding_box()
    assert answer is not None and answer["y"] + answer["height"] <= 800, f"the answer is not in sight: {answer}"
    visit.page.keyboard.press("PageDown")
    assert heading(visit).startswith("Step 5")
    visit.page.keyboard.press("PageUp")
    assert heading(visit).startswith("Step 4")
    button = visit.page.locator("#learn-next").bounding_box()
    assert button is not None and button["height"] >= 56
    visit.page.keyboard.press("ArrowLeft")
    assert heading(visit).startswith("Step 3")
    visit.page.locator("#ink").focus()
    visit.page.keyboard.press("ArrowLeft")
    assert heading(visit).startswith("Step 3"), "the pad's arrows are for its pen"


@pytest.mark.parametrize("size", [(1280, 800), (768, 1024), (390, 664), (320, 568), (844, 390)], ids=str)
def test_the_way_on_is_in_sight_however_far_one_has_read(visits: Visits, size: tuple[int, int]) -> None:
    visit = visits.open(width=size[0], height=size[1])
    visit.page.emulate_media(reduced_motion="reduce")
    for projector in (False, True) if size == SIZES[0] else (False,):
        if projector:
            visit.page.evaluate("() => { document.documentElement.requestFullscreen = () => Promise.reject(); }")
            visit.page.locator("#projector").click()
        for number in (2, 3, 4):
            go_to(visit, number)
            visit.page.locator(".learn-choices button:nth-child(1)").click()
            visit.settle()
            for end in (False, True):
                if end:
                    visit.page.evaluate(
                        "() => { for (const box of [document.documentElement, document.querySelector('#learn')])"
                        " box.scrollTop = 1e6; }"
                    )
                    visit.settle()
                seen = visit.page.locator("#learn-next").evaluate(
                    """(button) => {
                      const { left, top, width, height } = button.getBoundingClientRect();
                      return [left + 2, left + width - 2].every((x) =>
                        document.elementFromPoint(x, top + height / 2) === button);
                    }"""
                )
                assert seen, f"step {number}, {'scrolled to the end' if end else 'once the answer is shown'}"
            ends = visit.page.evaluate(
                """() => ['.learn-look', '#learn-next'].map((name) =>
                  document.querySelector(name).getBoundingClientRect()).map(({ top, bottom }) => [top, bottom])"""
            )
            assert ends[0][1] <= ends[1][0] or ends[0][0] >= ends[1][1], f"step {number}: the end of it is covered"
    visit.page.emulate_media(reduced_motion="no-preference")


@pytest.mark.parametrize(("scheme", "language"), LOOKS)
def test_every_step_fits_every_size_and_axe_finds_nothing(visits: Visits, scheme: Scheme, language: str) -> None:
    visit = visits.open(scheme=scheme, query=f"?lang={language}", bypass_csp=True)
    visit.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = {}
    for number in range(1, LAB + 1):
        go_to(visit, number)
        for size in SIZES:
            visit.page.set_viewport_size({"width": size[0], "height": size[1]})
            visit.page.evaluate("() => scrollTo(0, 0)")
            visit.settle()
            # The inspector has tests of its own; the path to what is selected is cut where it is too long.
            misfits = [one for one in visit.page.evaluate(MISFITS) if "is cut: " not in one or "learn" in one]
            if misfits:
                found[f"step {number}, {size}"] = misfits[:3]
        if number < LAB:
            visit.page.locator("#learn-next").click()
            visit.settle()
        if broken := axe_findings(visit, "#page"):
            found[f"step {number}, axe"] = broken
    visit.page.emulate_media(reduced_motion="no-preference")
    assert not found, json.dumps(found, indent=2, ensure_ascii=False)


@pytest.mark.parametrize("size", [(1280, 800), (390, 664)], ids=str)
def test_nothing_moves_when_an_answer_is_shown(visits: Visits, size: tuple[int, int]) -> None:
    visit = visits.open(width=size[0], height=size[1])
    watch(visit, FONTS[0])
    moved = {}
    for number in (1, 2, 5, 6):
        go_to(visit, number)
        visit.page.wait_for_timeout(300)
        visit.page.evaluate("() => { scrollTo(0, 1e6); window.shifts.length = 0; }")
        visit.page.locator(".learn-choices button:nth-child(3)").click()
        visit.page.wait_for_timeout(600)
        if shifts := visit.page.evaluate("() => window.shifts"):
            moved[number] = shifts
    assert not moved


@pytest.mark.parametrize("size", [(1280, 800), (390, 664)], ids=str)
def test_a_steps_answer_can_be_looked_at_in_the_network_with_a_way_back(visits: Visits, size: tuple[int, int]) -> None:
    visit = visits.open(width=size[0], height=size[1])
    page = visit.page
    page.emulate_media(reduced_motion="reduce")
    onward, back = page.locator(".learn-look"), page.locator("#place-back")
    for number in (3, 4):
        go_to(visit, number)
        assert not onward.is_visible() and not back.is_visible(), "before the answer there is nothing to look at"
        page.locator(".learn-choices button:nth-child(2)").click()
        visit.settle()
        answer, step = told(visit), heading(visit)
        chosen = page.locator("#selection [aria-current]").inner_text()
        onward.click()
        visit.settle()
        assert page.locator(".diagram-area").is_visible() and not page.locator("#learn").is_visible()
        assert page.locator("#selection [aria-current]").inner_text() == chosen
        assert back.inner_text() == f"Back to step {number}" and not page.locator("#place-learn").is_visible()
        assert page.evaluate("() => document.activeElement.id") == "place-back"
        network = page.locator(".diagram-area").bounding_box()
        assert network is not None
        seen = page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y).closest('.diagram-area') !== null",
            [network["x"] + network["width"] / 2, network["y"] + network["height"] * 0.7],
        )
        assert seen, "something covers the network"
        visit.rest()
        assert page.evaluate("() => location.hash").startswith("#part=" if number == 3 else "#digit=3&rival=8&why")
        back.click()
        assert heading(visit) == step and told(visit) == answer
        assert page.evaluate("() => document.activeElement.id") == "learn-heading"
    page.locator("#place-draw").click()
    page.locator("#place-learn").click()
    assert heading(visit) == step and told(visit) == "", "its question is not open again"
    page.emulate_media(reduced_motion="no-preference")


def test_a_presenters_keys_lead_back_from_the_network(visit: Visit) -> None:
    visit.page.evaluate("() => { document.documentElement.requestFullscreen = () => Promise.reject(new TypeError()); }")
    visit.page.locator("#projector").click()
    go_to(visit, 4)
    visit.page.keyboard.press("PageDown")
    visit.page.locator(".learn-look").click()
    visit.settle()
    assert visit.page.locator("#diagram").is_visible()
    visit.page.keyboard.press("PageDown")
    assert heading(visit).startswith("Step 4") and told(visit) == WORDS["learn.why.answer"]
