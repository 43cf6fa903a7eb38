"""What a number of the pen's network feeds; web/src/explain/pen has the same."""

from dataclasses import replace

from inkspect.explaining.pen_parts import PenPart, Quantity, units_of
from inkspect.pen.description import load_pen


def vector_of(quantity: Quantity, part: PenPart) -> list[PenPart]:
    """Return all units of a quantity of the part's token, and of its layer if it has one."""
    return [PenPart(quantity, part.token, part.layer, unit=unit) for unit in range(units_of(quantity))]


def pen_targets(part: PenPart, tokens: int) -> list[PenPart]:
    """Return the next numbers that a number is part of, among so many tokens."""
    token, layer, unit = part.token, part.layer, part.unit

    def own(*quantities: Quantity) -> list[PenPart]:
        return [replace(part, quantity=quantity) for quantity in quantities]

    match part.quantity:
        case "embedding":
            return [PenPart(quantity, token, 0, unit=unit) for quantity in ("normalized1", "middle")]
        case "after" if part.own_layer + 1 < load_pen().layers:
            return [PenPart(quantity, token, part.own_layer + 1, unit=unit) for quantity in ("normalized1", "middle")]
        case "after":
            return [PenPart("normalized", token, unit=unit)]
        case "normalized":
            return [PenPart("logit", token, next=word) for word in range(len(load_pen().vocabulary))]
        case "logit":
            return own("probability")
        case "score":
            return own("attention")
        case "attention":
            size = units_of("head") // load_pen().heads
            first = part.own_head * size
            return [PenPart("head", token, layer, unit=one) for one in range(first, first + size)]
        case "normalized1":
            return [one for quantity in ("query", "key", "value") for one in vector_of(quantity, part)]
        case "query":
            return [PenPart("score", token, layer, part.own_head, key) for key in range(token + 1)]
        case "key":
            return [PenPart("score", later, layer, part.own_head, token) for later in range(token, tokens)]
        case "value":
            return [PenPart("head", later, layer, unit=unit) for later in range(token, tokens)]
        case "head":
            return vector_of("attended", part)
        case "attended":
            return own("middle")
        case "middle":
            return own("normalized2", "after")
        case "normalized2":
            return vector_of("preactivation", part)
        case "preactivation":
            return own("activation")
        case "activation":
            return vector_of("fedForward", part)
        case "fedForward":
            return own("after")
        case "probability":
            return []
