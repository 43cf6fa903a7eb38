"""What the pen's network reads: the digit after ASK, what may come next, and nothing of pictures."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import inkspect
from inkspect.network.layers import softmax
from inkspect.pen.description import load_pen
from inkspect.pen.grammar import legal_next
from inkspect.pen.reading import digit_logits, read_drawings
from inkspect.pen.tokens import tokenize
from inkspect.sources import FOLLOWS_STROKES
from pen_material import lively_network

PEN = load_pen()
NETWORK = lively_network(1)
SEVEN: list[list[list[float]]] = [[[0, 0], [6, 0], [2, 10]]]
CROSS: list[list[list[float]]] = [[[0, 0], [9, 9]], [[9, 0], [0, 9]]]


def strokes(drawing: list[list[list[float]]]) -> list[np.ndarray]:
    return [np.array(stroke, np.float64) for stroke in drawing]


def test_the_digit_is_what_follows_ask_and_the_next_token_what_follows_the_last_movement() -> None:
    reading = inkspect.read(SEVEN, NETWORK)
    tokens = tokenize(strokes(SEVEN))
    after = NETWORK.logits(tokens.asked)
    expected = softmax(after[-1, PEN.digit(0) : PEN.digit(0) + 10], axis=0)
    assert reading.probabilities is not None
    assert np.allclose(reading.probabilities, expected, atol=1e-6)
    assert reading.digit == expected.argmax()
    legal = list(legal_next(tokens.ids))
    assert np.allclose(reading.next_tokens[legal], softmax(after[-2, legal], axis=0), atol=1e-6)
    assert not np.delete(reading.next_tokens, legal).any(), "what may not come has no probability"


def test_many_drawings_are_read_as_each_alone() -> None:
    drawings: list[list[list[list[float]]]] = [SEVEN, CROSS, [], [[[3, 3]]], SEVEN]
    together = inkspect.read_all(drawings, NETWORK)
    for drawing, reading in zip(drawings, together, strict=True):
        alone = inkspect.read(drawing, NETWORK)
        assert alone.digit == reading.digit
        assert np.allclose(alone.next_tokens, reading.next_tokens, atol=1e-6)
    asked = digit_logits([tokenize(strokes(drawing)) for drawing in (SEVEN, CROSS)], NETWORK)
    assert asked.argmax(axis=1).tolist() == [together[0].digit, together[1].digit]


def test_where_nothing_is_drawn_there_is_no_digit_but_a_place_to_begin() -> None:
    reading = inkspect.read([], NETWORK)
    assert (reading.digit, reading.probabilities) == (None, None)
    assert {name.split()[0] for name, _ in reading.expected} == {"AT"}
    assert repr(reading).startswith("<PenReading: nothing drawn, next AT ")


def test_of_a_drawing_longer_than_the_context_it_says_how_much_is_left_out() -> None:
    turns = np.linspace(0, 40 * np.pi, 2000)
    (reading,) = read_drawings([[np.stack([np.cos(turns), np.sin(turns)], axis=1)]], NETWORK)
    assert reading.left_out > 500
    assert reading.to_json()["left_out"] == reading.left_out


def test_as_json_the_next_tokens_have_names_and_the_most_probable_stands_first() -> None:
    told = json.loads(json.dumps(inkspect.read(CROSS, NETWORK).to_json()))
    assert list(told) == ["digit", "probabilities", "next", "left_out"]
    shares = list(told["next"].values())
    assert shares == sorted(shares, reverse=True)
    assert set(told["next"]) == {*(f"STEP {index}" for index in range(16)), "LIFT", "END"}
    assert sum(shares) == pytest.approx(1, abs=1e-5)
    assert sum(told["probabilities"]) == pytest.approx(1, abs=1e-5)


def test_notebooks_show_the_digits_and_the_likeliest_next_tokens() -> None:
    shown = inkspect.read(SEVEN, NETWORK)._repr_html_()
    assert shown.count("<meter") == 15


def test_a_drawing_is_read_from_wherever_it_comes(tmp_path: Path) -> None:
    line = json.dumps({"strokes": SEVEN}).encode()
    (tmp_path / "seven.jsonl").write_bytes(line)
    expected = inkspect.read(SEVEN, NETWORK)
    sources = (tmp_path / "seven.jsonl", str(tmp_path / "seven.jsonl"), line, gzip.compress(line))
    assert all(inkspect.read(source, NETWORK) == expected for source in sources)
    assert inkspect.read(inkspect.Drawing(SEVEN), NETWORK) == expected
    assert inkspect.read_all(tmp_path / "seven.jsonl", NETWORK) == [expected]
    assert inkspect.read_all(line + b"\n" + line, NETWORK) == [expected, expected]


def test_a_picture_is_refused_and_the_line_says_why(tmp_path: Path) -> None:
    grey = np.full((28, 28), 255, np.uint8)
    Image.fromarray(grey).save(tmp_path / "1.png")
    for source in (grey, Image.fromarray(grey), tmp_path / "1.png", (tmp_path / "1.png").read_bytes()):
        with pytest.raises(inkspect.InkspectError, match=FOLLOWS_STROKES):
            inkspect.read(source, NETWORK)
    with pytest.raises(inkspect.InvalidValueError, match=r"sources\[1\]: .*a picture has none"):
        inkspect.read_all([SEVEN, grey], NETWORK)
    with pytest.raises(inkspect.InvalidValueError, match="sources must be a list of drawings"):
        inkspect.read_all(np.zeros((2, 28, 28)), NETWORK)


def test_a_file_of_several_drawings_is_no_single_one(tmp_path: Path) -> None:
    line = json.dumps({"strokes": SEVEN})
    (tmp_path / "two.jsonl").write_text(f"{line}\n{line}\n", encoding="utf-8")
    with pytest.raises(inkspect.InkspectError, match=r"two\.jsonl: holds 2 drawings, not one; `read_all` reads them"):
        inkspect.read(tmp_path / "two.jsonl", NETWORK)
