"""Explanations add up, on all 208 golden drawings and on networks and pictures of any kind, to DESIGN's tolerances."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

import golden
import reference
import reference_explaining
from explaining_material import SHAPES, TOLERANCE, every, evidence, evidence_of, pictures, published
from inkspect.explaining.attribution import gradient_times_input, integrated_gradients
from inkspect.explaining.contributions import Links, contributions_of
from inkspect.explaining.evidence import Evidence
from inkspect.explaining.gradients import difference_weights, gradients_of
from inkspect.explaining.parts import STAGES, read_part
from inkspect.explaining.probing import insertion, occlusion
from inkspect.explaining.provenance import provenance_of
from inkspect.network.network import Network

TURNS = 26
"""Golden drawings that take turns with a convolution's units: each unit is asked about on one of the 208."""


def test_there_are_at_least_200_golden_drawings() -> None:
    assert len(pictures()) >= 200
    assert len(np.unique(pictures().reshape(len(pictures()), -1), axis=0)) >= 190


def assert_adds_up(parts: NDArray[np.floating], whole: NDArray[np.floating] | float, what: str) -> None:
    """The parts along the last axis sum to the whole, to 1e-5 of their magnitudes."""
    off = np.abs(parts.astype(np.float64).sum(axis=-1) - whole)
    allowed = TOLERANCE * np.abs(parts.astype(np.float64)).sum(axis=-1)
    assert (off <= allowed).all(), f"{what}: off by {np.max(off - allowed):.2e} more than allowed"


def assert_unit_adds_up(name: str, asked: Evidence) -> None:
    origin = provenance_of(read_part(name), asked)
    terms = origin.terms
    assert origin.bias is not None and origin.preactivation is not None and terms.inputs is not None
    assert terms.weights is not None
    np.testing.assert_array_equal(terms.amounts, terms.inputs * terms.weights)
    assert_adds_up(np.append(terms.amounts, origin.bias), origin.preactivation, name)
    assert origin.output == (max(origin.preactivation, 0) if origin.rectified else origin.preactivation), name


@pytest.mark.parametrize("layer", ["conv1", "conv2"])
def test_products_and_bias_are_the_stored_preactivation_of_every_cell_of_every_map(layer: str) -> None:
    network = published()
    trace = network.trace(pictures())
    maps = trace.pictures if layer == "conv1" else trace.activations["pool1"]
    weight = network.parameters()[f"{layer}.weight"].astype(np.float64)
    bias = network.parameters()[f"{layer}.bias"].astype(np.float64)[:, None, None]
    windows = sliding_window_view(maps.astype(np.float64), weight.shape[2:], axis=(2, 3))
    sums = np.einsum("nsrcij,tsij->ntrc", windows, weight, optimize=True) + bias
    magnitudes = np.einsum("nsrcij,tsij->ntrc", np.abs(windows), np.abs(weight), optimize=True) + np.abs(bias)
    assert sums.shape[1:] == SHAPES[layer]
    assert (np.abs(sums - trace.preactivations[layer]) <= TOLERANCE * magnitudes).all()


@pytest.mark.parametrize("layer", ["conv1", "conv2"])
def test_every_cell_of_every_map_tells_the_products_and_the_bias_it_is_made_of(layer: str) -> None:
    for turn in range(TURNS):
        asked = evidence(8 * turn)
        for name in every(layer, turn, TURNS):
            assert_unit_adds_up(name, asked)


def test_every_fc_unit_and_every_logit_tells_the_products_and_the_bias_it_is_made_of() -> None:
    for index in range(len(pictures())):
        asked = evidence(index)
        for name in [*every("fc1", index, 4), *every("logit", 0, 1)]:
            assert_unit_adds_up(name, asked)


def assert_links_add_up(asked: Evidence) -> None:
    links = asked.links
    assert sum(links[stage].contributions.size for stage in STAGES) == 552
    for stage in STAGES:
        assert_adds_up(np.column_stack([links[stage].contributions, links[stage].biases]), links[stage].sums, stage)
    last, average = links["output"], links["output"].against_average()
    np.testing.assert_allclose(average.contributions, last.contributions - last.contributions.mean(axis=0), atol=1e-12)
    assert np.abs(average.sums - (last.sums - last.sums.mean())).max() < 1e-9
    # The logits behind it are rounded as the parts as computed are, not as what is left of them.
    sizes = np.abs(np.column_stack([last.contributions, last.biases])).sum(axis=1)
    off = np.abs(average.contributions.sum(axis=1) + average.biases - average.sums)
    assert (off <= TOLERANCE * (sizes + sizes.mean())).all()


