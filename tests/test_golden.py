"""The package agrees with the golden cases, computed independently in float64; and the cases are what they claim."""

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import golden
import reference
from inkspect.data.stroke_files import read_strokes
from inkspect.data.strokes import Drawing
from inkspect.ink import rasterize_all
from inkspect.network.trace import Trace
from inkspect.network.weights import load_weights, published_weights

Values = NDArray[np.float64]


@pytest.fixture(scope="module")
def cases() -> golden.GoldenCases:
    return golden.read_golden_cases(golden.FOLDER)


@pytest.fixture(scope="module")
def drawings() -> list[Drawing]:
    return read_strokes(golden.FOLDER / golden.DRAWINGS)


@pytest.fixture(scope="module")
def trace(cases: golden.GoldenCases) -> Trace:
    network, _ = load_weights(published_weights())
    return network.trace(cases.tensors["pixels"].astype(np.float32).reshape(-1, 28, 28))


def values(cases: golden.GoldenCases, name: str) -> Values:
    return cases.tensors[name].astype(np.float64)


def assert_agree(name: str, computed: NDArray[np.floating], expected: Values, tolerance: float) -> None:
    """Compare relative to the largest value of each drawing's layer; a layer that is all 0 must be so in both."""
    rows = expected.reshape(len(expected), -1)
    largest = np.abs(rows).max(axis=1, keepdims=True)
    distances = np.abs(computed.reshape(rows.shape) - rows) / np.where(largest > 0, largest, 1e-30)
    case, cell = np.unravel_index(np.argmax(distances), distances.shape)
    assert distances.max() <= tolerance, f"{name}: drawing {case}, value {cell} is off by {distances.max():.2e}"


def test_the_cases_were_computed_from_the_published_weights(cases: golden.GoldenCases) -> None:
    published = hashlib.sha256(published_weights().read_bytes()).hexdigest()
    assert cases.metadata["weights_sha256"] == published, f"the weights have changed since: run `{golden.COMMAND}`"


def test_there_are_a_hundred_drawings_with_all_ten_digits_in_many_styles(drawings: list[Drawing]) -> None:
    assert len(drawings) >= 100
    assert {drawing.label for drawing in drawings} == {*"0123456789", None}
    assert len({drawing.extra["name"] for drawing in drawings}) == len(drawings)
    styles = {str(drawing.extra["name"]).partition(",")[0] for drawing in drawings if drawing.label}
    assert len(styles) >= 20


def test_drawings_are_placed_in_whole_pad_units_with_times_that_never_go_back(drawings: list[Drawing]) -> None:
    for drawing in drawings:
        points = np.concatenate(drawing.strokes)
        assert drawing.placed
        assert points.shape[1] == 3
        assert np.array_equal(points, np.rint(points)), drawing.extra
        assert points[:, :2].min() >= 0, drawing.extra
        assert points[:, :2].max() < 4096, drawing.extra
        assert (np.diff(points[:, 2]) >= 0).all(), drawing.extra


def test_the_ink_rule_gives_the_golden_pixels(cases: golden.GoldenCases, drawings: list[Drawing]) -> None:
    pictures = rasterize_all(drawing.strokes for drawing in drawings).reshape(-1, 784)
    distances = np.abs(pictures - values(cases, "pixels")).max(axis=1)
    assert distances.max() <= 1e-6, f"{drawings[int(distances.argmax())].extra} is off by {distances.max():.2e}"


def test_some_drawing_has_ink_at_the_grids_edge(cases: golden.GoldenCases) -> None:
    pictures = values(cases, "pixels").reshape(-1, 28, 28)
    assert pictures[:, :, [0, -1]].max() == 1, "no golden case covers the grid's edge"


def test_the_published_weights_classify_every_labelled_digit_correctly(trace: Trace, drawings: list[Drawing]) -> None:
    wrong = [
        f"{drawing.extra['name']} as {read}"
        for drawing, read in zip(drawings, trace.logits.argmax(axis=1), strict=True)
        if drawing.label is not None and drawing.label != str(read)
    ]
    assert wrong == []


def test_every_activation_agrees_within_1e_5_of_the_layers_largest(cases: golden.GoldenCases, trace: Trace) -> None:
    for layer, stage in (("conv1", "1"), ("conv2", "2")):
        preactivations = values(cases, f"{layer}.preactivations")
        assert_agree(f"{layer}.preactivations", trace.preactivations[layer], preactivations, 1e-5)
        assert_agree(f"relu{stage}", trace.activations[f"relu{stage}"], np.maximum(preactivations, 0), 1e-5)
        assert_agree(f"{layer}.pooled", trace.activations[f"pool{stage}"], values(cases, f"{layer}.pooled"), 1e-5)
    assert_agree("flatten", trace.activations["flatten"], values(cases, "conv2.pooled"), 1e-5)
    hidden = values(cases, "fc1.preactivations")
    assert_agree("fc1.preactivations", trace.preactivations["fc1"], hidden, 1e-5)
    # If nearly all values are below 0, the largest of those left says little about the effect of rounding on them.
    np.testing.assert_array_equal(trace.activations["relu3"], np.maximum(trace.preactivations["fc1"], 0))
    assert_agree("logits", trace.logits, values(cases, "logits"), 1e-5)
    assert_agree("probabilities", trace.probabilities, values(cases, "probabilities"), 1e-5)


