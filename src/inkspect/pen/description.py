"""The only description of the pen's vocabulary and network, read from `pen.json`, which the page reads too."""

import functools
import json
import math
from dataclasses import dataclass
from importlib import resources
from typing import TypeAlias, TypedDict

Shape: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class PenDescription:
    """Tokens, the frame they are measured in, and the sizes of the network that reads and writes them.

    Attributes:
        vocabulary: every token's name, by id: the signs, `0` … `9`, `AT 0` … `AT 14`, `STEP 0` … `STEP 15`.
        steps: the longer side of a drawing's frame, in steps.
        reach: a kept point at least this far from the pen, in steps, makes the pen take a step.
        directions: the step of every `STEP` token as x, y: unit vectors, clockwise on the screen from the right.
        place_cells: the first and the last cell of the places that the network tells apart, on either axis.
        context: the most tokens that the network reads at once.
        width: the length of the residual stream's vectors.
        layers: how many layers there are.
        heads: the attention heads of a layer.
        feed_forward: the units of a layer's feed-forward part.
        epsilon: what a normalisation adds to the variance.
    """

    vocabulary: tuple[str, ...]
    steps: int
    reach: float
    directions: tuple[tuple[float, float], ...]
    place_cells: tuple[int, int]
    context: int
    width: int
    layers: int
    heads: int
    feed_forward: int
    epsilon: float

    @functools.cached_property
    def _ids(self) -> dict[str, int]:
        return {name: index for index, name in enumerate(self.vocabulary)}

    def id(self, name: str) -> int:
        """Return the id of the token of this name, such as `READ` or `STEP 3`; raise KeyError if there is none."""
        return self._ids[name]

    def digit(self, digit: int) -> int:
        """Return the id of a digit's token; raise KeyError unless it is 0 … 9."""
        return self._ids[str(digit)]

    def at(self, place: int) -> int:
        """Return the id of the token for a whole step of the frame; raise KeyError if it is outside the frame."""
        return self._ids[f"AT {place}"]

    def step(self, direction: int) -> int:
        """Return the id of the token for a step in this direction; raise KeyError if there is no such direction."""
        return self._ids[f"STEP {direction}"]

    @property
    def place_count(self) -> int:
        """How many cells the network tells apart on either axis."""
        first, last = self.place_cells
        return last - first + 1

    def parameter_shapes(self) -> dict[str, Shape]:
        """Return every parameter's name and shape: the embeddings, the layers in order, the last normalisation."""
        width, inner = self.width, self.feed_forward
        shapes: dict[str, Shape] = {
            "token.weight": (len(self.vocabulary), width),
            "position.weight": (self.context, width),
            "place_x.weight": (self.place_count, width),
            "place_y.weight": (self.place_count, width),
            "pen_up.weight": (width,),
        }
        for layer in range(1, self.layers + 1):
            parts: dict[str, Shape] = {
                "norm1.weight": (width,),
                "norm1.bias": (width,),
                "attention.qkv.weight": (3 * width, width),
                "attention.qkv.bias": (3 * width,),
                "attention.output.weight": (width, width),
                "attention.output.bias": (width,),
                "norm2.weight": (width,),
                "norm2.bias": (width,),
                "up.weight": (inner, width),
                "up.bias": (inner,),
                "down.weight": (width, inner),
                "down.bias": (width,),
            }
            shapes |= {f"layer{layer}.{name}": shape for name, shape in parts.items()}
        return shapes | {"norm.weight": (width,), "norm.bias": (width,)}

    @property
    def parameter_count(self) -> int:
        """The number of parameters."""
        return sum(math.prod(shape) for shape in self.parameter_shapes().values())


class _VocabularyEntry(TypedDict):
    signs: list[str]
    digits: int


class _FrameEntry(TypedDict):
    steps: int


class _NetworkEntry(TypedDict):
    width: int
    layers: int
    heads: int
    feed_forward: int
    epsilon: float


class _PenEntry(TypedDict):
    vocabulary: _VocabularyEntry
    frame: _FrameEntry
    reach: float
    directions: list[tuple[float, float]]
    place_cells: tuple[int, int]
    context: int
    network: _NetworkEntry


@functools.cache
def load_pen() -> PenDescription:
    """Return the description that ships with the package."""
    text = resources.files("inkspect.pen").joinpath("pen.json").read_text(encoding="utf-8")
    entry: _PenEntry = json.loads(text)
    steps, directions = entry["frame"]["steps"], entry["directions"]
    first_cell, last_cell = entry["place_cells"]
    return PenDescription(
        vocabulary=(
            *entry["vocabulary"]["signs"],
            *(str(digit) for digit in range(entry["vocabulary"]["digits"])),
            *(f"AT {place}" for place in range(steps + 1)),
            *(f"STEP {direction}" for direction in range(len(directions))),
        ),
        steps=steps,
        reach=entry["reach"],
        directions=tuple((float(x), float(y)) for x, y in directions),
        place_cells=(first_cell, last_cell),
        context=entry["context"],
        **entry["network"],
    )