def test_contributions_and_live_biases_are_the_summed_activation_in_every_stage_and_both_forms_of_the_last() -> None:
    for index in range(len(pictures())):
        assert_links_add_up(evidence(index))


def test_links_agree_with_the_golden_ones_wherever_the_same_winners_were_picked() -> None:
    cases = golden.read_golden_cases(golden.FOLDER).tensors
    compared = 0
    for index in range(len(cases["pixels"])):
        asked = evidence(index)
        same = all((asked.winners(f"pool{n}") == cases[f"conv{n}.winners"][index]).all() for n in "12")
        if not same or ((asked.values["fc1"] > 0) != (cases["fc1.preactivations"][index] > 0)).any():
            continue
        compared += 1
        for stage in STAGES:
            expected = Links(*(cases[f"{stage}.{name}"][index] for name in ("contributions", "biases", "sums")))
            found = asked.links[stage]
            size = np.abs(expected.contributions).sum(axis=1) + np.abs(expected.biases) + 1e-9
            for name in ("biases", "sums"):
                assert (np.abs(getattr(found, name) - getattr(expected, name)) <= TOLERANCE * size).all(), (
                    index,
                    stage,
                )
            off = np.abs(found.contributions - expected.contributions)
            assert (off <= TOLERANCE * size[:, None]).all(), (index, stage)
    assert compared >= 0.9 * len(cases["pixels"])


def test_a_link_is_the_sum_of_its_paths_whichever_end_they_are_counted_from() -> None:
    asked = evidence(9)
    for stage in STAGES:
        contributions = asked.links[stage].contributions
        for target, source in np.ndindex(contributions.shape):
            found = provenance_of(read_part(f"link.{stage}.{source}.{target}"), asked)
            size = np.abs(found.terms.amounts).sum() + 1e-9
            assert abs(found.output - contributions[target, source]) <= TOLERANCE * size
            assert abs(found.feeds.amounts.sum() - contributions[target, source]) <= TOLERANCE * size


@pytest.mark.parametrize("rival", [None, "second"])
def test_gradient_times_input_and_the_biases_are_the_logit_or_the_difference_of_two(rival: str | None) -> None:
    network = published()
    trace = network.trace(pictures())
    for digit in range(10):
        other = None if rival is None else (digit + 3) % 10
        weights = difference_weights(digit, other)
        gradients = gradients_of(trace, network, weights)
        products = (gradients.pictures * pictures()).reshape(len(pictures()), -1)
        whole = trace.logits.astype(np.float64) @ weights
        parts = np.column_stack([products, gradients.biases])
        # The biases' part is one number here, made of hundreds that may cancel: magnitudes are taken before that.
        off = np.abs(parts.sum(axis=1) - whole)
        assert (off <= TOLERANCE * (np.abs(parts).sum(axis=1) + np.abs(trace.logits).sum(axis=1))).all(), digit


def test_the_biases_part_comes_from_the_biases_and_is_nothing_without_them() -> None:
    network = Network.from_parameters(
        {name: 0 * one if name.endswith("bias") else one for name, one in published().parameters().items()}
    )
    for picture in pictures()[::40]:
        exact = gradient_times_input(picture, network, 3, 8)
        assert exact.biases == 0
        difference = float(network.predict_logits(picture)[0] @ difference_weights(3, 8))
        assert exact.products.sum() == pytest.approx(difference, abs=1e-5 * np.abs(exact.products).sum())


