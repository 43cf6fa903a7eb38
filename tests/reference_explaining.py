"""DESIGN's explanations written a second time, slowly and plainly, sharing no code with the package."""

from collections.abc import Mapping, Sequence

import numpy as np

import reference
from reference import Float64s

LINKS = ("output", "fc1", "conv2", "conv1")
"""The stages of links, from the output to the picture."""


def trace_back(
    contributions: Mapping[str, Float64s], digits: Sequence[int], rival: int | None
) -> dict[str, dict[tuple[int, int], float]]:
    """Return by stage the kept links, (target, source), with the share of the evidence that each is handed."""
    last = contributions["output"] - contributions["output"].mean(axis=0)
    evidence = {digit: 1 / len(digits) for digit in digits}
    kept: dict[str, dict[tuple[int, int], float]] = {}
    for stage in LINKS:
        flows: dict[tuple[int, int], float] = {}
        if stage == "output" and rival is not None:
            lead = [abs(last[digits[0], source] - last[rival, source]) for source in range(16)]
            for source in range(16):
                for end in (digits[0], rival):
                    pair = abs(last[digits[0], source]) + abs(last[rival, source])
                    if pair > 0:
                        flows[end, source] = lead[source] / sum(lead) * abs(last[end, source]) / pair
        else:
            table = last if stage == "output" else contributions[stage]
            for target, amount in evidence.items():
                parts = [abs(part) if rival is not None else max(part, 0.0) for part in table[target]]
                for source, part in enumerate(parts):
                    if part > 0:
                        flows[target, source] = amount * part / sum(parts)
        kept[stage] = {}
        for link, flow in sorted(flows.items(), key=lambda entry: (-entry[1], entry[0])):
            if sum(kept[stage].values()) >= 0.8 * sum(flows.values()) - 1e-12:
                break
            kept[stage][link] = flow
        evidence = {}
        for (_, source), flow in kept[stage].items():
            evidence[source] = evidence.get(source, 0.0) + flow
    return kept


def integrated_gradients(picture: Float64s, weights: Mapping[str, Float64s], digit: int, rival: int) -> Float64s:
    """Return each cell's share (28, 28) of the difference of two logits, in 64 steps from blank paper."""
    total = np.zeros((28, 28))
    for step in range(64):
        trace = reference.forward((step + 0.5) / 64 * picture, weights)
        total += reference.input_gradient(trace, weights, digit, rival)
    return picture * total / 64


def lead(picture: Float64s, weights: Mapping[str, Float64s], digit: int, rival: int) -> float:
    """Return one logit less another."""
    logits = reference.forward(picture, weights).logits
    return float(logits[digit] - logits[rival])


def without_square(picture: Float64s, row: int, column: int) -> Float64s:
    """Return the picture with a 5×5 square set to 0."""
    changed = picture.copy()
    changed[max(row - 2, 0) : row + 3, max(column - 2, 0) : column + 3] = 0
    return changed


def with_dot(picture: Float64s, row: int, column: int) -> Float64s:
    """Return the picture with a dot of the pen, the larger value kept."""
    changed = picture.copy()
    for y in range(28):
        for x in range(28):
            distance = ((y - row) ** 2 + (x - column) ** 2) ** 0.5
            changed[y, x] = max(picture[y, x], min(max(reference.PEN_RADIUS + 0.5 - distance, 0), 1))
    return changed
