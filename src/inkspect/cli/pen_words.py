"""What the pen's network reads and expects, in words."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inkspect.pen.reading import PenReading

MOST_EXPECTED_SHOWN = 3

_DIRECTIONS = (
    "right",
    "right and slightly down",
    "right and down",
    "down and slightly right",
    "down",
    "down and slightly left",
    "left and down",
    "left and slightly down",
    "left",
    "left and slightly up",
    "left and up",
    "up and slightly left",
    "up",
    "up and slightly right",
    "right and up",
    "right and slightly up",
)
"""Those of the steps, clockwise on the screen from the right."""

_SIGNS = {"LIFT": "the pen is lifted", "DROP": "the pen is put down", "END": "the end"}


def described(reading: "PenReading") -> str:
    """Return a reading as text: the digit with its probability, and what is most expected next."""
    if reading.digit is None or reading.probabilities is None:
        return "nothing drawn"
    expected = ", ".join(f"{in_words(name)} {share:.1%}" for name, share in reading.expected[:MOST_EXPECTED_SHOWN])
    left_out = f"; its first {reading.left_out:,} movements left out" if reading.left_out else ""
    return f"{reading.digit} ({reading.probabilities[reading.digit]:.1%}); next: {expected}{left_out}"


def in_words(token: str) -> str:
    """Return a movement by its token's name, such as `STEP 4`, in words."""
    kind, _, number = token.partition(" ")
    return _DIRECTIONS[int(number)] if kind == "STEP" else _SIGNS.get(token, token)
