"""DESIGN's rules written a second time, slowly and plainly, sharing no code with the package.

The golden cases are computed here, in float64; Python's and TypeScript's fast versions are then held against them. The
constants stand here as numbers on purpose: a slip in `architecture.json` would otherwise go unseen.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Float64s = NDArray[np.float64]
PEN_RADIUS = 1.15
PAD_SIDE = 4096
PAD_PEN_WIDTH = 230


def cut_to_pad(strokes: Sequence[Sequence[Sequence[float]]]) -> list[list[list[int]]]:
    """Placed strokes of points [x, y] or [x, y, t], t whole → what the pad keeps of them, in exact fractions."""
    kept: list[list[list[int]]] = []
    for stroke in strokes:
        points = [[_half_up(Fraction(value)) for value in point] for point in stroke]
        if points and _on_pad(points[0]):
            kept.append([points[0]])
        for start, end in pairwise(points):
            borders = [(border - a, b - a) for a, b in zip(start[:2], end[:2], strict=True) for border in (0, PAD_SIDE)]
            shares = {Fraction(way, whole) for way, whole in borders if whole != 0 and 0 < Fraction(way, whole) < 1}
            # Between two neighbours of these the way is wholly on the pad or wholly outside: its middle tells which.
            pieces = [
                piece
                for piece in pairwise(sorted({Fraction(0), Fraction(1)} | shares))
                if _on_pad(_way(start, end, (piece[0] + piece[1]) / 2))
            ]
            if pieces and pieces[0][0] > 0:
                kept.append([_rounded_way(start, end, pieces[0][0])])
            if pieces and pieces[-1][1] < 1:
                kept[-1].append(_rounded_way(start, end, pieces[-1][1]))
            elif pieces:
                kept[-1].append(end)
            elif _on_pad(end):
                kept.append([end])
    return kept


def _way(start: Sequence[int], end: Sequence[int], share: Fraction) -> list[Fraction]:
    return [a + (b - a) * Fraction(share) for a, b in zip(start, end, strict=True)]


def _rounded_way(start: Sequence[int], end: Sequence[int], share: Fraction) -> list[int]:
    values = _way(start, end, share)
    undecided = [value for value in values if abs(value % 1 - Fraction(1, 2)) < Fraction(1, 10**6)]
    assert not undecided, f"rounding in float64 may decide {undecided} otherwise: choose another case"
    return [_half_up(value) for value in values]


def _half_up(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2))


def _on_pad(point: Sequence[Fraction | int]) -> bool:
    return all(0 <= value <= PAD_SIDE for value in point[:2])


def ink_rule(
    strokes: Sequence[Sequence[Sequence[float]]], *, fit: bool = True, mass: bool = True, pen: bool = True
) -> Float64s:
    """Strokes of points [x, y, …] → (28, 28); 0 everywhere where there is no point. Without a step, in pad units.

    Without `fit` the pad's square is laid onto the grid; without `mass` nothing is shifted at the end; without `pen` it
    is as wide as on the pad, and scaled with the ink.
    """
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return np.zeros((28, 28))
    left, right = min(p[0] for p in points), max(p[0] for p in points)
    top, bottom = min(p[1] for p in points), max(p[1] for p in points)
    side = max(right - left, bottom - top)
    middle, centre = ((left + right) / 2, (top + bottom) / 2), 14
    if not fit:
        middle, centre = (0, 0), 0
        scale = 28 / PAD_SIDE
    elif pen:
        scale = (20 - 2 * PEN_RADIUS) / side if side > 0 else 0.0
    else:
        scale = 20 / (side + PAD_PEN_WIDTH)
    radius = PEN_RADIUS if pen else PAD_PEN_WIDTH * scale / 2
    cells = [
        [(centre + (p[0] - middle[0]) * scale, centre + (p[1] - middle[1]) * scale) for p in stroke]
        for stroke in strokes
    ]
    first = _draw(cells, radius)
    if not mass:
        return first
    total = first.sum()
    centre_x = sum(first[row, column] * (column + 0.5) for row in range(28) for column in range(28)) / total
    centre_y = sum(first[row, column] * (row + 0.5) for row in range(28) for column in range(28)) / total
    return _draw([[(x + 14.5 - centre_x, y + 14.5 - centre_y) for x, y in stroke] for stroke in cells], radius)


def _draw(strokes: Sequence[Sequence[tuple[float, float]]], radius: float) -> Float64s:
    distance = np.full((28, 28), np.inf)
    centre_x, centre_y = np.meshgrid(np.arange(28) + 0.5, np.arange(28) + 0.5)
    for stroke in strokes:
        ends = list(pairwise(stroke)) or [(point, point) for point in stroke]
        for (x0, y0), (x1, y1) in ends:
            length = math.hypot(x1 - x0, y1 - y0)
            # In units along the segment, the nearest point's place is cut to the segment's two ends.
            ux, uy = ((x1 - x0) / length, (y1 - y0) / length) if length > 0 else (0.0, 0.0)
            along = np.minimum(np.maximum((centre_x - x0) * ux + (centre_y - y0) * uy, 0), length)
            distance = np.minimum(distance, np.hypot(centre_x - x0 - along * ux, centre_y - y0 - along * uy))
    return np.minimum(np.maximum(radius + 0.5 - distance, 0), 1)


@dataclass(frozen=True)
class MapTrace:
    """A convolution's stage for one picture: maps are (channel, row, column)."""

    windows: Float64s
    """What each map cell looks at: (source, row, column, kernel row, kernel column)."""
    preactivations: Float64s
    pooled: Float64s
    winners: NDArray[np.int8]
    """0 … 3 in row order, the first largest of the rectified patch; -1 where that is not above 0."""


