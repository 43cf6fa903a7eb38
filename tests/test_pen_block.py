"""The page's block of the pen's network: the weights file, in which what it tells of its training run is packed."""

import base64
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from inkspect.page.pen_block import pen_block
from inkspect.pen.network import PenNetwork
from inkspect.pen.weights import parse_weights, published_weights
from inkspect.system.errors import InkspectError

MEASURES = ("loss", "drawings", "halves", "movements")


def in_the_page(weights: Path | PenNetwork) -> PenNetwork:
    return parse_weights(base64.b64decode(pen_block(weights)["safetensors"]), "the page's block")


def told(**metadata: str) -> dict[str, str]:
    """Return what the page is told of weights with this metadata."""
    network = in_the_page(PenNetwork.initialized(1).with_metadata(metadata))
    return {key: network.metadata[key] for key in metadata}


def test_it_holds_the_parameters_bit_by_bit_and_the_sum_of_the_file_as_it_was() -> None:
    content = published_weights().read_bytes()
    published = parse_weights(content, "published")
    np.testing.assert_array_equal(in_the_page(published_weights()).parameter_vector, published.parameter_vector)
    assert pen_block(published_weights())["sha256"] == hashlib.sha256(content).hexdigest()


def test_a_character_a_token_stands_for_what_was_written() -> None:
    published = parse_weights(published_weights().read_bytes(), "published").metadata
    packed = in_the_page(published_weights()).metadata
    unpacked = [
        {**moment, "digits": [[ord(character) - ord("0") for character in text] for text in moment["digits"]]}
        for moment in json.loads(packed["written"])
    ]
    assert unpacked == json.loads(published["written"])


def test_a_history_keeps_what_is_shown_of_it_to_three_digits() -> None:
    history = {name: [0.123456, 12.3456] for name in MEASURES} | {"seconds": [1.0, 2.0]}
    packed = told(history=json.dumps(history))
    assert json.loads(packed["history"]) == {name: [0.123, 12.3] for name in MEASURES}


def test_all_else_is_told_as_it_is() -> None:
    published = parse_weights(published_weights().read_bytes(), "published").metadata
    packed = in_the_page(published_weights()).metadata
    same = published.keys() - {"written", "history"}
    assert packed.keys() == published.keys()
    assert {key: packed[key] for key in same} == {key: published[key] for key in same}


@pytest.mark.parametrize("key", ["written", "history"])
@pytest.mark.parametrize(
    "text",
    ["", "no JSON", "7", "null", "[7]", '{"loss": 3}', '[{"epoch": 1, "digits": [[-99]]}]', "[" * 100_000],
    ids=lambda text: text[:12],
)
def test_a_text_in_another_form_stays_as_it_is(key: str, text: str) -> None:
    assert told(**{key: text}) == {key: text}


def test_weights_of_the_other_network_give_no_block_but_one_line() -> None:
    with pytest.raises(InkspectError, match="not a weights file of the pen's network"):
        pen_block(published_weights().with_name("weights.safetensors"))
