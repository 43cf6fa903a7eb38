"""The names of `import inkspect`: what they take, what they give, what they say when it is wrong."""

import ast
import doctest
import io
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

import inkspect

LINE = [[[0, 0], [0, 10]]]
RING = [[[np.cos(angle / 5), np.sin(angle / 5)] for angle in range(33)]]


def picture_of(strokes: list[list[list[float]]]) -> NDArray[np.uint8]:
    """Dark on light, as someone would scan it: (224, 224)."""
    grey: NDArray[np.uint8] = np.kron(255 - 255 * inkspect.rasterize(strokes), np.ones((8, 8))).astype(np.uint8)
    return grey


def test_the_import_itself_loads_nothing() -> None:
    code = (
        "import sys, inkspect; print(sorted({'numpy', 'PIL', 'typer', 'rich'} & set(sys.modules)), "
        "sorted(set(inkspect.__all__) - set(dir(inkspect))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[] []\n"


def test_every_public_name_is_there_and_documented_and_known_to_type_checkers() -> None:
    source = ast.parse(Path(inkspect.__file__).read_text(encoding="utf-8"))
    typed = {alias.name for node in ast.walk(source) if isinstance(node, ast.ImportFrom) for alias in node.names} - {
        "import_module",
        "TYPE_CHECKING",
    }
    assert typed == set(inkspect.__all__)
    reference = (Path(__file__).parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
    for name in inkspect.__all__:
        assert getattr(inkspect, name) is not None
        assert f"### {name}\n" in reference, f"{name} is not in docs/api.md"
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = getattr(inkspect, "nonsense")  # noqa: B009


def test_every_type_in_a_signature_is_public_or_told_with_its_module() -> None:
    reference = (Path(__file__).parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
    signatures = re.findall(r"```pyi\n(.*?)```", reference, re.S)
    named = {name for code in signatures for name in re.findall(r"\b[A-Z]\w+", re.sub(r"#.*|'[^']*'", "", code))}
    of_python = {"BinaryIO", "Callable", "Exception", "False", "Iterable", "Literal", "Mapping", "MappingProxyType"}
    of_python |= {"None", "NotRequired", "PathLike", "Self", "Sequence", "True", "TypedDict", "ValueError"}
    of_libraries = {"ArrayLike", "BaseEstimator", "ClassifierMixin", "DTypeLike", "Image", "NDArray", "RandomState"}
    others = named - of_python - of_libraries - set(inkspect.__all__) - {"DigitClassifier"}
    assert len(signatures) > 60
    assert not {name for name in others if not re.search(rf"`inkspect\.[\w.]+\.{name}`", reference)}


def test_the_reference_prints_defaults_and_ranges_not_how_they_are_declared() -> None:
    reference = (Path(__file__).parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
    assert f"epochs: int = {inkspect.Recipe().epochs}  # a whole number of at least 1\n" in reference
    assert "default_factory" not in reference
    assert "whole(" not in reference


def test_load_gives_the_published_network_or_that_of_a_file(tmp_path: Path) -> None:
    published, mine = inkspect.load(), tmp_path / "mine.safetensors"
    changed = inkspect.Network.from_parameters(published.parameters())
    changed.parameters()["fc2.bias"][3] += 1
    inkspect.save_weights(mine, changed, {}, dtype="F32")
    blank = np.zeros((1, 28, 28))
    difference = inkspect.load(str(mine)).trace(blank).logits - published.trace(blank).logits
    assert difference[0].argmax() == 3
    assert difference[0, 3] == pytest.approx(1)
    with pytest.raises(inkspect.InkspectError, match=r"missing\.safetensors"):
        inkspect.load("missing.safetensors")


def test_load_tells_the_two_networks_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, published = tmp_path / "mine.safetensors", tmp_path / "published.safetensors"
    inkspect.PenNetwork.initialized(1).save(mine, "F32")
    inkspect.PenNetwork.initialized(2).save(published, "F32")
    monkeypatch.setattr("inkspect.pen.given.published_weights", lambda: published)
    pen: inkspect.PenNetwork = inkspect.load("pen")
    also: inkspect.PenNetwork = inkspect.load(network="pen")
    picture: inkspect.Network = inkspect.load()
    assert pen == also == inkspect.PenNetwork.initialized(2)
    assert isinstance(picture, inkspect.Network)
    assert inkspect.load(mine, network="pen") == inkspect.PenNetwork.initialized(1)
    with pytest.raises(inkspect.InkspectError, match=r"mine\.safetensors is not a weights file of this network: conv1"):
        inkspect.load(mine)
    with pytest.raises(inkspect.InvalidValueError, match="network must be 'picture' or 'pen', not 'brush'"):
        inkspect.load(mine, network="brush")  # type: ignore[call-overload]
    for path in ("./pen", tmp_path / "pen"):
        with pytest.raises(inkspect.InkspectError, match=r"cannot read .*pen"):
            inkspect.load(path)


def test_a_trace_has_everything_by_name_in_the_shapes_its_docstring_gives() -> None:
    trace = inkspect.load().trace(np.stack([inkspect.rasterize(LINE), inkspect.rasterize(RING)]))
    shapes = {name: values.shape for name, values in {**trace.preactivations, **trace.activations}.items()}
    documented = dict(re.findall(r"`(\w+)`\s+\(n((?:, \d+)+)\)", inkspect.Trace.__doc__ or ""))
    assert len(documented) >= 8
    for name, shape in documented.items():
        assert shapes[name] == (2, *map(int, shape.strip(", ").split(", "))), name
    assert trace.winners["pool1"].shape == (2, 8, 12, 12)
    assert trace.probabilities.argmax(axis=1).tolist() == [1, 0]


@pytest.mark.parametrize(
    "ones",
    [
        pytest.param(LINE, id="lists"),
        pytest.param((((0, 0, 5), (0, 10, 9)),), id="tuples with times"),
        pytest.param([np.array([[0, 0], [0, 10]])], id="an array of integers a stroke"),
        pytest.param([[np.array([0.0, 0.0]), [np.float32(0), np.int64(10)]], []], id="numbers of NumPy's"),
        pytest.param(inkspect.Drawing((np.array([[0.0, 0.0], [0.0, 10.0]]),)), id="a Drawing"),
    ],
)
def test_strokes_are_read_however_they_are_written(ones: list[list[list[float]]]) -> None:
    assert np.array_equal(inkspect.rasterize(ones), inkspect.rasterize(LINE))
    reading = inkspect.read(ones)
    assert (reading.verdict, reading.digit) == ("digit", 1)
    assert reading.probabilities is not None
    assert reading.probabilities.sum() == pytest.approx(1, abs=1e-6)
    assert reading.to_json()["probabilities"] == pytest.approx(reading.probabilities.tolist())


def test_nothing_drawn_is_said_and_no_probability_made_up() -> None:
    strokes: tuple[list[list[list[float]]], ...] = ([], [[]])
    for nothing in strokes:
        reading = inkspect.read(nothing)
        assert reading.to_json() == {"verdict": "empty", "digit": None, "probabilities": None}


def test_pictures_are_read_as_arrays_images_bytes_and_files(tmp_path: Path) -> None:
    grey = picture_of(RING)
    image, file = Image.fromarray(grey), io.BytesIO()
    image.save(file, format="PNG")
    (tmp_path / "ring").write_bytes(file.getvalue())
    (tmp_path / "strokes").write_text(f'{{"strokes": {LINE}}}', encoding="utf-8")
    for source in (grey, image, file.getvalue(), tmp_path / "ring", str(tmp_path / "ring")):
        assert inkspect.read(source).digit == 0
    assert inkspect.read(tmp_path / "strokes").digit == 1


def test_another_network_may_read() -> None:
    other = inkspect.Network.from_parameters({n: np.zeros_like(p) for n, p in inkspect.load().parameters().items()})
    reading = inkspect.read(LINE, other)
    assert reading.probabilities is not None
    assert reading.probabilities.tolist() == pytest.approx([0.1] * 10)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ([[0, 0], [1, 1]], r"source\[0\]\[0\] must be a point"),
        ([[[0, float("nan")]]], r"source\[0\] has a coordinate that is not finite"),
        ([[[0, 1e300]]], r"too large for a drawing"),
        ([["ab"]], "must be a point .*, not 'ab'"),
        (7, "source must be strokes, a Drawing, a picture or a path, not 7"),
        (np.zeros((5, 2)), "too narrow for a picture; pass strokes as a list"),
        (np.ones((40, 40)), "holds no drawing"),
        ("missing.png", "cannot read missing.png: No such file"),
        ("\0", "source must be a path, without null characters"),
        ("", "source must be a path, not an empty str"),
        (None, "source must be strokes, a Drawing, a picture or a path, not None"),
    ],
)
def test_what_cannot_be_read_gets_one_line(source: list[list[list[float]]], reason: str) -> None:
    with pytest.raises(inkspect.InkspectError, match=reason) as caught:
        inkspect.read(source)
    assert "\n" not in str(caught.value)


def test_a_stroke_file_of_several_drawings_is_not_guessed_at(tmp_path: Path) -> None:
    (tmp_path / "two.jsonl").write_text('{"strokes": []}\n' * 2, encoding="utf-8")
    with pytest.raises(inkspect.InkspectError, match=r"two.jsonl: holds 2 drawings, not one; .*read_all"):
        inkspect.read(tmp_path / "two.jsonl")


def test_training_calls_back_and_may_be_ended_from_there() -> None:
    random = np.random.default_rng(1)
    pictures = random.integers(0, 256, (96, 28, 28), dtype=np.uint8)
    labels = random.integers(0, 10, 96, dtype=np.uint8)
    mnist = inkspect.Mnist(pictures, labels, pictures[:8], labels[:8])
    recipe = inkspect.Recipe(epochs=2, batch_size=16, validation_pictures=32)
    epochs: list[int] = []
    shares: list[float] = []
    result = inkspect.train(
        mnist=mnist,
        recipe=recipe,
        on_epoch=lambda report: epochs.append(report.epoch),
        on_progress=lambda progress: shares.append(progress.share),
    )
    assert epochs == [1, 2] == [report.epoch for report in result.history]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert result.network.predict_logits(pictures[:3] / 255).shape == (3, 10)

    def enough(report: inkspect.EpochReport) -> None:
        raise StopIteration(f"epoch {report.epoch} is enough")

    with pytest.raises(StopIteration, match="epoch 1 is enough"):
        inkspect.train(mnist=mnist, recipe=recipe, on_epoch=enough)


def test_the_example_in_the_packages_docstring_is_true() -> None:
    results = doctest.testmod(inkspect)
    assert (results.failed, results.attempted) == (0, 5)


def test_many_are_read_at_once_from_drawings_a_file_pictures_or_a_mixture(tmp_path: Path) -> None:
    drawings = [inkspect.Drawing(LINE), inkspect.Drawing(RING), inkspect.Drawing(())]
    inkspect.write_strokes(tmp_path / "three.jsonl", drawings)
    pictures = np.stack([inkspect.rasterize(drawing) for drawing in drawings])
    one_by_one = [inkspect.read(drawing) for drawing in drawings]
    assert [reading.digit for reading in one_by_one] == [1, 0, None]
    for many in (
        drawings,
        tmp_path / "three.jsonl",
        str(tmp_path / "three.jsonl"),
        pictures,
        [LINE, drawings[1], [[]]],
    ):
        readings = inkspect.read_all(many)  # type: ignore[arg-type]
        assert [(reading.verdict, reading.digit) for reading in readings] == [
            (reading.verdict, reading.digit) for reading in one_by_one
        ]
    assert inkspect.read_all([]) == []
    with pytest.raises(inkspect.InkspectError, match=r"sources\[1\]: source\[0\]\[0\] must hold numbers"):
        inkspect.read_all([LINE, [[[0, "x"]]]])  # type: ignore[list-item]
    for array in (np.array(LINE), np.zeros((2, 9, 2))):
        with pytest.raises(inkspect.InkspectError, match="pass strokes as a list"):
            inkspect.read(array)
    with pytest.raises(inkspect.InkspectError, match="range from 0 to 255"):
        inkspect.read_all(pictures * 255)


def test_standard_input_is_read_as_strokes_or_as_a_picture() -> None:
    file = io.BytesIO()
    Image.fromarray(picture_of(RING)).save(file, format="PNG")
    code = "import inkspect; print(inkspect.read('-').digit)"
    for content, digit in ((file.getvalue(), "0"), (f'{{"strokes": {LINE}}}'.encode(), "1")):
        done = subprocess.run([sys.executable, "-c", code], input=content, capture_output=True, check=True)
        assert done.stdout.decode().strip() == digit


def test_a_reading_shows_itself_as_a_line_and_as_bars() -> None:
    reading = inkspect.read(LINE)
    assert re.fullmatch(r"<Reading: digit, 1 with [01]\.\d{4}>", repr(reading))
    assert reading._repr_html_().count("<meter") == 10
    assert repr(inkspect.read([])) == "<Reading: empty>"
    assert reading == inkspect.read(LINE) != inkspect.read(RING)


def test_a_network_may_stand_wherever_its_file_may(tmp_path: Path) -> None:
    network = inkspect.load()
    network.save(tmp_path / "mine.safetensors")
    for source in (network, tmp_path / "mine.safetensors", str(tmp_path / "mine.safetensors"), None):
        assert inkspect.read(LINE, source).digit == 1
        assert inkspect.evaluate(source, [inkspect.Drawing(LINE, "1")]).correct == 1
        assert "load" in inkspect.export(tmp_path / f"{type(source).__name__}.json", source)
    with pytest.raises(inkspect.InvalidValueError, match=r"must be one of \.safetensors, \.onnx, \.json"):
        inkspect.export(tmp_path / "network.txt")
    with pytest.raises(inkspect.InvalidValueError, match="not both"):
        inkspect.evaluate(network, [], mnist=inkspect.Mnist(*[np.zeros(0, np.uint8)] * 4))


def test_an_evaluation_shows_its_confusions() -> None:
    one = inkspect.evaluate(None, [inkspect.Drawing(LINE, "1"), inkspect.Drawing(RING, "O")])
    assert repr(one) == "<Evaluation: 1 of 1 digit correct, 100.00%; 1 negative>"
    evaluation = inkspect.evaluate(None, [inkspect.Drawing(LINE, "1"), inkspect.Drawing(RING, "6")])
    assert repr(evaluation) == "<Evaluation: 1 of 2 digits correct, 50.00%>"
    table = evaluation._repr_html_()
    assert "<b>1</b>" in table and "rgb(200 90 30" in table


def test_the_version_is_there_and_dir_lists_what_is_documented() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", inkspect.__version__)
    assert sorted(dir(inkspect)) == sorted([*inkspect.__all__, "__version__"])
