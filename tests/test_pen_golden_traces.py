"""The pen's network agrees with its golden traces, computed independently in float64 from made-up weights."""

import json

import numpy as np
import pytest
import safetensors.numpy

import golden
import golden_pen_traces
from inkspect.pen.network import PenNetwork
from inkspect.pen.stepping import Stepping
from inkspect.pen.weights import load_weights

CASES = range(len(golden_pen_traces.TRACED) + 1)


@pytest.fixture(scope="module")
def traces() -> dict[str, np.ndarray]:
    return dict(safetensors.numpy.load_file(golden.FOLDER / golden.PEN_TRACES))


@pytest.fixture(scope="module")
def network() -> PenNetwork:
    return load_weights(golden.FOLDER / golden.PEN_WEIGHTS)


def assert_agree(name: str, computed: np.ndarray, expected: np.ndarray) -> None:
    """Compare by the agreed tolerance: 1e-5 of the layer's largest. Scores of later keys are stored as 0."""
    shown = np.where(np.isfinite(computed), computed, 0)
    assert shown.shape == expected.shape, name
    off = np.abs(shown - expected).max()
    assert off <= 1e-5 * np.abs(expected).max(), f"{name} is off by {off:.1e}"


@pytest.mark.parametrize("case", CASES)
def test_every_number_is_the_golden_one(case: int, traces: dict[str, np.ndarray], network: PenNetwork) -> None:
    computed = network.trace(traces[f"{case}.ids"]).by_name()
    told = {name.partition(".")[2] for name in traces if name.startswith(f"{case}.")} - {"ids"}
    assert told == ({*golden_pen_traces.TOLD_OF_IT} if case == CASES[-1] else {*computed})
    for name in told:
        assert_agree(f"{case}.{name}", computed[name], traces[f"{case}.{name}"])


@pytest.mark.parametrize("case", CASES)
def test_so_are_the_logits_of_one_token_after_the_other(
    case: int, traces: dict[str, np.ndarray], network: PenNetwork
) -> None:
    stepping, ids = Stepping(network), traces[f"{case}.ids"]
    for length in range(1, len(ids) + 1):
        computed = stepping.logits(ids[:length])
    assert_agree(f"{case}.logits", computed, traces[f"{case}.logits"])


def test_the_cases_are_drawings_of_the_file_of_tokens_and_one_fills_the_context(traces: dict[str, np.ndarray]) -> None:
    lines = (golden.FOLDER / golden.PEN_TOKENS).read_text(encoding="utf-8").splitlines()
    drawn = {case["name"]: case["ids"] for case in map(json.loads, lines)}
    for case, name in enumerate([*golden_pen_traces.TRACED, golden_pen_traces.OF_THE_WHOLE_CONTEXT]):
        ids = traces[f"{case}.ids"].tolist()
        assert ids[: len(drawn[name])] == drawn[name]
    assert len(ids) == 96