@dataclass(frozen=True)
class ReferenceTrace:
    """Everything the network computes for one picture, in float64."""

    conv1: MapTrace
    conv2: MapTrace
    fc1: Float64s
    """Pre-activations (64)."""
    logits: Float64s
    probabilities: Float64s


@dataclass(frozen=True)
class Explained:
    """One layer's links: contributions (target, source), live biases (target) and summed activations (target)."""

    contributions: Float64s
    biases: Float64s
    sums: Float64s


def forward(picture: Float64s, weights: Mapping[str, Float64s]) -> ReferenceTrace:
    """Run DESIGN's network on one picture (28, 28)."""
    conv1 = _convolve_and_pool(picture[np.newaxis], weights["conv1.weight"], weights["conv1.bias"])
    conv2 = _convolve_and_pool(conv1.pooled, weights["conv2.weight"], weights["conv2.bias"])
    flat = [conv2.pooled[c, row, column] for c in range(16) for row in range(5) for column in range(5)]
    fc1 = np.sum(weights["fc1.weight"] * np.array(flat), axis=1) + weights["fc1.bias"]
    logits = np.sum(weights["fc2.weight"] * np.maximum(fc1, 0), axis=1) + weights["fc2.bias"]
    powers = np.exp(logits - logits.max())
    return ReferenceTrace(conv1, conv2, fc1, logits, powers / powers.sum())


