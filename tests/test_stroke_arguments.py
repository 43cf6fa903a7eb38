"""Strokes passed in Python are refused in Python's words, by the argument's name, as values are."""

# mypy: disable-error-code="arg-type, call-overload"
# The types say that most of this may not be passed; callers without a type checker pass it nevertheless.

from collections.abc import Callable

import numpy as np
import pytest

import inkspect

TAKERS: dict[str, Callable[[object], object]] = {
    "source": lambda strokes: inkspect.read(strokes),
    "strokes": lambda strokes: inkspect.rasterize(strokes),
}


@pytest.mark.parametrize(("name", "take"), TAKERS.items(), ids=TAKERS)
@pytest.mark.parametrize(
    ("strokes", "reason"),
    [
        ([[0, 0], [1, 1]], "{}[0][0] must be a point [x, y] or [x, y, t], not 0"),
        ([None], "{}[0] must be a list of points, not None"),
        ([[[0, 0], None]], "{}[0][1] must be a point [x, y] or [x, y, t], not None"),
        ([[[0, 0, 0, 0]]], "{}[0][0] must be a point [x, y] or [x, y, t], not 4 values"),
        ([[[0]]], "{}[0][0] must be a point [x, y] or [x, y, t], not 1 value"),
        ([[[0, True]]], "{}[0][0] must hold numbers, not True"),
        ([[[0, None]]], "{}[0][0] must hold numbers, not None"),
        ([[[0, "1"]]], "{}[0][0] must hold numbers, not '1'"),
        ([np.zeros((2, 4))], "{}[0][0] must be a point [x, y] or [x, y, t], not 4 values"),
        ([[[0, float("nan")]]], "{}[0] has a coordinate that is not finite"),
        ([[[0, 1e300]]], "{}[0][0] has a number larger than 1e+15, too large for a drawing"),
        ([[[0, 0]] * 1_000_001], "the drawing has 1,000,001 points; at most 1,000,000 are read"),
    ],
)
def test_invalid_strokes_are_refused_by_the_arguments_name(
    name: str, take: Callable[[object], object], strokes: object, reason: str
) -> None:
    with pytest.raises(inkspect.InvalidValueError) as refusal:
        take(strokes)
    assert str(refusal.value) == reason.format(name)


@pytest.mark.parametrize("value", [None, 5, True, iter([]), {"strokes": []}])
def test_what_is_no_list_is_named_as_python_names_it(value: object) -> None:
    with pytest.raises(inkspect.InvalidValueError, match=r"^strokes must be a list of strokes, not ") as refusal:
        inkspect.Drawing(value)
    assert "object" not in str(refusal.value)


def test_an_array_of_strokes_is_as_good_as_a_list() -> None:
    strokes = np.array([[[0, 0], [6, 0], [2, 10]]])
    assert inkspect.Drawing(strokes) == inkspect.Drawing(strokes.tolist())
    assert np.array_equal(inkspect.rasterize(strokes), inkspect.rasterize(strokes.tolist()))
