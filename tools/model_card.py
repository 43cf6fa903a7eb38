"""Measure the published weights and write the figures into docs/model-card.md, README.md and docs/model-card.json.

--check measures and writes nothing; it exits with 1 if the figures are not those of the published weights, or if a
document disagrees with docs/model-card.json.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from generated import PROJECT, wants_check, write_or_check
from inkspect.data.labels import DIGITS
from inkspect.data.mnist import FILE_SUMS, load_mnist
from inkspect.data.stroke_files import read_stroke_file
from inkspect.data.strokes import Drawing
from inkspect.ink import rasterize_all
from inkspect.measuring.evaluation import evaluate_drawings, evaluate_mnist
from inkspect.network.network import Network
from inkspect.network.weights import load_weights, published_weights
from inkspect.system.errors import InkspectError
from model_card_cells import mistakes_in
from model_card_sources import measure_by_source
from model_card_text import CardFigures, NonDigitFigures, StyleFigures, TrainingFigures, with_figures
from writing_styles import STYLES, Style, styles_of

sys.path.insert(0, str(PROJECT))
from benchmarks.non_digits import drawings_by_kind, verdicts_by_kind

COMMAND = "python tools/model_card.py"
FIGURES = PROJECT / "docs" / "model-card.json"
DOCUMENTS = (PROJECT / "docs" / "model-card.md", PROJECT / "README.md")
DIGITS_FILE, LETTERS_FILE = "digits-dev.jsonl.gz", "letters-dev.jsonl.gz"
TRAINING_FILES = ("digits-train.jsonl.gz", "digits-train-pendigits.jsonl.gz")


def main() -> int:
    """Run the command."""
    check = wants_check(__doc__ or "")
    try:
        if not check:
            write_or_check(FIGURES, as_text(measure(stroke_folder())), COMMAND, check=False)
        figures = read_figures()
        texts = {path: with_figures(path.read_text(encoding="utf-8"), figures) for path in DOCUMENTS}
    except (InkspectError, OSError) as error:
        sys.stderr.write(f"model_card: {error}\n")
        return 1
    return max(write_or_check(path, text, COMMAND, check=check) for path, text in texts.items())


def read_figures() -> CardFigures:
    """Return the most recently measured figures.

    Raises:
        InkspectError: there are none, or they do not belong to the published weights.
    """
    name = FIGURES.name
    try:
        figures: CardFigures = json.loads(FIGURES.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InkspectError(f"{name} cannot be read ({error}): run `{COMMAND}` and commit what it writes") from error
    published = sha256_of_published_weights()
    if figures.get("weights_sha256") != published:
        raise InkspectError(
            f"{name} holds figures of other weights (sha256 {str(figures.get('weights_sha256'))[:12]}…) than the "
            f"published ones ({published[:12]}…): run `{COMMAND}` and commit what it writes"
        )
    measured = [(style["digits"], style["name"], style["test"]) for style in figures["styles"]]
    if measured != [(style.digits, style.name, style.test) for style in STYLES]:
        raise InkspectError(f"{name} lists other styles than tools/writing_styles.py: run `{COMMAND}` and commit")
    return figures


def stroke_folder() -> Path:
    """Return the folder of real pen strokes, which are not part of the project.

    Raises:
        InkspectError: the strokes are missing.
    """
    beside = PROJECT / ".." / "shared" / "strokes"
    folder = Path(os.environ.get("INKSPECT_STROKES") or beside).resolve()
    needed = (DIGITS_FILE, LETTERS_FILE, *TRAINING_FILES)
    missing = [name for name in needed if not (folder / name).is_file()]
    if missing:
        raise InkspectError(
            f"{', '.join(missing)} not found, neither in INKSPECT_STROKES nor in ../shared/strokes beside the "
            "checkout: the figures cannot be measured without them; nothing was written"
        )
    return folder


def measure(folder: Path) -> CardFigures:
    """Measure the published weights on MNIST's test set, held-out writers' digits and letters, sources and forms.

    Raises:
        InkspectError: a file is unavailable.
    """
    network, metadata = load_weights(published_weights())
    digits, letters, *training = (
        read_stroke_file(folder / name) for name in (DIGITS_FILE, LETTERS_FILE, *TRAINING_FILES)
    )
    by_name = dict(zip((DIGITS_FILE, *TRAINING_FILES), (digits, *training), strict=True))
    mnist, learned = load_mnist(), json.loads(metadata.get("data", "{}")).values()
    data = {name: total for name, total in FILE_SUMS.items() if name.startswith("t10k")}
    return {
        "weights_sha256": sha256_of_published_weights(),
        "data_sha256": data | {LETTERS_FILE: letters.sha256} | {name: file.sha256 for name, file in by_name.items()},
        "training": training_figures(metadata),
        "mnist_test": evaluate_mnist(network, mnist).to_json(),
        "digits": evaluate_drawings(network, digits.drawings).to_json(),
        "letters": evaluate_drawings(network, letters.drawings).to_json(),
        "styles": style_figures(network, digits.drawings),
        "non_digits": non_digit_figures(network),
        **measure_by_source(network, mnist, {_stem(name): file for name, file in by_name.items()}, learned),
    }


def sha256_of_published_weights() -> str:
    """Return the SHA-256 of the published weights file, in hexadecimal."""
    return hashlib.sha256(published_weights().read_bytes()).hexdigest()


def training_figures(metadata: Mapping[str, str]) -> TrainingFigures:
    """Return the facts about the training run from the weights' metadata; missing facts are left empty."""
    recipe = json.loads(metadata.get("recipe", "{}"))
    history = json.loads(metadata.get("history", "[]"))
    seconds = sum(epoch["seconds"] for epoch in history)
    return {
        "date": metadata.get("date"),
        "seed": metadata.get("seed"),
        "epochs": recipe.get("epochs"),
        "minutes": seconds / 60 if history else None,
        "temperature": float(metadata["temperature"]) if "temperature" in metadata else None,
        "verdict": json.loads(metadata.get("verdict", "null")),
        "data": list(json.loads(metadata.get("data", "{}"))),
        "figures": json.loads(metadata.get("figures", "{}")),
    }


