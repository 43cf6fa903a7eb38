"""The trace of a digit: which links carry the evidence for it, and how much of it."""

import numpy as np
import pytest
from numpy.typing import NDArray

import reference_explaining
from explaining_material import evidence, pictures
from inkspect.explaining.contributions import Links
from inkspect.explaining.flow import Flow, trace_back
from inkspect.explaining.parts import STAGES, StageName

THREE = 32
"""A golden drawing, "3 round, 1"."""


def kept(flow: Flow) -> dict[StageName, dict[tuple[int, int], float]]:
    found: dict[StageName, dict[tuple[int, int], float]] = {stage: {} for stage in STAGES}
    for link, share in flow.links().items():
        found[link.stage][link.target, link.source] = share
    return found


@pytest.mark.parametrize(("digits", "rival"), [((3,), None), ((4, 9), None), ((8,), 3), ((), None)])
def test_the_trace_is_that_of_an_independent_implementation(digits: tuple[int, ...], rival: int | None) -> None:
    for index in range(0, len(pictures()), 9):
        links = evidence(index).links
        found = trace_back(links, digits, rival)
        contributions: dict[str, NDArray[np.float64]] = {stage: links[stage].contributions for stage in STAGES}
        expected = (
            reference_explaining.trace_back(contributions, digits, rival) if digits else {stage: {} for stage in STAGES}
        )
        for stage, flows in kept(found).items():
            assert flows == pytest.approx(expected[stage], abs=1e-12), (index, stage)


def test_the_kept_flows_make_80_percent_of_each_stage_and_not_one_more_is_kept() -> None:
    flow = trace_back(evidence(THREE).links, [3])
    for stage in STAGES:
        shares, on_trace = flow.shares[stage], flow.kept[stage]
        assert shares[on_trace].sum() >= 0.8 * shares.sum() - 1e-12
        assert shares[on_trace].sum() - shares[on_trace].min() < 0.8 * shares.sum()
        assert shares[on_trace].min() >= shares[~on_trace].max(initial=0)
    assert flow.shares["output"].sum() == pytest.approx(1)


def test_evidence_stays_where_no_source_speaks_for_it() -> None:
    links = {
        stage: Links(-np.ones(shape), np.zeros(shape[0]), np.zeros(shape[0]))
        for stage, shape in {"conv1": (8, 1), "conv2": (16, 8), "fc1": (16, 16), "output": (10, 16)}.items()
    }
    links["output"].contributions[3] = 2
    found = kept(trace_back(links, [3]))  # type: ignore[arg-type]
    assert len(found["output"]) == 13  # of 16 equal ones
    assert not found["fc1"] and not found["conv1"]
