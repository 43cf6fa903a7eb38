"""Everything that can be asked about, by name: the network's numbers, and the diagram's nodes and links.

A name is a layer and indices from 0, joined by dots, as in the page's address: `input.5.7` (row, column),
`conv1.3.10.11` (map, row, column; before pooling), `pool2.12.2.3`, `fc1.17`, `logit.3`, `probability.3`, `map1.3`,
`map2.12`, `group.4`, `picture`, `link.conv2.5.12` (stage, source, target).
"""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from inkspect.network.architecture import Architecture, load_architecture
from inkspect.system.arguments import shown
from inkspect.system.errors import InvalidValueError

StageName: TypeAlias = Literal["conv1", "conv2", "fc1", "output"]
"""The diagram's stages of links, each named after the layer it leads to, from the input on."""

STAGES: tuple[StageName, ...] = get_args(StageName)

UnitLayer: TypeAlias = Literal["input", "conv1", "pool1", "conv2", "pool2", "fc1", "logit", "probability"]
NodeLayer: TypeAlias = Literal["picture", "map1", "map2", "group"]

_NODE_OF_TARGET: dict[StageName, str] = {"conv1": "map1", "conv2": "map2", "fc1": "group", "output": "logit"}
_INDEX = re.compile(r"0|[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Unit:
    """One number of the network: its layer, and its index (map, row, column), (row, column) or (unit,)."""

    layer: UnitLayer
    index: tuple[int, ...]

    def __str__(self) -> str:
        return ".".join((self.layer, *map(str, self.index)))


@dataclass(frozen=True)
class Node:
    """A node of the diagram made of several numbers: the picture, a feature map, or a group of FC units."""

    layer: NodeLayer
    index: tuple[int, ...]

    def __str__(self) -> str:
        return ".".join((self.layer, *map(str, self.index)))


@dataclass(frozen=True)
class Link:
    """A link of the diagram, from a source node to a target node of a stage."""

    stage: StageName
    source: int
    target: int

    def __str__(self) -> str:
        return f"link.{self.stage}.{self.source}.{self.target}"


Part: TypeAlias = Unit | Node | Link


def read_part(name: object, argument: str = "part") -> Part:
    """Return the part that a name denotes.

    Raises:
        InvalidValueError: it denotes none; the line says what a name looks like, or which index is too large.
    """
    if not isinstance(name, str):
        raise InvalidValueError(f"{argument} must be a name such as 'conv2.12.2.3', not {shown(name)}")
    layer, *words = name.split(".")
    stage: StageName | None = None
    sizes: tuple[int, ...]
    if layer == "link" and words:
        stage = next((known for known in STAGES if known == words[0]), None)
        sizes = link_sizes()[stage][::-1] if stage else ()
        words = words[1:]
    else:
        sizes = _sizes().get(layer, ())
    known = stage is not None or layer in _sizes()
    if not known or len(words) != len(sizes) or not all(map(_INDEX.fullmatch, words)):
        raise InvalidValueError(f"{argument} {shown(name)} is unknown; {_forms()}")
    index = tuple(map(int, words))
    for number, size in zip(index, sizes, strict=True):
        if number >= size:
            raise InvalidValueError(f"{argument} {shown(name)}: {number} is not below {size}; indices count from 0")
    if stage is not None:
        return Link(stage, *index)
    for unit_layer in get_args(UnitLayer):
        if layer == unit_layer:
            return Unit(unit_layer, index)
    return next(Node(node, index) for node in get_args(NodeLayer) if layer == node)


def link_sizes() -> dict[StageName, tuple[int, int]]:
    """Return the number of targets and sources of every stage's links."""
    architecture = load_architecture()
    maps1, maps2, groups, digits = (
        architecture.parameter_shapes()["conv1.bias"][0],
        architecture.parameter_shapes()["conv2.bias"][0],
        group_count(architecture),
        architecture.parameter_shapes()["fc2.bias"][0],
    )
    return {
        "conv1": (maps1, architecture.input_shape[0]),
        "conv2": (maps2, maps1),
        "fc1": (groups, maps2),
        "output": (digits, groups),
    }


def group_count(architecture: Architecture) -> int:
    """Return the number of groups into which the diagram gathers the FC units."""
    return architecture.parameter_shapes()["fc1.bias"][0] // architecture.fc1_group_units


def ends_of(link: Link) -> tuple[str, str]:
    """Return the names of the two nodes that a link joins, the source first."""
    before = STAGES.index(link.stage) - 1
    source = "picture" if before < 0 else f"{_NODE_OF_TARGET[STAGES[before]]}.{link.source}"
    return source, f"{_NODE_OF_TARGET[link.stage]}.{link.target}"


def stage_of(node: Node) -> StageName | None:
    """Return the stage whose links lead to a node; None for the picture."""
    return next((stage for stage, layer in _NODE_OF_TARGET.items() if layer == node.layer), None)


def _sizes() -> dict[str, tuple[int, ...]]:
    """Return, by layer of units or nodes, what every index must stay below."""
    architecture = load_architecture()
    shapes, links = architecture.output_shapes(), link_sizes()
    return {
        "input": architecture.input_shape[1:],
        **{layer: shapes[layer] for layer in ("conv1", "pool1", "conv2", "pool2", "fc1")},
        "logit": shapes["fc2"],
        "probability": shapes["fc2"],
        "picture": (),
        **{_NODE_OF_TARGET[stage]: links[stage][:1] for stage in ("conv1", "conv2", "fc1") if stage in links},
    }


def _forms() -> str:
    return (
        "parts are input.ROW.COLUMN, conv1.MAP.ROW.COLUMN, pool1.…, conv2.…, pool2.…, fc1.UNIT, logit.DIGIT, "
        "probability.DIGIT, picture, map1.MAP, map2.MAP, group.GROUP and link.STAGE.SOURCE.TARGET"
    )
