"""How often each kind of hard negative is drawn, as choices of a recipe; `drawing/hard_negatives.py` draws them."""

from dataclasses import dataclass

from inkspect.training.choices import check_choices, number


@dataclass(frozen=True)
class HardNegativeFrequencies:
    """The frequency of each kind, by its name, relative to the others; equal by default, and 0 for never."""

    heart: float = number(1.0, 0)
    crossed_circle: float = number(1.0, 0)
    root: float = number(1.0, 0)
    question: float = number(1.0, 0)
    umbrella: float = number(1.0, 0)
    smiley: float = number(1.0, 0)
    arrow: float = number(1.0, 0)
    filled: float = number(1.0, 0)
    eleven: float = number(1.0, 0)
    ten: float = number(1.0, 0)
    letter: float = number(1.0, 0)

    def __post_init__(self) -> None:
        check_choices(self)
