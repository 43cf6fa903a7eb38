"""A user's script that uses every name of the interface, for type checkers as for the interpreter.

Run in an empty folder. Its annotations are what a user may rely on; nothing in it is ignored or cast.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import inkspect
from inkspect.sklearn import DigitClassifier

SEVEN = [[[0, 0], [6, 0], [2, 10]]]


def drawings() -> list[inkspect.Drawing]:
    """Drawings as people have them: lists of whole numbers, times in some of them, arrays."""
    return [
        inkspect.Drawing(SEVEN, "7", writer="ada"),
        inkspect.Drawing([[[0, 0, 0], [0.5, 10, 100]]], label="1", extra={"device": "pen"}),
        inkspect.Drawing([np.array([[0.0, 0.0], [0.0, 10.0]])], "1", placed=False),
        inkspect.Drawing((np.array([[0, 0], [0, 10]]),), "1"),
    ]


def mnist() -> inkspect.Mnist:
    """Pictures as people have them: levels or floats, and labels of any whole type."""
    strokes = [[[10 * np.cos(turn / 9), 10 * np.sin(turn / 9)] for turn in range(60)]]
    ink: NDArray[np.float64] = np.stack([inkspect.rasterize(SEVEN), inkspect.rasterize(strokes)] * 40)
    digits = np.array([7, 0] * 40)
    levels: NDArray[np.uint8] = (ink * 255).astype(np.uint8)
    return inkspect.Mnist(ink, digits, levels[:4], digits[:4].tolist())


def trained(data: inkspect.Mnist) -> inkspect.TrainingResult:
    """Train, with callbacks, a checkpoint and a log of one's own."""
    shares: list[float] = []

    def on_epoch(end: inkspect.EpochEnd) -> None:
        network: inkspect.Network = end.network
        if network.predict(data.test_images).tolist() == data.test_labels.tolist():
            end.stop()

    def on_progress(state: inkspect.Progress) -> None:
        shares.append(state.share)
        report: inkspect.EpochReport | None = state.finished
        if report is not None:
            print(f"epoch {report.epoch}: loss {report.loss:.3f}, {report.seconds:.1f} s")

    recipe = inkspect.Recipe(epochs=2, batch_size=8, validation_pictures=8)
    result = inkspect.train(
        mnist=data,
        recipe=recipe,
        seed=1,
        workers=1,
        on_progress=on_progress,
        on_epoch=on_epoch,
        progress=False,
        output="mine.safetensors",
        credit="two shapes, drawn by a formula",
    )
    assert shares[-1] == 1 or len(result.history) < recipe.epochs
    rows: list[dict[str, float]] = result.table()
    print(rows[-1])
    return result


def read_and_compare(network: inkspect.Network) -> None:
    """Predict, read, trace and measure."""
    pictures = np.stack([inkspect.rasterize(drawing) for drawing in drawings()])
    digits: NDArray[np.intp] = network.predict(pictures)
    probabilities = network.predict_proba(pictures)
    trace: inkspect.Trace = network.trace(pictures)
    assert trace.logits.shape == probabilities.shape == (len(digits), 10)
    metadata: Mapping[str, str] = network.metadata
    print(metadata.get("seed"), network.verdict_rule)

    reading: inkspect.Reading = inkspect.read(SEVEN, network)
    readings: list[inkspect.Reading] = inkspect.read_all(drawings(), network)
    certainty: NDArray[np.float32] | None = readings[0].probabilities
    assert reading.verdict in ("digit", "unsure", "none", "empty") and certainty is not None

    evaluation: inkspect.Evaluation = inkspect.evaluate(network, drawings())
    accuracy: float | None = evaluation.accuracy
    print(accuracy, evaluation.confusions.shape)


def keep(network: inkspect.Network, folder: Path) -> None:
    """Write and read every kind of file."""
    network.save(folder / "whole.safetensors", dtype="F32")
    inkspect.save_weights("again.safetensors", network, {"by": "me"})
    assert inkspect.load("whole.safetensors") == network
    how_to_load: str = inkspect.export(folder / "network.json", network)
    print(how_to_load.splitlines()[0])
    inkspect.write_strokes("ours.jsonl.gz", drawings())
    assert inkspect.read_strokes(folder / "ours.jsonl.gz") == drawings()
    page: inkspect.PageView = inkspect.show(SEVEN, network)
    page.save("page.html")
    inkspect.write_report("report.html", weights=network, strokes="ours.jsonl.gz", mistakes=3)


def classify(data: inkspect.Mnist) -> float:
    """Use the network as a scikit-learn classifier."""
    classifier = DigitClassifier(epochs=1, random_state=0, workers=1)
    classifier.fit(data.train_images, data.train_labels)
    probabilities: NDArray[np.float64] = classifier.predict_proba(data.train_images)
    return float(probabilities.max(axis=1).mean())


def main() -> None:
    """Do it all."""
    print(inkspect.__version__)
    try:
        inkspect.load("missing.safetensors")
    except inkspect.InkspectError as error:
        print(error)
    try:
        inkspect.Recipe(epochs=0)
    except inkspect.InvalidValueError as error:
        print(error)
    data = mnist()
    whole: inkspect.Mnist = inkspect.load_mnist()
    print(whole, data, classify(data))
    result = trained(data)
    evaluation: inkspect.Evaluation | None = result.evaluation
    assert evaluation is not None and evaluation.count == len(data.test_labels)
    read_and_compare(result.network)
    keep(result.network, Path())


if __name__ == "__main__":
    main()
