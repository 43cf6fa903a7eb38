"""How often each form of a digit is drawn, as choices of a recipe; `drawing/forms.py` says what the forms are."""

from dataclasses import dataclass

from inkspect.training.choices import check_choices, number


@dataclass(frozen=True)
class FormFrequencies:
    """The frequency of each form, by its name, relative to the others; equal by default, and 0 for never."""

    tailed_0: float = number(1.0, 0)
    long_slash_0: float = number(1.0, 0)
    broad_flag_1: float = number(1.0, 0)
    level_flag_1: float = number(1.0, 0)
    close_upstroke_1: float = number(1.0, 0)
    dragged_exit_1: float = number(1.0, 0)
    base_line_1: float = number(1.0, 0)
    looped_head_2: float = number(1.0, 0)
    check_mark_2: float = number(1.0, 0)
    z_2: float = number(1.0, 0)
    loop_below_2: float = number(1.0, 0)
    narrow_3: float = number(1.0, 0)
    level_roof_3: float = number(1.0, 0)
    open_4: float = number(1.0, 0)
    uncrossed_4: float = number(1.0, 0)
    lightning_4: float = number(1.0, 0)
    slim_6: float = number(1.0, 0)
    low_bar_7: float = number(1.0, 0)
    hooked_roof_7: float = number(1.0, 0)
    long_entry_8: float = number(1.0, 0)
    slim_foot_8: float = number(1.0, 0)
    far_tail_9: float = number(1.0, 0)
    open_head_9: float = number(1.0, 0)

    def __post_init__(self) -> None:
        check_choices(self)
