"""Write the golden explanations, which Python's and the page's are compared with; see tests/golden/README.md.

usage: python tools/golden_explanations.py [--drawings]

--drawings makes handwritten.jsonl anew too, which otherwise stays as it is, however drawings are made by now.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence

import numpy as np

from golden import DRAWINGS, FOLDER
from inkspect.data.stroke_files import read_strokes, write_strokes
from inkspect.data.strokes import Drawing
from inkspect.drawing.glyphs import draw_glyph, load_glyphs
from inkspect.drawing.hands import augment_strokes
from inkspect.drawing.pen_paths import figure, scribble, zigzag
from inkspect.drawing.styles import draw_styled_digit
from inkspect.explaining.questions import explain_picture, read_question
from inkspect.ink import Stroke, rasterize
from inkspect.network.network import Network
from inkspect.network.weights import load_weights, published_weights
from inkspect.system.files import write_atomically

HANDWRITTEN = "handwritten.jsonl"
EXPLANATIONS = "explanations.jsonl"
SEED = 17
DIGIT_HANDS = 5
LETTERS = "AEFHKMNPRVWXfhkmnrvw"
LONGER_SIDE = 2400
"""In pad units."""
STEP = 110
"""Pad units between points: few enough for a small file."""

Asked = dict[str, int | str | list[str] | None]

QUESTIONS: Sequence[tuple[str, Asked]] = (
    ("3 round, 1", {}),
    ("8 of two rings, 2", {"digit": 8, "rival": 3, "part": "fc1.6"}),
    ("1 or 7, 29% of the way", {"part": "probability.7"}),
    ("5 in one stroke, 1", {"rival": 6, "part": "conv2.12.2.3"}),
    ("a triangle", {"part": "link.conv1.0.5"}),
    ("a letter W", {"digit": 1, "part": "conv1.3.10.11"}),
    ("a dot", {"part": "picture"}),
    ("2 round, 3", {"part": "pool2.5.2.2", "off": ["map1.5", "fc1.12"]}),
    ("7 with a bar, 1", {"digit": 7, "rival": 2, "part": "logit.7", "off": ["map2.12"]}),
    ("0 slashed, 4", {"part": "group.4"}),
    ("6 curved, 2", {"part": "map2.3"}),
    ("9 curved, 1", {"part": "link.fc1.5.6"}),
    ("1 bare, 1", {"part": "link.conv2.5.12"}),
    ("4 open, 2", {"part": "link.output.6.4"}),
    ("a spiral", {"part": "input.14.14"}),
    ("", {"part": "pool1.3.5.5"}),
)
"""Names of golden drawings, the empty one for an empty pad, and what is asked about them."""


def handwritten() -> list[Drawing]:
    """Return 80 drawings from the package's own generator: digits in many hands and styles, letters, figures."""
    drawings = [
        _drawing(draw_styled_digit(label, _random(hand, label)), _random(hand, label, "hand"), f"{label}, hand {hand}")
        for label in "0123456789"
        for hand in range(1, DIGIT_HANDS + 1)
    ]
    letters = load_glyphs("letters")
    drawings += [
        _drawing(draw_glyph(letters[letter][0], _random(letter)), _random(letter, "hand"), f"letter {letter}")
        for letter in LETTERS
    ]
    shapes = {"figure": figure, "scribble": scribble, "zigzag": zigzag}
    drawings += [
        _drawing(
            list(shapes.values())[number % 3](_random(number)), None, f"{list(shapes)[number % 3]} {number // 3 + 1}"
        )
        for number in range(10)
    ]
    return drawings


def explanations(network: Network) -> Iterator[str]:
    """Yield the lines of the golden explanations: the drawing's name, what is asked, and the explanation."""
    named = {str(drawing.extra["name"]): drawing for drawing in read_strokes(FOLDER / DRAWINGS)}
    for name, asked in QUESTIONS:
        picture = rasterize(named[name].kept if name else ())
        question = read_question(asked.get("digit"), asked.get("rival"), asked.get("part"), asked.get("off", []))
        made = explain_picture(picture, network, question).to_json()
        yield json.dumps({"drawing": name, "asked": asked, "explanation": made}, separators=(",", ":"))


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Write the golden explanations.")
    parser.add_argument("--drawings", action="store_true", help="make the handwritten drawings anew too")
    options = parser.parse_args(arguments)
    if options.drawings:
        write_strokes(FOLDER / HANDWRITTEN, handwritten())
    network, _ = load_weights(published_weights())
    text = "".join(f"{line}\n" for line in explanations(network))
    write_atomically(FOLDER / EXPLANATIONS, text.encode())
    sizes = {name: (FOLDER / name).stat().st_size for name in (HANDWRITTEN, EXPLANATIONS)}
    print(", ".join(f"{name}: {size:,} bytes" for name, size in sizes.items()))
    return 0


def _random(*purpose: int | str) -> np.random.Generator:
    """Return random numbers of a purpose's own, so that no drawing depends on another."""
    return np.random.default_rng([SEED, *(number for word in purpose for number in str(word).encode())])


def _drawing(strokes: Sequence[Stroke], random: np.random.Generator | None, name: str) -> Drawing:
    """Write strokes in somebody's hand if there are random numbers for one, and place them on the pad."""
    written = strokes if random is None else augment_strokes(strokes, random)
    points = np.concatenate(written)[:, :2]
    low, size = points.min(axis=0), max(float(np.ptp(points, axis=0).max()), 1e-9)
    corner = 2048 - np.ptp(points, axis=0) / size * LONGER_SIDE / 2
    placed = [_thinned(np.rint((stroke[:, :2] - low) / size * LONGER_SIDE + corner)) for stroke in written]
    label = name[0] if name[0].isdigit() else None
    return Drawing(tuple(placed), label, placed=True, extra={"name": name})


def _thinned(stroke: Stroke) -> Stroke:
    kept = [0]
    for index in range(1, len(stroke)):
        if np.hypot(*(stroke[index] - stroke[kept[-1]])) >= STEP or index == len(stroke) - 1:
            kept.append(index)
    return stroke[kept]


if __name__ == "__main__":
    sys.exit(main())
