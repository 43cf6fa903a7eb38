"""Token by token, the network computes what it computes for the whole sequence."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkspect.pen.embedding import EmbeddedTokens, Embedding
from inkspect.pen.network import PenNetwork
from inkspect.pen.stepping import Stepping
from inkspect.pen.writing import write
from inkspect.system.errors import InvalidValueError
from pen_material import a_sequence, lively_network

few_cases = settings(max_examples=20, deadline=None)


@few_cases
@given(seed=st.integers(0, 2**32 - 1), movements=st.integers(0, 80), data=st.data())
def test_steps_of_any_length_give_the_logits_of_the_whole(seed: int, movements: int, data: st.DataObject) -> None:
    network, ids = lively_network(seed), a_sequence(np.random.default_rng(seed), movements)
    stepping, length = Stepping(network), 0
    while length < len(ids):
        length = min(len(ids), length + data.draw(st.integers(1, 9)))
        found = stepping.logits(ids[:length])
        np.testing.assert_allclose(found, network.logits(ids[:length]), rtol=1e-9, atol=1e-9)


@few_cases
@given(seed=st.integers(0, 2**32 - 1), data=st.data())
def test_any_sequence_can_follow_any_other(seed: int, data: st.DataObject) -> None:
    random = np.random.default_rng(seed)
    network, ids, other = lively_network(seed), a_sequence(random, 25), a_sequence(random, 40)
    stepping = Stepping(network)
    for _ in range(4):
        kept, end = data.draw(st.integers(0, 25)), data.draw(st.integers(1, 40))
        asked = data.draw(st.sampled_from([[*ids[:kept], *other[kept:]][:end], ids[:end], other[:end]]))
        np.testing.assert_allclose(stepping.logits(asked), network.logits(asked), rtol=1e-9, atol=1e-9)


def counted_tokens(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many tokens pass through the network each time, from now on."""
    passed: list[int] = []
    embed = Embedding.forward

    def counted(self: Embedding, tokens: EmbeddedTokens, first_position: int = 0) -> object:
        passed.append(tokens.ids.size)
        return embed(self, tokens, first_position)

    monkeypatch.setattr(Embedding, "forward", counted)
    return passed


def test_only_tokens_that_the_last_sequence_did_not_have_pass_through_the_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passed = counted_tokens(monkeypatch)
    stepping = Stepping(PenNetwork.initialized(1))
    for ids in ([0, 16, 17, 31, 32], [0, 16, 17, 31, 32, 33], [0, 16, 17, 31], [0, 16, 17, 40, 41]):
        stepping.logits(ids)
    assert passed == [5, 1, 2]


def test_it_computes_in_float64_whatever_the_network_does() -> None:
    network, ids = PenNetwork.initialized(2), a_sequence(np.random.default_rng(2), 20)
    found = Stepping(network).logits(ids)
    assert found.dtype == np.float64
    np.testing.assert_allclose(found, network.as_type(np.float64).logits(ids), rtol=1e-12, atol=1e-12)


def test_the_network_writes_in_float64_and_at_the_price_of_the_new_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    network = lively_network(4, scale=0.2).as_type(np.float32)
    exact = network.as_type(np.float64)
    whole = write(SimpleNamespace(logits=exact.logits), 7, seed=3)  # the plain way: everything again for every token
    assert write(Stepping(network), 7, seed=3) == whole
    passed = counted_tokens(monkeypatch)
    assert write(network, 7, seed=3) == whole
    assert sum(passed) == len(whole.ids) - whole.ended


def test_what_it_returned_stays_as_it_was() -> None:
    stepping = Stepping(PenNetwork.initialized(2))
    found = stepping.logits([0, 16, 17])
    kept = found.copy()
    stepping.logits([1, 9, 20])
    np.testing.assert_array_equal(found, kept)


@pytest.mark.parametrize(("ids", "said"), [([], "at least one"), ([47], "from 0 to 46"), ([31] * 97, "97 tokens")])
def test_what_is_no_sequence_of_tokens_is_refused_and_changes_nothing(ids: list[int], said: str) -> None:
    stepping = Stepping(PenNetwork.initialized(0))
    before = stepping.logits([0, 16])
    with pytest.raises(InvalidValueError, match=said):
        stepping.logits(ids)
    np.testing.assert_array_equal(stepping.logits([0, 16]), before)
