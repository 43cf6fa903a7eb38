"""Draw the forms of digits as a contact sheet, or measure how well a network reads each.

usage: python tools/forms_sheet.py --output FILE.png [--strokes FILE]
       python tools/forms_sheet.py --weights FILE [--strokes FILE]
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from inkspect.data.labels import DIGITS
from inkspect.data.stroke_files import read_strokes
from inkspect.drawing.forms import FORMS
from inkspect.ink import Stroke, rasterize_all
from inkspect.measuring.evaluation import INK_VERDICTS, Evaluation
from inkspect.measuring.forms import Originals, evaluate_form, form_drawings
from inkspect.network.network import Network
from inkspect.network.weights import load_weights, published_weights
from inkspect.system.errors import InkspectError

SHOWN = 12
MEASURED = 1000
_TILE, _SCALE, _GAP, _TITLE = 84, 3, 6, 16


def originals_in(path: Path | None) -> Originals:
    """Return the digits of a stroke file by label.

    Raises:
        InkspectError: the file cannot be read.
    """
    originals: dict[str, list[Sequence[Stroke]]] = {}
    for drawing in read_strokes(path) if path else []:
        if drawing.has_ink and drawing.label in DIGITS:
            originals.setdefault(drawing.label, []).append(drawing.kept)
    return originals


def sheet(originals: Originals) -> Image.Image:
    """Return 12 samples of each form: as strokes, each a colour with a dot where it begins, and as 28×28 pictures."""
    width, height = SHOWN * (_TILE + _GAP), _TITLE + 2 * (_TILE + _GAP)
    paper = Image.new("RGB", (width, height * len(FORMS)), "white")
    for row, form in enumerate(FORMS.values()):
        drawn = form_drawings(form, SHOWN, originals)
        ImageDraw.Draw(paper).text((2, row * height + 2), f"{form.name}: {form.description}", fill="black")
        for column, (strokes, ink) in enumerate(zip(drawn, rasterize_all(drawn), strict=True)):
            place = column * (_TILE + _GAP), row * height + _TITLE
            paper.paste(_strokes_tile(strokes), place)
            levels = Image.fromarray(np.rint(255 * (1 - ink)).astype(np.uint8))
            paper.paste(
                levels.resize((_TILE, _TILE), Image.Resampling.NEAREST), (place[0], place[1] + _TILE + _GAP // 2)
            )
    return paper


def _strokes_tile(strokes: Sequence[Stroke]) -> Image.Image:
    side = _SCALE * _TILE
    tile = Image.new("RGB", (side, side), "#f4f1ea")
    pen = ImageDraw.Draw(tile)
    for number, stroke in enumerate(strokes):
        points = (stroke * 0.82 + 0.5) * side
        pen.line([(float(x), float(y)) for x, y in points], fill=("black", "#0060c0", "#008040")[number % 3], width=7)
        x, y = points[0]
        pen.ellipse([x - 9, y - 9, x + 9, y + 9], fill="#d02020")
    return tile.resize((_TILE, _TILE), Image.Resampling.LANCZOS)


def table(network: Network, originals: Originals) -> list[str]:
    """Return a line for each form: accuracy, the digits it is most often misread as, and the verdicts."""
    lines = [f"{'form':<18}{'accuracy':>9}{'digit':>8}{'unsure':>8}{'none':>8}   misread as"]
    correct: list[float] = []
    for form in FORMS.values():
        evaluation = evaluate_form(network, form, MEASURED, originals)
        correct.append(evaluation.accuracy or 0.0)
        shares = "".join(f"{evaluation.verdicts[name] / MEASURED:>8.1%}" for name in INK_VERDICTS)
        lines.append(f"{form.name:<18}{correct[-1]:>9.1%}{shares}   {_mistakes(evaluation)}")
    return [*lines, f"{'mean':<18}{np.mean(correct):>9.1%}"]


def _mistakes(evaluation: Evaluation) -> str:
    return ", ".join(f"{read} ({count / evaluation.count:.1%})" for _, read, count in evaluation.mistakes()[:3])


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--output", type=Path, help="the contact sheet to draw, a PNG")
    parser.add_argument("--weights", help="the weights file to measure, or `published`")
    parser.add_argument("--strokes", type=Path, help="real digits to change; without it, all forms are from scratch")
    options = parser.parse_args()
    if options.output is None and options.weights is None:
        parser.error("give --output FILE.png, --weights FILE, or both")
    try:
        originals = originals_in(options.strokes)
        if options.output is not None:
            sheet(originals).save(options.output, "PNG")
        if options.weights is not None:
            path = published_weights() if options.weights == "published" else Path(options.weights)
            network, _ = load_weights(path)
            print("\n".join(table(network, originals)))
    except (InkspectError, OSError, ValueError) as error:
        sys.stderr.write(f"forms_sheet: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
