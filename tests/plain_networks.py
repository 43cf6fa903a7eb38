"""Networks whose answers can be worked out by hand, and drawings by named writers to ask them about."""

import numpy as np

from inkspect.data.strokes import Drawing
from inkspect.network.network import Network

DOT = np.array([[0.0, 0.0]])
SCRIBBLE = np.array([[0.0, 0.0], [9.0, 2.0], [0.0, 4.0], [9.0, 6.0], [0.0, 8.0], [9.0, 10.0]])


def drawing_by(writer: str | None, label: int | str, stroke: np.ndarray = SCRIBBLE) -> Drawing:
    return Drawing((stroke,), label=str(label), extra={} if writer is None else {"writer": writer})


def deaf_network(**logits: float) -> Network:
    """A network that answers every picture alike: `_3=2.0` gives the logit of 3, the others are 0."""
    parameters = {name: np.zeros_like(values) for name, values in Network.initialized(0).parameters().items()}
    for name, logit in logits.items():
        parameters["fc2.bias"][int(name[1:])] = logit
    return Network.from_parameters(parameters)


def ink_meter(share: float = 0.1) -> Network:
    """A network that finds 3 the likelier the more ink there is: its logit is this share of the ink it pools."""
    parameters = {name: np.zeros_like(values) for name, values in Network.initialized(0).parameters().items()}
    parameters["conv1.weight"][0, 0, 2, 2] = 1
    parameters["conv2.weight"][0, 0, 1, 1] = 1
    parameters["fc1.weight"][0, :25] = 1  # the 25 cells of the first map
    parameters["fc2.weight"][3, 0] = share
    return Network.from_parameters(parameters)


def temperature_for(logit: float, right: float) -> float:
    """What a network must be divided by that gives one digit this logit, where it is right in this share of cases.

    The likeliest temperature makes the probability that share: e^(logit/T) / (e^(logit/T) + 9) = right.
    """
    return float(logit / np.log(9 * right / (1 - right)))
