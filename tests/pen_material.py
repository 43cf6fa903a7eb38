"""Made-up pen networks and sequences of tokens to run them on."""

import dataclasses
from collections.abc import Mapping

import numpy as np

from inkspect.pen.description import PenDescription, load_pen
from inkspect.pen.network import PenNetwork
from numerical import Float64s


def small_description() -> PenDescription:
    """The pen's vocabulary with a smaller network."""
    return dataclasses.replace(load_pen(), context=24, width=6, layers=2, heads=2, feed_forward=5)


def lively_network(seed: int, description: PenDescription | None = None, scale: float = 0.5) -> PenNetwork:
    """A network in float64 whose every parameter matters: none is 0 or 1 as in an untrained one."""
    shapes = (description or load_pen()).parameter_shapes()
    random = np.random.default_rng(seed)
    parameters = {name: random.normal(0.0, scale, shape) for name, shape in shapes.items()}
    for name in parameters:
        if "norm" in name and name.endswith(".weight"):
            parameters[name] += 1
    return PenNetwork.from_parameters(parameters, np.float64, description)


def float64s(named: Mapping[str, np.ndarray]) -> dict[str, Float64s]:
    """Parameters by name, for the reference."""
    return {name: np.asarray(values, np.float64) for name, values in named.items()}


def a_sequence(random: np.random.Generator, movements: int, description: PenDescription | None = None) -> list[int]:
    """A legal drawing of so many movements, now and then with a lifted pen, between READ and ASK, digit, END."""
    pen = description or load_pen()
    ids = [pen.id("READ"), pen.at(int(random.integers(15))), pen.at(int(random.integers(15)))]
    up = False
    for _ in range(movements):
        if random.random() < 0.2:
            up = not up
            ids.append(pen.id("LIFT" if up else "DROP"))
        else:
            ids.append(pen.step(int(random.integers(16))))
    if up:
        ids.append(pen.id("DROP"))
    return [*ids, pen.id("ASK"), pen.digit(int(random.integers(10))), pen.id("END")]
