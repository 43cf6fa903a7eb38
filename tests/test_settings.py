"""A recipe's choices by dotted names: none is lost, and what is no choice is refused."""

from dataclasses import dataclass, field

import pytest

from inkspect.system.errors import InkspectError
from inkspect.training.settings import settings_of, with_settings


@dataclass(frozen=True)
class Inner:
    share: float = 0.5
    name: str = "plain"


@dataclass(frozen=True)
class Outer:
    count: int = 3
    limit: int | None = None
    on: bool = False
    inner: Inner = field(default_factory=Inner)


@dataclass(frozen=True)
class Odd:
    choices: tuple[int, ...] = (1, 2)


NAMES = ["count", "limit", "on", "inner.share", "inner.name"]


def test_every_choice_has_its_dotted_name_in_the_order_of_the_fields() -> None:
    assert list(settings_of(Outer()).items()) == list(zip(NAMES, [3, None, False, 0.5, "plain"], strict=True))


def test_choices_are_made_otherwise_one_by_one() -> None:
    assert with_settings(Outer(), {}) == Outer()
    changed = with_settings(Outer(), {"inner.share": 0.25, "limit": 7, "on": True})
    assert changed == Outer(3, 7, True, Inner(0.25))
    assert with_settings(changed, {"limit": None}).limit is None


def test_a_whole_number_stands_for_any_number() -> None:
    share = with_settings(Outer(), {"inner.share": 1}).inner.share
    assert (share, type(share)) == (1.0, float)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"count": 1.5}, "count must be a whole number, not 1.5"),
        ({"count": True}, "count must be a whole number, not True"),
        ({"limit": "7"}, "limit must be a whole number, not '7'"),
        ({"on": 1}, "on must be true or false, not 1"),
        ({"inner.share": "much"}, "inner.share must be a number, not 'much'"),
        ({"inner.name": 3}, "inner.name must be text, not 3"),
        ({"inner": 3}, "unknown setting 'inner'; the settings in it are inner.share, inner.name"),
        ({"share": 1.0}, "unknown setting 'share'; did you mean 'inner.share'?"),
        ({"cuont": 1}, "unknown setting 'cuont'; did you mean 'count'?"),
        ({"zzzz": 1}, f"unknown setting 'zzzz'; the settings are {', '.join(NAMES)}"),
    ],
)
def test_what_is_no_choice_is_refused_in_a_line_that_says_what_is(settings: dict[str, object], reason: str) -> None:
    with pytest.raises(InkspectError) as refusal:
        with_settings(Outer(), settings)
    assert str(refusal.value) == reason


def test_a_field_that_no_setting_can_hold_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="choices is a tuple, which a setting cannot hold"):
        settings_of(Odd())
