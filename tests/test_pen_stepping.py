"""Token by token, the network computes what it computes for the whole sequence."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkspect.pen.network import PenNetwork
from inkspect.pen.stepping import Stepping
from inkspect.system.errors import InvalidValueError
from pen_material import a_sequence, lively_network

few_cases = settings(max_examples=20, deadline=None)


@few_cases
@given(seed=st.integers(0, 2**32 - 1), movements=st.integers(0, 80), data=st.data())
def test_steps_of_any_length_give_the_logits_of_the_whole(seed: int, movements: int, data: st.DataObject) -> None:
    network, ids = lively_network(seed), a_sequence(np.random.default_rng(seed), movements)
    stepping, found = Stepping(network), []
    while len(stepping.ids) < len(ids):
        start = len(stepping.ids)
        found.append(stepping.append(ids[start : start + data.draw(st.integers(1, 9))]))
    assert stepping.ids == tuple(ids)
    np.testing.assert_allclose(np.concatenate(found), network.logits(ids), rtol=1e-9, atol=1e-9)


@few_cases
@given(seed=st.integers(0, 2**32 - 1), kept=st.integers(0, 30))
def test_after_going_back_it_goes_on_as_if_it_had_never_been_further(seed: int, kept: int) -> None:
    random = np.random.default_rng(seed)
    network, ids, other = lively_network(seed), a_sequence(random, 25), a_sequence(random, 40)
    stepping = Stepping(network)
    stepping.append(ids)
    stepping.keep(kept)
    whole = [*ids[:kept], *other[kept:]]
    found = stepping.append(whole[len(stepping.ids) :])
    np.testing.assert_allclose(found, network.logits(whole)[-len(found) :], rtol=1e-9, atol=1e-9)


def test_it_computes_in_float64_whatever_the_network_does() -> None:
    network, ids = PenNetwork.initialized(2), a_sequence(np.random.default_rng(2), 20)
    found = Stepping(network).append(ids)
    assert found.dtype == np.float64
    np.testing.assert_array_equal(found, Stepping(network.as_type(np.float64)).append(ids))


@pytest.mark.parametrize(("ids", "said"), [([], "at least one"), ([47], "from 0 to 46"), ([31] * 96, "97 tokens")])
def test_what_cannot_follow_is_refused_and_changes_nothing(ids: list[int], said: str) -> None:
    stepping = Stepping(PenNetwork.initialized(0))
    stepping.append([0])
    with pytest.raises(InvalidValueError, match=said):
        stepping.append(ids)
    assert stepping.ids == (0,)
    expected = PenNetwork.initialized(0).as_type(np.float64).logits([0, 16])[1:]
    np.testing.assert_allclose(stepping.append([16]), expected, rtol=1e-9, atol=1e-9)
