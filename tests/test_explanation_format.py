"""The explanation as JSON: as its document lists it, and as the golden explanations have it."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

import golden
import golden_explanations
from explaining_material import SHAPES, published
from inkspect.data.stroke_files import read_strokes
from inkspect.explaining.explanation_json import rounded
from inkspect.explaining.questions import explain_picture, read_question
from inkspect.ink import rasterize

DOCUMENT = Path(__file__).parent.parent / "docs" / "explanation-format.md"
LARGEST_FILE_BYTES = 300_000
SHARES_TOLERANCE = 5e-3
"""Of the largest share: among 64 pictures, rounding may pick another winner in some cell."""

LINES = [
    json.loads(line)
    for line in (golden.FOLDER / golden_explanations.EXPLANATIONS).read_text(encoding="utf-8").splitlines()
]


def made_anew() -> Iterator[object]:
    for line in golden_explanations.explanations(published()):
        yield json.loads(line)


def assert_same(found: object, expected: object, where: str) -> None:
    """Equal texts, keys and lengths; numbers to 1e-5 of the largest beside them, shares to a little more."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        if where.endswith("trace.links"):
            assert set(found) == set(expected), where
        assert list(found) == list(expected), where
        for key, value in expected.items():
            assert_same(found[key], value, f"{where}.{key}")
    elif isinstance(expected, list) and expected and isinstance(expected[0], str):
        assert found == expected, where
    elif isinstance(expected, list):
        numbers = np.array(expected, np.float64)
        tolerance = SHARES_TOLERANCE if where.endswith("why.shares") else 1e-5
        off = np.abs(np.array(found, np.float64) - numbers).max(initial=0)
        assert off <= tolerance * max(np.abs(numbers).max(initial=0), 1e-3), f"{where} is off by {off:.2e}"
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-4, abs=2e-2 if where.endswith("remainder") else 1e-4), where
    else:
        assert found == expected, where


def test_the_golden_explanations_are_fresh() -> None:
    for found, expected in zip(made_anew(), LINES, strict=True):
        assert_same(found, expected, str(expected["drawing"]))


def test_the_golden_explanations_ask_about_every_kind_of_part_and_verdict_and_are_small() -> None:
    parts = [line["explanation"]["part"] for line in LINES]
    layers = {part["name"].split(".")[0] for part in parts if part}
    links = {part["name"].split(".")[1] for part in parts if part and part["name"].startswith("link")}
    assert layers == {*SHAPES, "picture", "map2", "group", "link"}
    assert links == {"conv1", "conv2", "fc1", "output"}
    assert {part["kind"] for part in parts if part} == {"ink", "sum", "largest", "softmax", "contributions"}
    assert {line["explanation"]["verdict"] for line in LINES} == {"digit", "unsure", "none", "empty"}
    assert any(line["explanation"]["off"] for line in LINES)
    assert None in parts
    for name in (golden_explanations.HANDWRITTEN, golden_explanations.EXPLANATIONS):
        assert (golden.FOLDER / name).stat().st_size < LARGEST_FILE_BYTES


def test_the_handwritten_drawings_are_80_placed_ones_with_all_ten_digits() -> None:
    drawings = read_strokes(golden.FOLDER / golden_explanations.HANDWRITTEN)
    assert len(drawings) == 80 and all(drawing.placed for drawing in drawings)
    assert {drawing.label for drawing in drawings} == {*"0123456789", None}
    assert len({drawing.extra["name"] for drawing in drawings}) == 80


def keys_in_document() -> set[str]:
    """The keys that open a row of a table, or stand in the tables of `part`."""
    text, _ = DOCUMENT.read_text(encoding="utf-8").split("## The pen's network")
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", text, re.M)
    named = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    by_kind = text[text.index("and, depending on `kind`") :]
    return named | set(re.findall(r"`(\w+)`", by_kind)) | set(re.findall(r"`(\w+)` \(", text))


def test_every_key_is_in_the_document() -> None:
    def keys(value: object) -> Iterator[str]:
        if isinstance(value, Mapping):
            for key, inner in value.items():
                if "." not in key:
                    yield key
                yield from keys(inner)

    found = {key for line in LINES for key in keys(line["explanation"])}
    assert len(found) > 35
    assert found - keys_in_document() - {"parts", "inputs", "weights", "amounts"} == set()
    assert {"parts", "inputs", "weights", "amounts"} <= set(
        re.findall(r"`(\w+)`", DOCUMENT.read_text(encoding="utf-8"))
    )


def test_shapes_are_those_that_the_document_says() -> None:
    for line in LINES:
        told = line["explanation"]
        shapes = {stage: np.shape(links) for stage, links in told["contributions"].items()}
        assert shapes == {"conv1": (8, 1), "conv2": (16, 8), "fc1": (16, 16), "output": (10, 16)}
        for name in ("biases", "sums"):
            assert {stage: (len(of),) for stage, of in told[name].items()} == {k: v[:1] for k, v in shapes.items()}
        assert {name: np.shape(of) for name, of in told["average"].items()} == {
            "contributions": (10, 16),
            "biases": (10,),
            "sums": (10,),
        }
        assert np.shape(told["picture"]) == (28, 28)
        assert told["why"] is None or np.shape(told["why"]["shares"]) == (28, 28)
        if told["part"]:
            for columns in (told["part"]["terms"], told["part"]["feeds"]):
                assert {len(column) for column in columns.values()} <= {len(columns["parts"]), 0}


def test_what_is_printed_adds_up_to_what_is_printed() -> None:
    for line in LINES:
        told, where = line["explanation"], line["drawing"]
        for stage, links in told["contributions"].items():
            parts = np.column_stack([links, told["biases"][stage]])
            off = np.abs(parts.sum(axis=1) - told["sums"][stage])
            assert (off <= 1e-5 * np.abs(parts).sum(axis=1)).all(), (where, stage)
        if why := told["why"]:
            parts = np.array([why["blank"], *np.ravel(why["shares"]), why["remainder"]])
            assert abs(parts.sum() - why["difference"]) <= 1e-5 * np.abs(parts).sum(), where
        if (part := told["part"]) and part["kind"] in ("sum", "contributions"):
            parts = np.array([*part["terms"]["amounts"], part["bias"]])
            assert abs(parts.sum() - part["sum"]) <= 1e-5 * np.abs(parts).sum() + 1e-9, where


def test_numbers_keep_seven_digits_and_whole_ones_are_written_without_a_point() -> None:
    values = [1 / 3, -2e-9 / 3, 4.0, -0.0, 123456789.0, 1e-300]
    assert json.dumps([rounded(value) for value in values]) == "[0.3333333, -6.666667e-10, 4, 0, 123456800, 1e-300]"


def test_json_is_the_same_whenever_the_same_is_asked() -> None:
    asked = read_question(3, 8, "logit.3", ())
    texts = {json.dumps(explain_picture(rasterize([]), published(), asked).to_json()) for _ in range(2)}
    assert len(texts) == 1
