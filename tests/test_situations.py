"""Pictures as people take them, seeded and by situation: read right, or refused, and not wrong with certainty."""

import pytest

from inkspect.network.network import Network
from inkspect.network.weights import load_weights, published_weights
from situations import SITUATIONS, outcome, pictures

COUNT = 5
"""Of each situation; `python -m benchmarks.photographs` reads 200."""

CANNOT_BE_TOLD = {"ring round the digit"}
"""Where a person could not tell either, and all but 0s are refused."""


@pytest.fixture(scope="module")
def network() -> Network:
    return load_weights(published_weights())[0]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_picture_is_read_wrong_with_certainty_and_most_are_read_right(situation: str, network: Network) -> None:
    found = outcome(situation, COUNT, network)
    assert sum(found) == COUNT
    assert found.wrong == 0, f"{found.wrong} of {COUNT} read as another digit"
    if situation in CANNOT_BE_TOLD:
        assert found.refused >= 0.8 * COUNT
    else:
        assert found.right >= (1 if situation == "clean paper" else 0.8) * COUNT, f"only {found.right} of {COUNT} right"


def test_a_situation_is_the_same_every_time_and_longer_runs_begin_with_the_shorter(network: Network) -> None:
    few, more = (list(pictures("perspective and shadow", count, network)) for count in (2, 3))
    assert few == more[:2]
    assert more[1] != more[2]
