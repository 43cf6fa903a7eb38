"""What the verdict says of probabilities, and what it makes of the numbers in a weights file."""

import dataclasses

import numpy as np
import pytest
import safetensors.numpy

from inkspect.cli.read import described
from inkspect.network.layers import softmax
from inkspect.network.network import Network
from inkspect.network.verdict import ALWAYS_A_DIGIT, METADATA_KEY, VerdictRule, evidence, rule_of
from inkspect.network.weights import parse_weights, serialize_weights
from inkspect.reading import read_pixels
from inkspect.system.errors import InkspectError

RULE = VerdictRule(digit_from=0.6, unsure_from=0.8)
STRICT = VerdictRule(digit_from=0.5, unsure_from=0.0, digit_evidence_from=5.0, unsure_evidence_from=2.0)


def shared(first: float, second: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Ten probabilities: 7's, 1's, and the rest of 1 shared by the others."""
    probabilities = np.full(10, (1 - first - second) / 8)
    probabilities[[7, 1]] = first, second
    return probabilities


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        (0.9, 0.02, "digit"),
        (0.6, 0.05, "digit"),
        (0.5, 0.45, "unsure"),
        (0.45, 0.5, "unsure"),
        (0.5, 0.5, "unsure"),
        (0.55, 0.1, "none"),
        (0.1, 0.1, "none"),
    ],
)
def test_one_that_stands_out_is_a_digit_two_that_share_all_are_doubt_and_else_there_is_none(
    first: float, second: float, verdict: str
) -> None:
    assert RULE.judge(shared(first, second)[None]) == [verdict]


def test_evidence_is_how_far_the_leading_logit_is_above_the_mean_of_all() -> None:
    logits = np.random.default_rng(0).normal(0, 5, (20, 10))
    probabilities = softmax(logits, axis=1)
    np.testing.assert_allclose(evidence(probabilities), logits.max(axis=1) - logits.mean(axis=1), rtol=1e-9)
    certain = np.eye(10, dtype=np.float32)[:1]
    assert evidence(certain)[0] == np.inf
    assert STRICT.judge(certain) == ["digit"]


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [(0.99, 0.001, "digit"), (0.9, 0.02, "unsure"), (0.6, 0.05, "unsure"), (0.499, 0.4985, "unsure")],
)
def test_a_probable_digit_needs_evidence_too(first: float, second: float, verdict: str) -> None:
    assert STRICT.judge(shared(first, second)[None]) == [verdict]
    careful = dataclasses.replace(STRICT, unsure_evidence_from=3.0)
    assert careful.judge(shared(0.6, 0.05)[None]) == ["none"]


def test_rules_from_before_there_was_evidence_are_stored_as_they_were() -> None:
    assert RULE.to_metadata() == '{"digit_from":0.6,"unsure_from":0.8}'
    assert rule_of({METADATA_KEY: STRICT.to_metadata()}) == STRICT


def test_all_ink_is_a_digit_where_the_weights_bring_no_numbers() -> None:
    assert rule_of({}) == ALWAYS_A_DIGIT
    assert ALWAYS_A_DIGIT.judge(shared(0.1, 0.1)[None]) == ["digit"]


def test_a_weights_file_carries_the_rule_to_the_network_that_is_loaded() -> None:
    content = serialize_weights(Network.initialized(0), {METADATA_KEY: RULE.to_metadata()})
    network, _ = parse_weights(content, "bytes")
    assert network.verdict_rule == RULE
    without, _ = parse_weights(safetensors.numpy.save(Network.initialized(0).parameters()), "bytes")
    assert without.verdict_rule == ALWAYS_A_DIGIT


@pytest.mark.parametrize(
    "text",
    [
        "digit",
        "[0.6, 0.8]",
        "null",
        '{"digit_from":0.6}',
        '{"digit_from":0.6,"unsure_from":1.5}',
        '{"digit_from":0.6,"unsure_from":NaN}',
        '{"digit_from":"0.6","unsure_from":0.8}',
        '{"digit_from":true,"unsure_from":0.8}',
        '{"digit_from":0.6,"unsure_from":0.8,"more":1}',
        '{"digit_from":0.6,"unsure_from":0.8,"digit_evidence_from":-1}',
        '{"digit_evidence_from":5,"unsure_evidence_from":2}',
        pytest.param(f'{{"digit_from":1{400 * "0"},"unsure_from":0}}', id="too large for a float"),
        pytest.param(50_000 * "[", id="too deep"),
    ],
)
def test_malformed_numbers_are_refused_in_one_line_that_names_the_file(text: str) -> None:
    content = serialize_weights(Network.initialized(0), {METADATA_KEY: text})
    with pytest.raises(
        InkspectError, match=r"^w\.safetensors is not a weights file.*'verdict' is .*of at least 0$"
    ) as caught:
        parse_weights(content, "w.safetensors")
    assert "\n" not in str(caught.value)


def test_what_is_read_says_its_doubts_and_a_blank_picture_stays_empty() -> None:
    network = Network.initialized(0)
    picture = np.zeros((2, 28, 28))
    picture[0, 5:20, 14] = 1
    highest, next_one = np.sort(network.trace(picture[0]).probabilities[0])[[-1, -2]]
    verdicts = {}
    for digit_from, unsure_from in ((0.0, 0.0), (highest + 0.01, highest + next_one - 0.01), (0.99, 0.999)):
        inked, blank = read_pixels(picture, network.with_verdict_rule(VerdictRule(digit_from, unsure_from)))
        assert blank.verdict == "empty"
        verdicts[inked.verdict] = described(inked)
    assert set(verdicts) == {"digit", "unsure", "none"}
    assert verdicts["unsure"].startswith(verdicts["digit"]) and verdicts["unsure"].endswith("?")
    assert verdicts["none"].startswith("no digit (nearest: ")
