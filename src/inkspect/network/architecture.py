"""The network's only description, read from `architecture.json`, which the page reads too."""

import functools
import json
import math
from dataclasses import dataclass
from importlib import resources
from typing import TypeAlias, TypedDict

Shape: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class ConvolutionSpec:
    """A convolution with square kernels, stride 1 and no padding."""

    name: str
    channels: int
    kernel: int


@dataclass(frozen=True)
class ReluSpec:
    """Replaces negative values by 0."""

    name: str


@dataclass(frozen=True)
class MaxPoolSpec:
    """Takes the largest value of every square patch; patches do not overlap."""

    name: str
    size: int


@dataclass(frozen=True)
class FlattenSpec:
    """Flattens maps to one vector, ordered by channel, row, column."""

    name: str


@dataclass(frozen=True)
class LinearSpec:
    """A fully connected layer."""

    name: str
    units: int


LayerSpec: TypeAlias = ConvolutionSpec | ReluSpec | MaxPoolSpec | FlattenSpec | LinearSpec


@dataclass(frozen=True)
class InkSpec:
    """The constants of the rule that turns strokes into the network's input, in cells of the 28×28 grid."""

    pen_radius: float
    ink_span: float
    box_center: float
    mass_center: float


@dataclass(frozen=True)
class Architecture:
    """The layers in order, the shape of one input picture (channel, row, column), and the ink rule's constants."""

    input_shape: tuple[int, int, int]
    layers: tuple[LayerSpec, ...]
    ink: InkSpec
    pad_pen_width: float
    """How wide the pen draws on the pad, in pad units."""
    fc1_group_units: int

    def output_shapes(self) -> dict[str, Shape]:
        """Return the shape of each layer's output for one picture: (channel, row, column) or (unit,)."""
        shapes: dict[str, Shape] = {}
        shape: Shape = self.input_shape
        for layer in self.layers:
            shape = _output_shape(layer, shape)
            shapes[layer.name] = shape
        return shapes

    def parameter_shapes(self) -> dict[str, Shape]:
        """Return every parameter's name and shape, in layer order."""
        shapes: dict[str, Shape] = {}
        shape: Shape = self.input_shape
        for layer in self.layers:
            match layer:
                case ConvolutionSpec(name, channels, kernel):
                    shapes[f"{name}.weight"] = (channels, shape[0], kernel, kernel)
                    shapes[f"{name}.bias"] = (channels,)
                case LinearSpec(name, units):
                    shapes[f"{name}.weight"] = (units, shape[0])
                    shapes[f"{name}.bias"] = (units,)
                case _:
                    pass
            shape = _output_shape(layer, shape)
        return shapes

    @property
    def parameter_count(self) -> int:
        """The number of parameters."""
        return sum(math.prod(shape) for shape in self.parameter_shapes().values())


def _output_shape(layer: LayerSpec, shape: Shape) -> Shape:
    match layer:
        case ConvolutionSpec(_, channels, kernel):
            return (channels, shape[1] - kernel + 1, shape[2] - kernel + 1)
        case MaxPoolSpec(_, size):
            return (shape[0], shape[1] // size, shape[2] // size)
        case FlattenSpec():
            return (shape[0] * shape[1] * shape[2],)
        case LinearSpec(_, units):
            return (units,)
        case ReluSpec():
            return shape


class _InputEntry(TypedDict):
    channels: int
    height: int
    width: int


class _LayerEntry(TypedDict, total=False):
    kind: str
    name: str
    channels: int
    kernel: int
    size: int
    units: int


class _InkEntry(TypedDict):
    pen_radius: float
    ink_span: float
    box_center: float
    mass_center: float


class _PadEntry(TypedDict):
    pen_width: float


class _DiagramEntry(TypedDict):
    fc1_group_units: int


class _ArchitectureEntry(TypedDict):
    input: _InputEntry
    layers: list[_LayerEntry]
    ink: _InkEntry
    pad: _PadEntry
    diagram: _DiagramEntry


@functools.cache
def load_architecture() -> Architecture:
    """Return the description that ships with the package."""
    text = resources.files("inkspect.network").joinpath("architecture.json").read_text(encoding="utf-8")
    entry: _ArchitectureEntry = json.loads(text)
    return Architecture(
        input_shape=(entry["input"]["channels"], entry["input"]["height"], entry["input"]["width"]),
        layers=tuple(_layer_spec(layer) for layer in entry["layers"]),
        ink=InkSpec(**entry["ink"]),
        pad_pen_width=entry["pad"]["pen_width"],
        fc1_group_units=entry["diagram"]["fc1_group_units"],
    )


def _layer_spec(entry: _LayerEntry) -> LayerSpec:
    name = entry["name"]
    match entry["kind"]:
        case "convolution":
            return ConvolutionSpec(name, entry["channels"], entry["kernel"])
        case "relu":
            return ReluSpec(name)
        case "max_pool":
            return MaxPoolSpec(name, entry["size"])
        case "flatten":
            return FlattenSpec(name)
        case "linear":
            return LinearSpec(name, entry["units"])
        case kind:
            raise ValueError(f"architecture.json has an unknown kind of layer: {kind!r}")