def style_figures(network: Network, drawings: Sequence[Drawing]) -> list[StyleFigures]:
    """Return, for every style, the number of drawings and how the network classifies them."""
    digits = [drawing for drawing in drawings if drawing.label in DIGITS]
    pictures = rasterize_all(drawing.kept for drawing in digits).astype(np.float32)
    read = network.predict_logits(pictures).argmax(axis=1).tolist()
    members: dict[Style, list[tuple[Drawing, int]]] = {style: [] for style in STYLES}
    for drawing, digit in zip(digits, read, strict=True):
        for style in styles_of(drawing):
            members[style].append((drawing, digit))
    return [_of_style(style, drawn) for style, drawn in members.items()]


def _of_style(style: Style, drawn: Sequence[tuple[Drawing, int]]) -> StyleFigures:
    wrong = [(drawing, digit) for drawing, digit in drawn if drawing.label != str(digit)]
    return {
        "digits": style.digits,
        "name": style.name,
        "test": style.test,
        "count": len(drawn),
        "correct": len(drawn) - len(wrong),
        "writers": _writers(drawing for drawing, _ in drawn),
        "writers_read_wrong": _writers(drawing for drawing, _ in wrong),
        "mistakes": mistakes_in((int(drawing.label or ""), digit) for drawing, digit in wrong),
    }


def non_digit_figures(network: Network) -> list[NonDigitFigures]:
    """Return the verdicts on drawings of non-digits, by kind, as `python -m benchmarks.non_digits` prints them."""
    return [
        {
            "kind": kind,
            "count": verdicts.count,
            "digit": verdicts.digit,
            "none": verdicts.none,
            "read_as": verdicts.read_as,
        }
        for kind, verdicts in verdicts_by_kind(network, drawings_by_kind()).items()
    ]


def _stem(name: str) -> str:
    return name.removesuffix(".jsonl.gz")


def _writers(drawings: Iterable[Drawing]) -> int:
    return len({drawing.writer for drawing in drawings})


def as_text(figures: Mapping[str, object]) -> str:
    """Return the figures as the file's text, with shares rounded to nine decimals so that all machines agree."""
    exact = json.loads(json.dumps(figures), parse_float=lambda text: round(float(text), 9))
    return json.dumps(exact, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
