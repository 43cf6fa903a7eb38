"""The 208 golden drawings as explanations need them, and the parts of a network."""

import functools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

import golden
import golden_explanations
from inkspect.data.stroke_files import read_strokes
from inkspect.explaining.evidence import Evidence
from inkspect.ink import rasterize_all
from inkspect.network.network import Network
from inkspect.network.weights import load_weights, published_weights

SHAPES: dict[str, tuple[int, ...]] = {
    "input": (28, 28),
    "conv1": (8, 24, 24),
    "pool1": (8, 12, 12),
    "conv2": (16, 10, 10),
    "pool2": (16, 5, 5),
    "fc1": (64,),
    "logit": (10,),
    "probability": (10,),
}
"""The shapes of the layers of units, written out on purpose."""

TOLERANCE = 1e-5
"""Of the sum of the parts' magnitudes, as DESIGN has it."""


@functools.cache
def published() -> Network:
    return load_weights(published_weights())[0]


@functools.cache
def pictures() -> NDArray[np.float32]:
    """The golden drawings' pictures, (208, 28, 28)."""
    files = (golden.DRAWINGS, golden_explanations.HANDWRITTEN)
    drawings = [drawing for file in files for drawing in read_strokes(golden.FOLDER / file)]
    return rasterize_all(drawing.kept for drawing in drawings).astype(np.float32)


@functools.lru_cache(maxsize=2)
def evidence(index: int) -> Evidence:
    """What golden drawing `index` is explained from."""
    return evidence_of(pictures()[index], published())


def evidence_of(picture: NDArray[np.floating], network: Network) -> Evidence:
    return Evidence(network.trace(picture), network)


def units(layer: str) -> Iterator[str]:
    """The names of all units of a layer."""
    for index in np.ndindex(SHAPES[layer]):
        yield ".".join([layer, *map(str, index)])


def every(layer: str, turn: int, turns: int) -> Iterator[str]:
    """The names of a layer's units whose turn it is: in `turns` turns, all of them."""
    for number, name in enumerate(units(layer)):
        if number % turns == turn % turns:
            yield name
