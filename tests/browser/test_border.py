"""Strokes are cut at the pad's border, for real input, scripts and Python alike: invisible ink does not count."""

import math

import numpy as np
import pytest

import inkspect
from golden import CUTS, FOLDER
from inkspect.data.stroke_files import read_strokes
from pen import draw_placed, draw_with_mouse, in_pad_units, on_pad, own_digits, send_pointers
from visit import Visit

OFF_AND_BACK = [(0.5, 0.3), (0.8, 0.3), (1.1, 0.4), (1.1, 0.6), (0.8, 0.7), (0.5, 0.7)]


def test_a_stroke_that_leaves_the_pad_ends_at_the_border_and_resumes_where_it_reenters(visit: Visit) -> None:
    draw_with_mouse(visit, [OFF_AND_BACK])
    drawn = visit.ink()
    first, second, out, back, third, last = (in_pad_units(visit, point) for point in OFF_AND_BACK)

    def at_the_border(inside: list[int], outside: list[int]) -> list[int]:
        share = (4096 - inside[0]) / (outside[0] - inside[0])
        return [4096, round(inside[1] + share * (outside[1] - inside[1]))]

    draw_placed(visit, [[first, second, at_the_border(second, out)], [at_the_border(third, back), third, last]])
    assert visit.ink() == drawn
    draw_placed(visit, [[in_pad_units(visit, point) for point in OFF_AND_BACK]])
    assert visit.ink() == drawn, "scripted strokes are cut by another rule"


def test_pointer_moves_outside_the_pad_are_ignored(visit: Visit) -> None:
    one = [(0.5, 0.4), (0.5, 0.6), (0.5, 0.8), (0.5, 1.05)]
    wander = [(1.4, 1.3), (1.6, 0.2), (1.2, 0.5), (2.1, 0.1)]
    draw_with_mouse(visit, [one])
    upright = visit.read()
    assert (upright["digit"], upright["verdict"]) == (1, "digit")
    visit.clear()
    draw_with_mouse(visit, [[*one, *wander]])
    assert visit.read() == upright


def test_a_jump_across_the_pad_keeps_the_piece_inside_and_lifting_outside_adds_nothing(visit: Visit) -> None:
    pen = ("pen", 7)
    places = [(0.5, 0.5), (0.5, -0.25), (-0.25, -0.25), (-0.25, 0.25), (1.25, 0.75)]
    moves = [("pointermove", *pen, place) for place in places[1:]]
    send_pointers(visit, [("pointerdown", *pen, places[0]), *moves, ("pointerup", *pen, (0.5, 9.0))])
    drawn = visit.ink()
    draw_placed(visit, [[[2048, 2048], [2048, 0]], [[0, 1365], [4096, 2731]]])
    assert visit.ink() == drawn


def test_undo_removes_the_whole_stroke_cut_or_not_and_redo_restores_it(visit: Visit) -> None:
    draw_with_mouse(visit, on_pad(own_digits()["1"]))
    before = visit.ink()
    draw_with_mouse(visit, [OFF_AND_BACK])
    after = visit.ink()
    visit.page.locator("#undo").click()
    assert visit.ink() == before
    visit.page.locator("#redo").click()
    assert visit.ink() == after


def test_python_and_the_page_read_a_placed_drawing_alike(visit: Visit) -> None:
    cuts = [drawing for drawing in read_strokes(FOLDER / CUTS) if drawing.has_ink]
    assert len(cuts) > 30
    for drawing in cuts:
        draw_placed(visit, [stroke.tolist() for stroke in drawing.strokes])
        here, there = inkspect.read(drawing), visit.read()
        assert (there["digit"], there["verdict"]) == (here.digit, here.verdict), drawing.extra["name"]
        assert here.probabilities is not None and there["probabilities"] is not None
        assert np.allclose(there["probabilities"], here.probabilities, atol=1e-5), drawing.extra["name"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("strokes, null", "Options must be an object, such as { placed: true }, not null."),
        ("strokes, 'placed'", "Options must be an object, such as { placed: true }, not a value of type string."),
        ("strokes, { placed: 'false' }", "placed must be true or false, not a value of type string."),
        ("null", "Strokes must be a list of strokes, not null."),
        ("[[['1', 2]]]", "strokes[0][0]: x must be a finite number, not a value of type string."),
    ],
)
def test_an_invalid_argument_to_draw_throws_one_clear_type_error_and_changes_nothing(
    visit: Visit, arguments: str, message: str
) -> None:
    draw_with_mouse(visit, on_pad(own_digits()["1"]))
    before = visit.ink()
    thrown = visit.page.evaluate(
        f"""() => {{
          const strokes = [[[0, 0], [1, 1]]];
          try {{ window.inkspect.draw({arguments}); }} catch (error) {{ return [error.name, error.message]; }}
          return null;
        }}"""
    )
    assert thrown == ["TypeError", message]
    assert visit.ink() == before


def test_a_drawing_wholly_outside_the_pad_is_refused_by_the_page_and_is_empty_in_python(visit: Visit) -> None:
    outside = [[[5000.0, 10.0], [math.pi * 1e9, 10.0]]]
    thrown = visit.page.evaluate(
        """(strokes) => {
          try { window.inkspect.draw(strokes, { placed: true }); } catch (error) { return [error.name, error.message]; }
        }""",
        outside,
    )
    assert thrown == ["RangeError", "No part of the strokes lies on the pad, 0…4096 pad units."]
    assert visit.read()["verdict"] == "empty"
    assert inkspect.read(inkspect.Drawing((np.array(outside[0]),), placed=True)).verdict == "empty"
