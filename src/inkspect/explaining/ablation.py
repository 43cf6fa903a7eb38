"""Switches parts of a network off: feature maps and FC units, whose weights and biases become 0."""

from collections.abc import Iterable

from inkspect.explaining.parts import Node, Part, Unit, read_part
from inkspect.network.network import Network
from inkspect.system.arguments import as_text_list
from inkspect.system.errors import InvalidValueError


def read_switches(names: object, argument: str = "off") -> tuple[Part, ...]:
    """Return the parts to switch off, each once, in the order given.

    Raises:
        InvalidValueError: a name is not that of a feature map or an FC unit.
    """
    parts: dict[Part, None] = {}
    for name in as_text_list(names, argument):
        part = read_part(name, argument)
        if not _can_be_switched_off(part):
            raise InvalidValueError(
                f"{argument} {name!r} cannot be switched off; feature maps (map1.3, map2.12) and FC units (fc1.17) can"
            )
        parts[part] = None
    return tuple(parts)


def without(network: Network, parts: Iterable[Part]) -> Network:
    """Return a network in which these feature maps and FC units compute 0, whatever is drawn; the given one stays."""
    switched_off = list(parts)
    if not switched_off:
        return network
    parameters = {name: values.copy() for name, values in network.parameters().items()}
    for part in switched_off:
        if isinstance(part, Unit | Node) and _can_be_switched_off(part):
            layer = {"map1": "conv1", "map2": "conv2"}.get(part.layer, "fc1")
            parameters[f"{layer}.weight"][part.index[0]] = 0
            parameters[f"{layer}.bias"][part.index[0]] = 0
    return Network.from_parameters(
        parameters,
        network.parameter_vector.dtype,
        network.architecture,
        verdict_rule=network.verdict_rule,
        metadata=network.metadata,
    )


def _can_be_switched_off(part: Part) -> bool:
    return isinstance(part, Unit | Node) and part.layer in ("map1", "map2", "fc1")
