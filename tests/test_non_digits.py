"""The evidence on non-digits: every kind that people draw, in outlines that no training run has seen."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from benchmarks import non_digits
from benchmarks.non_digit_drawings import OUTLINES, draw_non_digits, load_outlines
from inkspect.data.stroke_files import write_strokes
from inkspect.data.strokes import Drawing
from inkspect.drawing.glyphs import Glyph, draw_glyph, load_glyphs
from inkspect.drawing.hands import normalized, path_lengths
from inkspect.drawing.hard_negatives import draw_hard_negative
from inkspect.drawing.styles import draw_styled_digit
from inkspect.ink import rasterize_all
from inkspect.network.network import Network
from inkspect.network.weights import save_weights
from inkspect.training.streams import sample_stream

PROJECT = Path(__file__).resolve().parent.parent
COLLECTIONS = ("digits", "letters", "rare_letters", "signs", "hard_negatives")
LEAST_DISTANCE = 0.08
"""In longer sides; of the 20 cells that a drawing spans, 1.6."""

LETTERS = ("A", "F", "f", "H", "h", "N", "n", "R", "r")
SIGNS = ("heart", "circle with a cross", "root sign", "question mark", "umbrella", "filled pad", "arrow", "smiley")

Points = NDArray[np.float64]


def points_of(glyph: Glyph) -> Points:
    """Return points (n, 2) along the glyph, about 0.04 apart, in a box around 0 whose longer side is 1."""
    strokes = draw_glyph(glyph, np.random.default_rng(0), unsteadiness=0, rounding=0)
    size = float(np.ptp(np.concatenate(strokes), axis=0).max())
    parts = []
    for stroke in strokes:
        lengths = path_lengths(stroke)
        places = np.linspace(0, lengths[-1], max(2, round(float(lengths[-1]) / size / 0.04)))
        parts.append(np.stack([np.interp(places, lengths, stroke[:, axis]) for axis in (0, 1)], axis=1))
    return normalized(np.concatenate(parts))


def distance(one: Points, other: Points) -> float:
    """Return the Hausdorff distance: how far the farthest point of either is from the other."""
    squares = (one**2).sum(axis=1)[:, np.newaxis] + (other**2).sum(axis=1) - 2 * one @ other.T
    return float(np.sqrt(max(squares.min(axis=0).max(), squares.min(axis=1).max(), 0.0)))


def turned(points: Points, degrees: float) -> Points:
    cosine, sine = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    return normalized(points @ np.array([[cosine, sine], [-sine, cosine]]))


def drawn_for_training() -> Iterator[tuple[str, Points]]:
    """Yield the name and the points of every glyph."""
    for collection in COLLECTIONS:
        for name, glyphs in load_glyphs(collection).items():
            for number, glyph in enumerate(glyphs):
                yield f"{collection}: {name} {number}", points_of(glyph)


def arrows_drawn_for_training() -> Iterator[tuple[str, Points]]:
    """Yield the arrows in all the directions in which training draws them."""
    for number, arrow in enumerate(load_glyphs("hard_negatives")["arrow"]):
        for degrees in range(10, 360, 10):
            yield f"arrow {number} turned by {degrees}°", turned(points_of(arrow), degrees)


def test_every_kind_that_people_drew_is_measured_in_at_least_six_outlines() -> None:
    outlines = load_outlines()
    assert set(outlines) == {*SIGNS, "10", "11", *LETTERS}
    assert min(map(len, outlines.values())) >= 6


def test_no_outline_is_near_one_that_training_draws() -> None:
    known, arrows = list(drawn_for_training()), list(arrows_drawn_for_training())
    assert {name.partition(":")[0] for name, _ in known} >= set(COLLECTIONS)
    for kind, glyphs in load_outlines().items():
        for number, glyph in enumerate(glyphs):
            own = points_of(glyph)
            others = [*known, *arrows] if kind == "arrow" else known
            nearest, name = min((distance(own, points), name) for name, points in others)
            assert nearest >= LEAST_DISTANCE, f"{kind} {number} is only {nearest:.3f} from {name}"


def test_the_distance_finds_an_outline_drawn_again_a_little_differently() -> None:
    heart = load_glyphs("hard_negatives")["heart"][0]
    again = tuple(type(stroke)(stroke.points[::-1] * 1.3 + 0.01, stroke.corners[::-1]) for stroke in heart)
    assert distance(points_of(heart), points_of(again)) < LEAST_DISTANCE


def test_no_pad_is_filled_in_the_order_in_which_training_fills_one() -> None:
    def path(strokes: list[Points]) -> Points:
        points = np.concatenate(strokes)
        lengths = path_lengths(points)
        places = np.linspace(0, lengths[-1], 300)
        return normalized(np.stack([np.interp(places, lengths, points[:, axis]) for axis in (0, 1)], axis=1))

    trained = [path(draw_hard_negative("filled", sample_stream(0, 0, number), {})) for number in range(60)]
    for glyph in load_outlines()["filled pad"]:
        own = path(draw_glyph(glyph, np.random.default_rng(0), 0, 0))
        for other in (*trained, *(points[::-1] for points in trained)):
            assert np.hypot(*(own - other).T).mean() > 2 * LEAST_DISTANCE


def test_the_package_neither_reads_the_outlines_nor_imports_the_benchmarks() -> None:
    for source in (PROJECT / "src").rglob("*.py"):
        text = source.read_text(encoding="utf-8")
        assert OUTLINES.stem not in text and not re.search(r"^\s*(from|import) benchmarks", text, re.M), source


def test_a_drawing_depends_on_its_kind_and_number_only_and_uses_all_outlines() -> None:
    hearts = load_outlines()["heart"]
    few, more = draw_non_digits("heart", hearts, 8), draw_non_digits("heart", hearts, 24)
    pictures = rasterize_all(more)
    np.testing.assert_array_equal(rasterize_all(few), pictures[:8])
    assert len({picture.tobytes() for picture in pictures}) == 24


def test_the_command_prints_a_row_for_every_kind_and_keeps_the_figures(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    results, sheet = tmp_path / "results.json", tmp_path / "sheet.png"
    assert non_digits.main(["--drawings", "12", "--json", str(results), "--sheet", str(sheet)]) == 0
    printed = capsys.readouterr().out
    figures = json.loads(results.read_text(encoding="utf-8"))
    assert list(figures["kinds"]) == list(load_outlines())
    for kind, verdicts in figures["kinds"].items():
        assert verdicts["count"] == 12 == verdicts["digit"] + verdicts["unsure"] + verdicts["none"]
        assert sum(verdicts["read_as"].values()) == verdicts["digit"]
        assert any(
            line.startswith(kind + " ") and f"{1 - verdicts['digit'] / 12:.1%}" in line for line in printed.splitlines()
        )
    assert figures["all"]["digit"] == sum(verdicts["digit"] for verdicts in figures["kinds"].values())
    assert "digits" not in figures
    with Image.open(sheet) as image:
        assert image.height > 19 * 28


def test_a_threshold_is_shown_with_what_it_costs_on_real_digits(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    strokes, results = tmp_path / "digits.jsonl", tmp_path / "results.json"
    drawings = [
        Drawing(tuple(draw_styled_digit(str(number % 10), sample_stream(0, 0, number))), str(number % 10))
        for number in range(100)
    ]
    write_strokes(strokes, [*drawings, Drawing(drawings[0].strokes, "A"), Drawing((), "3")])
    assert non_digits.main(["--drawings", "6", "--strokes", str(strokes), "--json", str(results)]) == 0
    assert "real digits (100)" in capsys.readouterr().out
    thresholds = json.loads(results.read_text(encoding="utf-8"))["thresholds"]
    kept = [threshold["digits_kept"] for threshold in thresholds]
    assert kept == pytest.approx([0.99, 0.98, 0.97, 0.96, 0.95])
    for column in ("evidence_from", "refused", "refused_least"):
        values = [threshold[column] for threshold in thresholds]
        assert values == sorted(values), f"{column} falls though fewer digits are kept"


def test_weights_without_a_rule_take_everything_for_a_digit(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    weights = tmp_path / "plain.safetensors"
    save_weights(weights, Network.initialized(0), {})
    assert non_digits.main(["--drawings", "6", "--weights", str(weights)]) == 0
    rows = capsys.readouterr().out.splitlines()[1:]
    assert len(rows) == 20 and all("0.0%" in row for row in rows)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--weights", "nowhere.safetensors"], "cannot read nowhere.safetensors"),
        (["--strokes", "nowhere.jsonl"], "nowhere.jsonl"),
        (["--drawings", "1", "--sheet", "nowhere/sheet.png"], "nowhere"),
    ],
)
def test_what_cannot_be_read_or_written_is_one_line(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert non_digits.main(arguments) == 1
    said = capsys.readouterr().err
    assert said.startswith("non_digits: ") and said.count("\n") == 1 and message in said
