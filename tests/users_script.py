"""A user's script that uses every name of the interface, for type checkers as for the interpreter.

Run in an empty folder. Its annotations are what a user may rely on; nothing in it is ignored or cast.
"""

import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import inkspect
from inkspect.sklearn import DigitClassifier

SEVEN = [[[0, 0], [6, 0], [2, 10]]]
TRIANGLE: inkspect.Strokes = np.array([[[0, 0], [6, 0], [3, 5], [0, 0]]])


def drawings() -> list[inkspect.Drawing]:
    """Drawings as people have them: lists of whole numbers, times in some of them, arrays."""
    return [
        inkspect.Drawing(SEVEN, "7", writer="ada"),
        inkspect.Drawing([[[0, 0, 0], [0.5, 10, 100]]], label="1", extra={"device": "pen"}),
        inkspect.Drawing([np.array([[0.0, 0.0], [0.0, 10.0]])], "1", placed=False),
        inkspect.Drawing((np.array([[0, 0], [0, 10]]),), "1"),
        inkspect.Drawing(TRIANGLE, "?"),
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

    recipe = inkspect.Recipe(
        epochs=2,
        batch_size=8,
        validation_pictures=8,
        augmentation=inkspect.Augmentation(rotation=5),
        stroke_mix=inkspect.StrokeMix(digits=0),
        calibration=inkspect.FixedCalibration(),
    )
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
    rule: inkspect.VerdictRule = inkspect.VerdictRule(digit_from=0.9, unsure_from=0.8)
    possible: tuple[inkspect.Verdict, ...] = network.with_verdict_rule(rule).verdict_rule.possible_verdicts
    assert "none" in possible

    reading: inkspect.Reading = inkspect.read(SEVEN, network)
    readings: list[inkspect.Reading] = inkspect.read_all(drawings(), network)
    line = b'{"strokes": [[[0, 0], [0, 9]]]}'
    sources: list[inkspect.Readable] = [SEVEN, drawings()[0], line, io.BytesIO(line)]
    as_json: list[inkspect.ReadingJson] = [inkspect.read(source, network).to_json() for source in sources]
    assert as_json[2] == as_json[3]
    certainty: NDArray[np.float32] | None = readings[0].probabilities
    assert reading.verdict in ("digit", "unsure", "none", "empty") and certainty is not None

    evaluation: inkspect.Evaluation = inkspect.evaluate(network, drawings())
    accuracy: float | None = evaluation.accuracy
    values: inkspect.EvaluationJson = evaluation.to_json()
    print(accuracy, evaluation.confusions.shape, values["count"], evaluation.digit_accuracy(7))


def explain(network: inkspect.Network) -> None:
    """Ask why, where from, and what if."""
    why_seven: inkspect.Explanation = inkspect.explain(SEVEN, network, digit=7, rival=1, part="fc1.17", off=["map1.5"])
    shares: NDArray[np.float64] | None = None if why_seven.why is None else why_seven.why.shares
    erased: NDArray[np.float64] | None = why_seven.occlusion()
    assert shares is not None and erased is not None and shares.shape == erased.shape
    unit = why_seven.part
    assert unit is not None and unit.bias is not None
    print(unit.terms.amounts.sum() + unit.bias, unit.sum, [str(part) for part in unit.feeds.parts])
    average: NDArray[np.float64] = why_seven.average.contributions
    print(
        average.shape,
        why_seven.links["conv2"].sums,
        {str(link): share for link, share in why_seven.flow.links().items()},
    )
    values: inkspect.ExplanationJson = why_seven.to_json()
    print(values["format"], values["network"], values["trace"]["digits"])


def keep(network: inkspect.Network, folder: Path) -> None:
    """Write and read every kind of file."""
    whole: inkspect.StoredType = "F32"
    network.save(folder / "whole.safetensors", dtype=whole)
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
    accuracy: float = classifier.fit(data.train_images, data.train_labels).score(data.train_images, data.train_labels)
    parameters: dict[str, object] = classifier.get_params()
    again: DigitClassifier = classifier.set_params(epochs=parameters["epochs"], verbose=True)
    probabilities: NDArray[np.float64] = again.predict_proba((data.train_images / 255).tolist())
    assert len(probabilities) == len(again.predict(data.train_images))
    return accuracy


def watch(drawing: inkspect.Drawing) -> None:
    """Read a drawing after every point."""
    read: inkspect.ReadingOverTime = inkspect.read_over_time(drawing)
    moments: list[inkspect.MomentJson] = read.to_json()
    assert len(moments) == len(read)
    print(moments[-1]["verdict"], read.at(len(read)))


def follow_the_pen() -> None:
    """Train a network that follows the pen, let it read and write, and look into it."""
    few = inkspect.PenDrawings(drawings=16, beginnings=1, from_glyphs=0, in_forms=0, restyled=0)
    recipe = inkspect.PenRecipe(epochs=1, batch_size=16, writers_apart=0, reading=few, writing=few)
    digits = [drawing for drawing in drawings() if drawing.label != "?"]
    result: inkspect.PenTrainingResult = inkspect.train_pen(digits, recipe=recipe, workers=1, progress=False)
    print(result.table()[-1])
    pen: inkspect.PenNetwork = result.network
    pen.save("pen.safetensors", dtype="F32")
    assert inkspect.load("pen.safetensors", network="pen") == pen
    reading: inkspect.PenReading = inkspect.read(SEVEN, inkspect.load("pen"))
    as_json: inkspect.PenReadingJson = reading.to_json()
    followed: inkspect.PenExplanation = inkspect.explain(SEVEN, inkspect.load("pen"), part="attention.1.2.5.3")
    numbers: inkspect.PenExplanationJson = followed.to_json()
    assert followed.part is not None and numbers["part"] is not None
    print(numbers["names"], followed.part.factors, numbers["part"]["terms"]["parts"])
    print(reading.expected, as_json["digit"])
    read: inkspect.PenReadingOverTime = inkspect.read_over_time(inkspect.Drawing(SEVEN), pen)
    moments: list[inkspect.PenMomentJson] = read.to_json()
    assert len(moments) == len(read)
    written: inkspect.Written = inkspect.write(7, pen, temperature=0)
    finished: inkspect.Written = inkspect.finish(SEVEN, pen, digit=7, top_k=3, seed=1)
    trace: inkspect.PenTrace = pen.trace(written.ids)
    assert trace.logits.shape[0] == len(written.ids) and finished.strokes
    evaluation: inkspect.PenEvaluation = inkspect.evaluate(pen, digits)
    values: inkspect.PenEvaluationJson = evaluation.to_json()
    print(evaluation.count, values)


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
    explain(result.network)
    watch(inkspect.Drawing(SEVEN, "7"))
    follow_the_pen()
    keep(result.network, Path())


if __name__ == "__main__":
    main()