def test_verdicts_agree_except_in_the_rare_cases_that_rounding_decides(cases: golden.GoldenCases, trace: Trace) -> None:
    network, _ = load_weights(published_weights())
    undecided = cases.tensors["verdict.undecided"][:, 0].astype(np.bool_)
    expected = np.array(reference.VERDICTS)[cases.tensors["verdict"][:, 0]]
    other = np.array(network.verdict_rule.judge(trace.probabilities)) != expected
    assert not (other & ~undecided).any(), f"first at drawing {np.flatnonzero(other & ~undecided)[:1]}"
    assert undecided.mean() < 0.02, f"{undecided.sum()} of {undecided.size} verdicts cannot be compared"
    assert set(expected) == set(reference.VERDICTS), "some verdict has no golden case"


@pytest.mark.parametrize(("layer", "pool"), [("conv1", "pool1"), ("conv2", "pool2")])
def test_winners_agree_except_in_the_rare_cells_that_rounding_decides(
    cases: golden.GoldenCases, trace: Trace, layer: str, pool: str
) -> None:
    undecided = cases.tensors[f"{layer}.undecided"].astype(np.bool_)
    other = trace.winners[pool] != cases.tensors[f"{layer}.winners"]
    assert not (other & ~undecided).any(), f"first at (drawing, map, row, column) {np.argwhere(other & ~undecided)[0]}"
    assert undecided.mean() < 0.01, f"{undecided.sum()} of {undecided.size} pool cells cannot be compared"


@pytest.mark.parametrize("layer", ["conv1", "conv2", "fc1", "output"])
def test_contributions_and_live_biases_add_up_to_the_target(cases: golden.GoldenCases, layer: str) -> None:
    parts = np.concatenate(
        [values(cases, f"{layer}.contributions"), values(cases, f"{layer}.biases")[..., np.newaxis]], axis=2
    )
    off = np.abs(parts.sum(axis=2) - values(cases, f"{layer}.sums"))
    assert (off <= 1e-12 + 1e-12 * np.abs(parts).sum(axis=2)).all()


def test_summed_activations_match_the_forward_pass(cases: golden.GoldenCases) -> None:
    """The file holds the sums twice, once as activations; both must agree."""
    for layer in ("conv1", "conv2"):
        assert_agree(layer, values(cases, f"{layer}.pooled").sum(axis=(2, 3)), values(cases, f"{layer}.sums"), 1e-6)
    units = np.maximum(values(cases, "fc1.preactivations"), 0)
    assert_agree("fc1", units.reshape(-1, 16, 4).sum(axis=2), values(cases, "fc1.sums"), 1e-12)
    assert_agree("output", values(cases, "logits"), values(cases, "output.sums"), 0)


