"""What `pen.json` describes is what DESIGN says: the tokens in their order, the network's parameters."""

import math

import pytest

from inkspect.pen.description import load_pen

PEN = load_pen()


def test_the_vocabulary_is_in_its_published_order() -> None:
    assert PEN.vocabulary == (
        *("READ", "WRITE", "ASK", "END", "LIFT", "DROP"),
        *"0123456789",
        *(f"AT {place}" for place in range(15)),
        *(f"STEP {direction}" for direction in range(16)),
    )
    assert len(PEN.vocabulary) == 47


def test_a_token_is_found_by_what_it_means() -> None:
    assert (PEN.id("READ"), PEN.digit(7), PEN.at(4), PEN.step(3)) == (0, 13, 20, 34)


@pytest.mark.parametrize("name", ["10", "AT 15", "AT -1", "STEP 16", "PAD", ""])
def test_what_is_no_token_has_no_id(name: str) -> None:
    with pytest.raises(KeyError):
        PEN.id(name)


def test_the_directions_are_sixteen_equal_turns_clockwise_on_the_screen() -> None:
    for index, (x, y) in enumerate(PEN.directions):
        angle = index * math.tau / 16
        assert (x, y) == pytest.approx((math.cos(angle), math.sin(angle)), abs=1e-15)


def test_opposite_directions_cancel_exactly() -> None:
    for index, (x, y) in enumerate(PEN.directions):
        assert PEN.directions[(index + 8) % 16] == (-x, -y)


def test_the_network_has_exactly_the_published_parameters() -> None:
    layer = {
        "norm1.weight": (32,),
        "norm1.bias": (32,),
        "attention.qkv.weight": (96, 32),
        "attention.qkv.bias": (96,),
        "attention.output.weight": (32, 32),
        "attention.output.bias": (32,),
        "norm2.weight": (32,),
        "norm2.bias": (32,),
        "up.weight": (92, 32),
        "up.bias": (92,),
        "down.weight": (32, 92),
        "down.bias": (32,),
    }
    assert PEN.parameter_shapes() == {
        "token.weight": (47, 32),
        "position.weight": (96, 32),
        "place_x.weight": (29, 32),
        "place_y.weight": (29, 32),
        "pen_up.weight": (32,),
        **{f"layer1.{name}": shape for name, shape in layer.items()},
        **{f"layer2.{name}": shape for name, shape in layer.items()},
        "norm.weight": (32,),
        "norm.bias": (32,),
    }
    assert PEN.parameter_count == 27_256


def test_the_heads_share_the_width_evenly() -> None:
    assert (PEN.width, PEN.heads, PEN.layers, PEN.feed_forward, PEN.epsilon) == (32, 4, 2, 92, 1e-5)
    assert PEN.width % PEN.heads == 0
