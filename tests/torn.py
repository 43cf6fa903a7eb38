"""Strokes between two digits, of which the network is unsure."""

import json

import examples

CUT = 84
"""So many points of the example are a 3 that may be a 9."""


def torn_strokes() -> list[list[list[float]]]:
    """Return the strokes, as lists of points [x, y, ms]."""
    (stored,) = (one for one in json.loads(examples.FILE.read_text(encoding="utf-8")) if one["name"] == "threeToEight")
    strokes: list[list[list[float]]] = []
    left = CUT
    for stroke in stored["strokes"]:
        if left > 0:
            strokes.append(stroke[:left])
            left -= len(stroke)
    return strokes