def test_a_contribution_is_what_the_winners_lose_without_its_source() -> None:
    network, _ = load_weights(published_weights())
    weights = {name: parameter.astype(np.float64) for name, parameter in network.parameters().items()}
    picture = reference.ink_rule([np.random.default_rng(4).integers(0, 4096, (9, 2)).tolist()])
    trace = reference.forward(picture, weights)
    explained = reference.explain_maps(trace.conv2, weights["conv2.weight"], weights["conv2.bias"])
    weights["conv2.weight"] = weights["conv2.weight"].copy()
    weights["conv2.weight"][:, 3] = 0
    rest = reference.forward(picture, weights).conv2.preactivations
    for channel, winners in enumerate(trace.conv2.winners):
        places = [(2 * r + winners[r, c] // 2, 2 * c + winners[r, c] % 2) for r, c in np.argwhere(winners >= 0)]
        taken = sum(trace.conv2.preactivations[channel, y, x] - rest[channel, y, x] for y, x in places)
        assert explained.contributions[channel, 3] == pytest.approx(taken, abs=1e-12)


def test_gradients_agree_wherever_the_same_winners_were_picked(cases: golden.GoldenCases) -> None:
    network, _ = load_weights(published_weights())
    pictures = cases.tensors["pixels"].astype(np.float32).reshape(-1, 28, 28)
    trace = network.trace(pictures)
    same = ((trace.preactivations["fc1"] > 0) == (values(cases, "fc1.preactivations") > 0)).all(axis=1)
    for layer, pool in (("conv1", "pool1"), ("conv2", "pool2")):
        same &= (trace.winners[pool] == cases.tensors[f"{layer}.winners"]).all(axis=(1, 2, 3))
    assert same.mean() > 0.9, f"{(~same).sum()} of {same.size} gradients can't be compared"

    gradient = np.zeros((10, len(pictures)), np.float32)
    gradient[cases.tensors["gradient.digits"].T, np.arange(len(pictures))] = [[1], [-1]]
    network.forward(pictures.transpose(1, 2, 0)[:, np.newaxis])
    for layer_object in reversed(network._pools_first()):
        gradient = layer_object.input_gradient(gradient)
    computed = gradient[:, 0].transpose(2, 0, 1).reshape(-1, 784)
    assert_agree("gradient", computed[same], values(cases, "gradient")[same], 1e-5)


def test_the_gradient_matches_finite_differences() -> None:
    network, _ = load_weights(published_weights())
    weights = {name: parameter.astype(np.float64) for name, parameter in network.parameters().items()}
    random = np.random.default_rng(7)
    picture = reference.ink_rule([random.integers(0, 4096, (9, 2)).tolist()]) + random.uniform(0, 0.01, (28, 28))
    trace = reference.forward(picture, weights)
    digit, rival = reference.leading_digits(trace)
    gradient = reference.input_gradient(trace, weights, digit, rival)
    step = 1e-7
    for row, column in random.integers(0, 28, (40, 2)):
        leads = []
        for change in (step, -step):
            changed = picture.copy()
            changed[row, column] += change
            logits = reference.forward(changed, weights).logits
            leads.append(logits[digit] - logits[rival])
        assert gradient[row, column] == pytest.approx((leads[0] - leads[1]) / (2 * step), abs=1e-6)


# Staleness


def test_fresh_cases_are_recognised_as_fresh(cases: golden.GoldenCases) -> None:
    assert golden.staleness(golden.FOLDER, cases) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"drawings": b"{}\n"}, "drawings.jsonl differs from the drawings"),
        ({"cuts": b"{}\n"}, "cuts.jsonl differs from the cuts"),
        ({"moments": b"{}\n"}, "moments.jsonl holds other cases"),
        (
            {"metadata": {"weights_sha256": "0", "drawings_sha256": "0"}},
            "was not computed from the published",
        ),
        ({"tensors": {}}, "has other tensors"),
        ({"pen": {golden.PEN_TOKENS: b"{}\n"}}, "pen_tokens.jsonl differs from what tools/golden_pen.py"),
        ({"pen": {golden.PEN_WRITING: b"{}\n"}}, "pen_writing.jsonl differs from what tools/golden_pen.py"),
    ],
)
def test_the_stale_part_is_named(cases: golden.GoldenCases, change: dict[str, object], said: str) -> None:
    stale = golden.staleness(golden.FOLDER, replace(cases, **change))  # type: ignore[arg-type]
    assert stale is not None
    assert said in stale


@pytest.mark.parametrize(("key", "from_", "to"), [("probabilities", "0.", "0.9"), ("kept", "1", "2")])
def test_a_single_wrong_moment_is_found_and_its_drawing_named(
    cases: golden.GoldenCases, key: str, from_: str, to: str
) -> None:
    before, after = cases.moments.decode().split(f'"{key}":', 1)
    moments = f'{before}"{key}":{after.replace(from_, to, 1)}'.encode()
    stale = golden.staleness(golden.FOLDER, replace(cases, moments=moments))
    assert stale == "moments.jsonl differs from tests/reference.py in '3 round, 2, in mm'"


@pytest.mark.parametrize(
    ("name", "by"), [("pixels", 1e-3), ("conv1.preactivations", np.nan), ("conv2.winners", 1), ("fc1.sums", 1e-3)]
)
def test_a_single_wrong_value_is_found_and_located(cases: golden.GoldenCases, name: str, by: float) -> None:
    tensor = cases.tensors[name].copy()
    tensor.reshape(-1)[5] += by
    stale = golden.staleness(golden.FOLDER, replace(cases, tensors={**cases.tensors, name: tensor}))
    assert stale is not None
    assert f"{name} differs most at (0, " in stale


def test_the_check_exits_with_1_and_names_the_command_that_refreshes_the_cases(
    tmp_path: Path, cases: golden.GoldenCases, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(golden, "compute_golden_cases", lambda: cases)
    folder = tmp_path / "golden"
    assert golden.main(["--check", "--folder", str(folder)]) == 1
    assert "run `python tools/golden.py`" in capsys.readouterr().err
    assert not folder.exists(), "the check wrote something"
    assert golden.main(["--folder", str(folder)]) == 0
    assert golden.main(["--check", "--folder", str(folder)]) == 0
    (folder / golden.TENSORS).write_bytes((folder / golden.TENSORS).read_bytes()[:-9])
    assert golden.main(["--check", "--folder", str(folder)]) == 1
