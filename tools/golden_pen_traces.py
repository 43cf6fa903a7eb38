"""The golden cases of the pen's network: made-up weights, and every number that they give for some drawings."""

import json
import sys
from pathlib import Path

import numpy as np
import safetensors.numpy
from numpy.typing import NDArray

from inkspect.pen.description import load_pen
from inkspect.pen.network import PenNetwork
from inkspect.pen.weights import serialize_weights

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
import reference_pen as pen
from reference_pen_network import plain_trace

TRACED: dict[str, list[str]] = {
    "a tap": ["ASK", "0", "END"],
    "7 with a bar, 1": ["ASK", "7", "END"],
    "8 in one stroke, 1": [],
    "a dot above a line": ["ASK"],
}
"""Drawings of the file of tokens, of which every number is told, and what follows them."""

OF_THE_WHOLE_CONTEXT = "more than the context, one stroke"
"""Traced too, but of its numbers only the last are told: they take the most room."""

TOLD_OF_IT = ("logits", "probabilities")

_SPREAD = 0.6
"""Made-up parameters are even between minus this and this: larger than learned ones, so that every one matters."""


def golden_pen_weights() -> bytes:
    """Return a weights file of made-up parameters, which no training makes stale."""
    random = np.random.Generator(np.random.PCG64(0))
    parameters = {}
    for name, shape in load_pen().parameter_shapes().items():
        scales = "norm" in name and name.endswith(".weight")
        parameters[name] = (random.random(shape) * 2 - 1) * _SPREAD + (1 if scales else 0)
    return serialize_weights(PenNetwork.from_parameters(parameters), {"credit": "made up, for tests"})


def golden_pen_traces(weights: bytes, tokens: bytes) -> dict[str, NDArray[np.generic]]:
    """Return every number by the number of the case and its name in `PenTrace`, scores of later keys being 0.

    Args:
        weights: the bytes of a weights file.
        tokens: the lines of the file of tokens.
    """
    parameters = {name: values.astype(np.float64) for name, values in safetensors.numpy.load(weights).items()}
    drawn = {case["name"]: case["ids"] for case in map(json.loads, tokens.splitlines())}
    tensors: dict[str, NDArray[np.generic]] = {}
    for number, name in enumerate([*TRACED, OF_THE_WHOLE_CONTEXT]):
        ids = drawn[name] + [pen.VOCABULARY.index(token) for token in TRACED.get(name, ["ASK", "4"])]
        trace = plain_trace(ids, parameters, load_pen())
        tensors[f"{number}.ids"] = np.array(ids, np.uint8)
        for part, values in trace.items():
            if name in TRACED or part in TOLD_OF_IT:
                tensors[f"{number}.{part}"] = np.where(np.isfinite(values), values, 0).astype(np.float32)
    return tensors
