"""Measure the pen's published network; write docs/pen-model-card.md, its JSON, and the picture who-knew-when.svg.

--check writes nothing; it exits with 1 if the figures are not those of the published weights, or if the document
disagrees with docs/pen-model-card.json.
"""

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from threadpoolctl import threadpool_limits

from generated import PROJECT, wants_check, write_or_check
from inkspect.data.labels import DIGITS
from inkspect.data.stroke_files import StrokeFile, read_stroke_file
from inkspect.data.strokes import Drawing
from inkspect.measuring.labelled import LabelledDrawings
from inkspect.measuring.pen import evaluate_pen
from inkspect.measuring.pen_shares import RightJson, right_after
from inkspect.network.network import Network
from inkspect.network.weights import load_weights as load_picture_weights
from inkspect.network.weights import published_weights as published_picture_weights
from inkspect.pen.network import PenNetwork
from inkspect.pen.weights import load_weights, published_weights
from inkspect.report.knowing import measure_knowing
from inkspect.system.errors import InkspectError
from model_card import DIGITS_FILE, TRAINING_FILES, as_text, stroke_folder
from model_card_text import with_rendered
from pen_model_card_text import RENDERED, PenCardFigures, PenSourceFigures, PenTrainingFigures

sys.path.insert(0, str(PROJECT))
from benchmarks.who_knew_when import as_file

COMMAND = "python tools/pen_model_card.py"
FIGURES = PROJECT / "docs" / "pen-model-card.json"
DOCUMENT = PROJECT / "docs" / "pen-model-card.md"
PICTURE = PROJECT / "docs" / "who-knew-when.svg"
_SHARES = (1.0, 0.5)


def main() -> int:
    """Run the command."""
    check = wants_check(__doc__ or "")
    try:
        if check and not published_weights().is_file():
            return _no_figures_without_a_network()
        if not check:
            figures, picture = measure(stroke_folder())
            write_or_check(FIGURES, as_text(figures), COMMAND, check=False)
            write_or_check(PICTURE, picture, COMMAND, check=False)
        figures = read_figures()
        text = with_rendered(
            DOCUMENT.read_text(encoding="utf-8"), {name: render(figures) for name, render in RENDERED.items()}
        )
    except (InkspectError, OSError) as error:
        sys.stderr.write(f"pen_model_card: {error}\n")
        return 1
    return write_or_check(DOCUMENT, text, COMMAND, check=check)


def _no_figures_without_a_network() -> int:
    if not FIGURES.exists():
        return 0
    sys.stderr.write(f"pen_model_card: {FIGURES.name} holds figures of a network that is not in the package\n")
    return 1


def read_figures() -> PenCardFigures:
    """Return the most recently measured figures.

    Raises:
        InkspectError: there are none, or they do not belong to the published weights.
    """
    try:
        figures: PenCardFigures = json.loads(FIGURES.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InkspectError(f"{FIGURES.name} cannot be read ({error}): run `{COMMAND}` and commit") from error
    published, picture = (_sha256(path) for path in (published_weights(), published_picture_weights()))
    if (figures.get("weights_sha256"), figures.get("picture_sha256")) != (published, picture):
        raise InkspectError(f"{FIGURES.name} holds figures of other weights than the published ones: run `{COMMAND}`")
    return figures


def measure(folder: Path) -> tuple[PenCardFigures, str]:
    """Measure the published network on held-out writers and on what it learned from; also draw who knew it when.

    Raises:
        InkspectError: a file is unavailable.
    """
    pen = load_weights(published_weights())
    picture, _ = load_picture_weights(published_picture_weights())
    files = {_stem(name): read_stroke_file(folder / name) for name in (DIGITS_FILE, *TRAINING_FILES)}
    held_out = files[_stem(DIGITS_FILE)].drawings
    learned_sums = json.loads(pen.metadata.get("data", "{}")).values()
    learned = {name: file for name, file in files.items() if file.sha256 in learned_sums}
    taught = [drawing for file in learned.values() for drawing in file.drawings]
    with threadpool_limits(limits=1, user_api="blas"):  # the matrices are so small that threads mostly wait
        figures: PenCardFigures = {
            "weights_sha256": _sha256(published_weights()),
            "picture_sha256": _sha256(published_picture_weights()),
            "data_sha256": {name: file.sha256 for name, file in files.items()},
            "parameters": pen.description.parameter_count,
            "training": training_figures(pen),
            "evaluation": evaluate_pen(pen, picture, held_out, taught).to_json(),
            "digits": [_of_digit(pen, picture, held_out, digit) for digit in range(10)],
            "sources": [_of_source(pen, picture, name, file, name in learned) for name, file in files.items()],
        }
        known = measure_knowing(picture, pen, _stem(DIGITS_FILE), held_out)
    if known is None:
        raise InkspectError(f"{DIGITS_FILE} has no digits")
    return figures, as_file(known).decode()


def training_figures(network: PenNetwork) -> PenTrainingFigures:
    """Return the facts about the training run from the weights' metadata; missing facts are left empty."""
    metadata = network.metadata
    recipe, history = (json.loads(metadata.get(name, "{}")) for name in ("recipe", "history"))
    seconds = sum(history.get("seconds", [])) if isinstance(history, dict) else 0
    return {
        "date": metadata.get("date"),
        "seed": metadata.get("seed"),
        "epochs": recipe.get("epochs"),
        "minutes": seconds / 60 if seconds else None,
        "data": list(json.loads(metadata.get("data", "{}"))),
        "figures": json.loads(metadata.get("figures", "{}")),
    }


def _of_digit(pen: PenNetwork, picture: Network, drawings: Sequence[Drawing], digit: int) -> list[RightJson]:
    return _right([drawing for drawing in drawings if drawing.label == str(digit)], pen, picture)


def _of_source(pen: PenNetwork, picture: Network, name: str, file: StrokeFile, learned: bool) -> PenSourceFigures:
    digits = [drawing for drawing in file.drawings if drawing.label in DIGITS]
    return {"name": name, "learned": learned, "right": _right(digits, pen, picture)}


def _right(drawings: Sequence[Drawing], pen: PenNetwork, picture: Network) -> list[RightJson]:
    digits = LabelledDrawings.of(drawings).digits
    return [right_after(share, digits, pen, picture).to_json() for share in _SHARES]


def _stem(name: str) -> str:
    return name.removesuffix(".jsonl.gz")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