def explain_maps(stage: MapTrace, weight: Float64s, bias: Float64s) -> Explained:
    """Into a convolution's maps: what comes from each source at the winners, summed over the live cells."""
    targets, sources = weight.shape[:2]
    contributions, biases, sums = np.zeros((targets, sources)), np.zeros(targets), np.zeros(targets)
    for target in range(targets):
        for row, column in np.argwhere(stage.winners[target] >= 0):
            winner = stage.winners[target, row, column]
            window = stage.windows[:, 2 * row + winner // 2, 2 * column + winner % 2]
            contributions[target] += np.sum(weight[target] * window, axis=(1, 2))
            biases[target] += bias[target]
        sums[target] = stage.pooled[target].sum()
    return Explained(contributions, biases, sums)


def explain_groups(trace: ReferenceTrace, weight: Float64s, bias: Float64s) -> Explained:
    """Into the 16 groups of 4 units: weight × activation over the live units and each channel's 25 cells."""
    contributions, biases, sums = np.zeros((16, 16)), np.zeros(16), np.zeros(16)
    for unit in range(64):
        if trace.fc1[unit] > 0:
            for channel in range(16):
                cells = weight[unit, 25 * channel : 25 * channel + 25] * trace.conv2.pooled[channel].reshape(25)
                contributions[unit // 4, channel] += cells.sum()
            biases[unit // 4] += bias[unit]
            sums[unit // 4] += trace.fc1[unit]
    return Explained(contributions, biases, sums)


def explain_digits(trace: ReferenceTrace, weight: Float64s, bias: Float64s) -> Explained:
    """Into the outputs: weight × activation over each group's units; with the bias they equal the logit."""
    parts = weight * np.maximum(trace.fc1, 0)
    contributions = np.stack([parts[:, 4 * group : 4 * group + 4].sum(axis=1) for group in range(16)], axis=1)
    return Explained(contributions, bias, trace.logits)


def leading_digits(trace: ReferenceTrace) -> tuple[int, int]:
    """Return the digit with the largest logit and its rival, the one with the second largest."""
    rival, digit = np.argsort(trace.logits)[-2:].tolist()
    return digit, rival


def input_gradient(trace: ReferenceTrace, weights: Mapping[str, Float64s], digit: int, rival: int) -> Float64s:
    """Return the gradient (28, 28) of one logit less another with respect to the picture.

    Only winners and live units pass it on: for changes so small that these stay the same, the network is linear.
    """
    lead = weights["fc2.weight"][digit] - weights["fc2.weight"][rival]
    by_pooled = (np.where(trace.fc1 > 0, lead, 0) @ weights["fc1.weight"]).reshape(trace.conv2.pooled.shape)
    by_maps = _back_through_winners(trace.conv2, by_pooled, weights["conv2.weight"])
    by_input: Float64s = _back_through_winners(trace.conv1, by_maps, weights["conv1.weight"])[0]
    return by_input


def _back_through_winners(stage: MapTrace, by_pooled: Float64s, weight: Float64s) -> Float64s:
    sources, rows, columns, kernel, _ = stage.windows.shape
    by_input = np.zeros((sources, rows + kernel - 1, columns + kernel - 1))
    for target, row, column in np.argwhere(stage.winners >= 0):
        winner = stage.winners[target, row, column]
        y, x = 2 * row + winner // 2, 2 * column + winner % 2
        by_input[:, y : y + kernel, x : x + kernel] += by_pooled[target, row, column] * weight[target]
    return by_input


def undecided_cells(stage: MapTrace) -> NDArray[np.bool_]:
    """Return the pool cells (channel, row, column) where rounding may pick another winner, or none instead of one.

    They are those whose two best choices differ by less than 1e-5 of the layer's largest value, "no winner" being a
    choice of worth 0. Choices that look at equal patches of the input are one choice: whichever of them is picked, it
    has the same parts.
    """
    channels, rows, columns = stage.pooled.shape
    closeness = 1e-5 * np.abs(stage.preactivations).max()
    undecided = np.zeros((channels, rows, columns), dtype=np.bool_)
    for row, column in np.ndindex(rows, columns):
        places = [(2 * row + cell // 2, 2 * column + cell % 2) for cell in range(4)]
        patches = [stage.windows[:, y, x] for y, x in places]
        blank = [not patch.any() for patch in patches]
        for channel in range(channels):
            values = [stage.preactivations[channel, y, x] for y, x in places]
            best = int(np.argmax(values))
            if values[best] <= -closeness:
                continue
            rivals = [
                cell
                for cell in range(4)
                if values[best] - values[cell] < closeness and not np.array_equal(patches[cell], patches[best])
            ]
            none_is_a_rival = abs(values[best]) < closeness and not blank[best]
            undecided[channel, row, column] = none_is_a_rival or (values[best] > 0 and bool(rivals))
    return undecided


def _convolve_and_pool(maps: Float64s, weight: Float64s, bias: Float64s) -> MapTrace:
    """Slide the kernels over maps (source, row, column) without padding, then take the best of each 2×2 patch."""
    kernel = weight.shape[2]
    windows = np.ascontiguousarray(sliding_window_view(maps, (kernel, kernel), axis=(1, 2)))
    preactivations = np.einsum("srcij,tsij->trc", windows, weight) + bias[:, np.newaxis, np.newaxis]
    channels, height, width = preactivations.shape
    patches = preactivations.reshape(channels, height // 2, 2, width // 2, 2).transpose(0, 1, 3, 2, 4)
    patches = patches.reshape(channels, height // 2, width // 2, 4)
    pooled = np.maximum(patches.max(axis=3), 0)
    winners = np.where(pooled > 0, patches.argmax(axis=3), -1).astype(np.int8)
    return MapTrace(windows, preactivations, pooled, winners)


VERDICTS = ("digit", "unsure", "none")
UNDECIDED_VERDICT = 1e-4
"""How close to one of its numbers a verdict may turn out otherwise in another arithmetic."""


def verdict_numbers(stored: bytes) -> dict[str, float]:
    """Return the verdict's numbers out of a weights file's bytes; none where it has none."""
    header = json.loads(stored[8 : 8 + int.from_bytes(stored[:8], "little")])
    numbers: dict[str, float] = json.loads(header["__metadata__"].get("verdict", "{}"))
    return numbers


def verdict(logits: list[float], numbers: Mapping[str, float]) -> tuple[int, bool]:
    """Return the verdict, as its place in `VERDICTS`, and whether rounding may decide it."""
    highest = max(logits)
    exponentials = sorted((math.exp(logit - highest) for logit in logits), reverse=True)
    first, second = (share / math.fsum(exponentials) for share in exponentials[:2])
    evidence = highest - math.fsum(logits) / len(logits)
    margins = [
        (first - numbers.get("digit_from", 0), evidence - numbers.get("digit_evidence_from", 0)),
        (first + second - numbers.get("unsure_from", 0), evidence - numbers.get("unsure_evidence_from", 0)),
    ]
    place = next((place for place, both in enumerate(margins) if min(both) >= 0), len(margins))
    return place, any(abs(margin) < UNDECIDED_VERDICT for both in margins for margin in both)
