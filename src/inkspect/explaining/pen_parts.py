"""The numbers of the pen's network by name; web/src/explain/pen/parts.ts has the same."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from inkspect.pen.description import load_pen
from inkspect.system.arguments import shown
from inkspect.system.errors import InvalidValueError

Quantity: TypeAlias = Literal[
    "embedding",
    "normalized1",
    "query",
    "key",
    "value",
    "score",
    "attention",
    "head",
    "attended",
    "middle",
    "normalized2",
    "preactivation",
    "activation",
    "fedForward",
    "after",
    "normalized",
    "logit",
    "probability",
]
"""What the network computes, as the trace names it."""

_OF_TOKEN: tuple[Quantity, ...] = ("embedding", "normalized")
_OF_HEAD: tuple[Quantity, ...] = ("score", "attention")
_OF_NEXT: tuple[Quantity, ...] = ("logit", "probability")
_COUNTED_FROM_1 = ("layer", "head")


@dataclass(frozen=True)
class PenPart:
    """One number of a trace; what it has not is None.

    Attributes:
        quantity: what it is.
        token: the token's position in the sequence.
        layer: from 0.
        head: from 0, of a score or attention.
        key: the position of the token that is looked at.
        unit: from 0, of the token's vector.
        next: the token of the vocabulary that may follow.
    """

    quantity: Quantity
    token: int
    layer: int | None = None
    head: int | None = None
    key: int | None = None
    unit: int | None = None
    next: int | None = None

    def __str__(self) -> str:
        """Return the name, layers and heads counted from 1: `query.1.17.5`, `attention.2.3.17.9`, `logit.17.33`."""
        indices = ((index, getattr(self, index)) for index in _indices_of(self.quantity))
        return ".".join([self.quantity, *(str(value + (index in _COUNTED_FROM_1)) for index, value in indices)])

    @property
    def own_layer(self) -> int:
        """The layer of a part that has one."""
        return _known(self.layer)

    @property
    def own_unit(self) -> int:
        """The unit of a part that has one."""
        return _known(self.unit)

    @property
    def own_key(self) -> int:
        """The key of a score or attention."""
        return _known(self.key)

    @property
    def own_head(self) -> int:
        """The head of a score, attention, or unit of queries, keys, values and heads' outputs."""
        return self.own_unit // (load_pen().width // load_pen().heads) if self.head is None else self.head

    @property
    def own_next(self) -> int:
        """The token that may follow, of a logit or probability."""
        return _known(self.next)


def _known(index: int | None) -> int:
    if index is None:
        raise AttributeError("the number has no such index")
    return index


def read_pen_part(name: object) -> PenPart:
    """Return the number of this name.

    Raises:
        InvalidValueError: there is no such number, whatever the sequence.
    """
    if isinstance(name, str):
        quantity, *written = name.split(".")
        for one in get_args(Quantity):
            indices = _indices_of(one)
            if one == quantity and len(written) == len(indices) and all(map(_is_index, written)):
                numbers = {
                    index: int(text) - (index in _COUNTED_FROM_1) for index, text in zip(indices, written, strict=True)
                }
                within = all(0 <= value < _limit(one, index) for index, value in numbers.items())
                if within and numbers.get("key", 0) <= numbers["token"]:
                    return PenPart(one, **numbers)
    raise InvalidValueError(
        f'part must be written as in "attention.2.3.17.9", "query.1.17.5" or "logit.17.33", not {shown(name)}'
    )


def _is_index(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 2 and (len(text) == 1 or text[0] != "0")


def _indices_of(quantity: Quantity) -> tuple[str, ...]:
    if quantity in _OF_TOKEN:
        return ("token", "unit")
    if quantity in _OF_HEAD:
        return ("layer", "head", "token", "key")
    return ("token", "next") if quantity in _OF_NEXT else ("layer", "token", "unit")


def units_of(quantity: Quantity) -> int:
    """Return how many numbers a token's vector of a quantity has."""
    pen = load_pen()
    return pen.feed_forward if quantity in ("preactivation", "activation") else pen.width


def _limit(quantity: Quantity, index: str) -> int:
    pen = load_pen()
    limits = {"layer": pen.layers, "head": pen.heads, "next": len(pen.vocabulary), "unit": units_of(quantity)}
    return limits.get(index, pen.context)