def test_the_gradient_is_the_golden_one_wherever_the_same_winners_were_picked() -> None:
    cases = golden.read_golden_cases(golden.FOLDER).tensors
    compared = 0
    for index, (digit, rival) in enumerate(cases["gradient.digits"].tolist()):
        asked = evidence(index)
        same = all((asked.winners(f"pool{n}") == cases[f"conv{n}.winners"][index]).all() for n in "12")
        if same and ((asked.values["fc1"] > 0) == (cases["fc1.preactivations"][index] > 0)).all():
            compared += 1
            found = gradients_of(asked.trace, published(), difference_weights(digit, rival)).pictures[0]
            expected = cases["gradient"][index].reshape(28, 28)
            assert np.abs(found - expected).max() <= TOLERANCE * np.abs(expected).max(), index
    assert compared >= 0.9 * len(cases["pixels"])


def test_shares_their_remainder_and_blank_papers_difference_are_the_difference_on_every_golden_drawing() -> None:
    remainders = []
    for picture in pictures():
        logits = published().trace(picture).logits[0].astype(np.float64)
        rival, digit = np.argsort(logits)[-2:].tolist()
        why = integrated_gradients(picture, published(), digit, rival)
        assert why.difference == logits[digit] - logits[rival]
        assert (why.shares[picture == 0] == 0).all(), "blank paper has no share"
        parts = np.array([why.blank, *why.shares.ravel(), why.remainder])
        assert_adds_up(parts, why.difference, "shares")
        remainders.append(abs(why.remainder))
    assert np.median(remainders) < 0.2, "64 steps leave little over"


def test_shares_are_those_of_an_independent_float64_implementation() -> None:
    weights = {name: values.astype(np.float64) for name, values in published().parameters().items()}
    for index in (0, 50, 130):
        picture = pictures()[index].astype(np.float64)
        found = integrated_gradients(picture, published(), 3, 8).shares
        expected = reference_explaining.integrated_gradients(picture, weights, 3, 8)
        # Among 64 pictures, rounding may pick another winner in some cell.
        assert np.abs(found - expected).max() <= 2e-3 * np.abs(expected).max(), index


def test_erased_squares_and_added_dots_change_the_difference_as_a_second_reading_says() -> None:
    weights = {name: values.astype(np.float64) for name, values in published().parameters().items()}
    picture = pictures()[20].astype(np.float64)
    erased, added = occlusion(picture, published(), 3, 8), insertion(picture, published(), 3, 8)
    before = reference_explaining.lead(picture, weights, 3, 8)
    for row, column in [(0, 0), (27, 13), (14, 14), (9, 20), (1, 27)]:
        without = reference_explaining.without_square(picture, row, column)
        dotted = reference_explaining.with_dot(picture, row, column)
        for found, changed in ((erased, without), (added, dotted)):
            expected = reference_explaining.lead(changed, weights, 3, 8) - before
            assert found[row, column] == pytest.approx(expected, abs=1e-4)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), bias=st.sampled_from([-0.5, 0.0, 0.1]), ink=st.sampled_from([0.0, 0.02, 0.3, 1]))
def test_any_networks_explanation_of_any_picture_adds_up(seed: int, bias: float, ink: float) -> None:
    """Dead layers, blank pictures and ties included."""
    random = np.random.default_rng(seed)
    parameters = Network.initialized(seed).parameters()
    for name, values in parameters.items():
        if name.endswith("bias"):
            values[...] = bias + random.uniform(-0.05, 0.05, values.shape)
    network = Network.from_parameters(parameters)
    picture = (random.uniform(0, 1, (28, 28)) * (random.uniform(0, 1, (28, 28)) < ink)).astype(np.float32)
    asked = evidence_of(picture, network)
    assert_links_add_up(asked)
    for layer in ("conv1", "conv2", "fc1", "logit"):
        assert_unit_adds_up(next(every(layer, seed % 10, 10)), asked)
    digit, rival = random.permutation(10)[:2].tolist()
    exact = gradient_times_input(picture, network, digit, rival)
    difference = float(asked.values["logit"] @ difference_weights(digit, rival))
    size = np.abs(exact.products).sum() + abs(exact.biases) + np.abs(asked.values["logit"]).sum()
    assert exact.products.sum() + exact.biases == pytest.approx(difference, abs=1e-5 * size + 1e-9)
    assert contributions_of(asked.trace, network) == asked.links
    trace = reference.forward(picture.astype(np.float64), {n: v.astype(np.float64) for n, v in parameters.items()})
    assert np.abs(trace.logits - asked.values["logit"]).max() <= 1e-4 * (1 + np.abs(trace.logits).max())
