"""The samples drawn for every epoch: always the same ones, in the proportions asked for, whoever draws them."""

from dataclasses import fields, replace

import numpy as np
import pytest

from inkspect.data.labels import NEGATIVE
from inkspect.data.strokes import Drawing
from inkspect.drawing.hard_negatives import HARD_KINDS
from inkspect.ink import rasterize_all
from inkspect.system.errors import InkspectError
from inkspect.training.drawing_ahead import DrawnAhead
from inkspect.training.negative_frequencies import HardNegativeFrequencies
from inkspect.training.recipe import StrokeMix
from inkspect.training.samples import StrokeSamples

MIX = StrokeMix(digits=150, non_digits=70, restyled=0.2, from_glyphs=0.1)


def digits(labels: str = "0123456789") -> list[Drawing]:
    random = np.random.default_rng(5)
    return [Drawing((np.cumsum(random.normal(0, 1, (12, 2)), axis=0),), label) for label in labels]


def test_an_epoch_has_the_digits_and_non_digits_asked_for_and_every_one_has_ink() -> None:
    drawn = StrokeSamples.from_drawings(MIX, digits()).draw(seed=1, epoch=0)
    assert len(drawn) == 220
    assert np.count_nonzero(drawn.labels == NEGATIVE) == 70
    assert set(drawn.labels[:150]) == set(range(10))
    assert (drawn.pictures.reshape(220, -1).max(axis=1) > 0).all()


def test_samples_depend_on_seed_and_epoch_only_not_on_who_draws_them() -> None:
    samples = StrokeSamples.from_drawings(MIX, digits())
    whole = samples.draw(seed=1, epoch=2)
    parts = samples.draw(1, 2, 0, 128) + samples.draw(1, 2, 128)
    np.testing.assert_array_equal(parts.pictures, whole.pictures)
    for workers in (1, 3):
        drawn = DrawnAhead(samples, seed=1, last_epoch=3, workers=workers)
        try:
            np.testing.assert_array_equal(drawn.take(2).pictures, whole.pictures, err_msg=f"{workers} workers")
        finally:
            drawn.close()
    assert np.any(samples.draw(seed=1, epoch=3).pictures != whole.pictures)
    assert np.any(samples.draw(seed=2, epoch=2).pictures != whole.pictures)


def test_hard_negatives_come_in_the_share_and_the_kinds_asked_for_and_leave_the_digits_as_they_are() -> None:
    only_filled = HardNegativeFrequencies(**dict.fromkeys(HARD_KINDS, 0.0) | {"filled": 2.0})
    plain = StrokeSamples.from_drawings(MIX, digits()).draw(1, 0).pictures

    def drawn(share: float) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        mix = replace(MIX, hard_negatives=share, hard_kinds=only_filled)
        return StrokeSamples.from_drawings(mix, digits()).draw(1, 0).pictures

    def filled(pictures: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> int:
        return int(np.count_nonzero(pictures[150:, 7:21, 7:21].mean(axis=(1, 2)) > 0.55 * 255))

    np.testing.assert_array_equal(drawn(0), plain)
    np.testing.assert_array_equal(drawn(0.5)[:128], plain[:128])
    assert filled(plain) < 25 <= filled(drawn(0.5)) - filled(plain) / 2 <= 45
    assert filled(drawn(1)) >= 66


def test_a_recipe_has_a_frequency_for_every_hard_kind() -> None:
    assert [field.name for field in fields(HardNegativeFrequencies)] == list(HARD_KINDS)


def times_taken(drawings: list[Drawing], writer_balance: float) -> list[int]:
    """Return how often each drawing is among 4 epochs' 250 samples."""
    mix = StrokeMix(250, restyled=0, from_glyphs=0, calmest_hand=0, wildest_hand=0, writer_balance=writer_balance)
    samples = StrokeSamples.from_drawings(mix, drawings)
    labels = np.concatenate([samples.draw(seed=0, epoch=epoch).labels for epoch in range(4)])
    return [int(times) for times in np.bincount(labels, minlength=len(drawings))]


def test_all_drawings_are_taken_equally_often_whoever_wrote_them() -> None:
    by_two = [replace(drawing, writer="few" if drawing.label == "9" else "many") for drawing in digits()]
    for drawings in (digits(), by_two):
        assert all(98 <= times <= 102 for times in times_taken(drawings, writer_balance=0))


def test_writers_of_many_drawings_are_held_back_as_far_as_asked() -> None:
    by_two = [replace(drawing, writer="few" if drawing.label == "9" else "many") for drawing in digits()]
    for balance, share_of_the_one in ((0.5, 1 / (1 + 9**0.5)), (1, 1 / 2)):
        times = times_taken(by_two, balance)
        assert times[9] == pytest.approx(1000 * share_of_the_one, abs=3)
        assert max(times[:9]) - min(times[:9]) <= 4
    nameless = [replace(drawing, writer=None, extra={"writer": ["no", "name"]}) for drawing in digits()]
    assert all(98 <= times <= 102 for times in times_taken(nameless, writer_balance=1))


def from_sources(*sizes: int) -> list[Drawing]:
    """Drawings of 0, 1, …, of which the first are from the first source, and so on; each source has two writers."""
    source = np.repeat(np.arange(len(sizes)), sizes)
    return [
        replace(drawing, writer=f"{source[place]}, {place % 2}", extra={"source": f"set {source[place]}"})
        for place, drawing in enumerate(digits()[: sum(sizes)])
    ]


def times_by_source(sizes: tuple[int, ...], **balances: float) -> list[int]:
    """Return how many of 1,000 samples are made from each source's drawings."""
    mix = StrokeMix(250, restyled=0, from_glyphs=0, calmest_hand=0, wildest_hand=0, **balances)  # type: ignore[arg-type]
    samples = StrokeSamples.from_drawings(mix, from_sources(*sizes))
    labels = np.concatenate([samples.draw(seed=0, epoch=epoch).labels for epoch in range(4)])
    parts = np.split(np.bincount(labels, minlength=sum(sizes)), np.cumsum(sizes)[:-1])
    return [int(part.sum()) for part in parts]


def test_large_sources_are_held_back_as_far_as_asked() -> None:
    for balance, share_of_the_small in ((0, 1 / 10), (0.5, 1 / (1 + 9**0.5)), (1, 1 / 2)):
        large, small = times_by_source((9, 1), source_balance=balance)
        assert small == pytest.approx(1000 * share_of_the_small, abs=5)
        assert large + small == 1000


def test_sources_are_balanced_after_their_writers() -> None:
    for writer_balance in (0, 0.3, 1):
        counts = times_by_source((5, 3, 2), source_balance=1, writer_balance=writer_balance)
        assert counts == pytest.approx([1000 / 3] * 3, abs=5)


def test_without_a_balance_the_sources_change_no_bit() -> None:
    mix = replace(MIX, writer_balance=0.25)
    of_two, of_none = from_sources(7, 3), [replace(drawing, extra={}) for drawing in from_sources(7, 3)]
    told, untold = (StrokeSamples.from_drawings(mix, drawings) for drawings in (of_two, of_none))
    assert told.taken_up_to == untold.taken_up_to
    np.testing.assert_array_equal(told.draw(1, 0).pictures, untold.draw(1, 0).pictures)


def test_one_source_or_none_is_nothing_to_balance() -> None:
    of_one, of_none = from_sources(10), [replace(drawing, extra={"source": 7}) for drawing in from_sources(10)]
    mix = replace(MIX, writer_balance=0.25)
    before = StrokeSamples.from_drawings(mix, of_none).taken_up_to
    for drawings in (of_one, of_none):
        balanced = StrokeSamples.from_drawings(replace(mix, source_balance=1), drawings)
        assert balanced.taken_up_to == pytest.approx(before)


def test_hands_that_do_not_differ_draw_what_was_drawn_and_wild_ones_differ_more() -> None:
    def drawn_by(calmest: float, wildest: float) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        mix = StrokeMix(
            digits=40, restyled=0, from_glyphs=0, log_pen_spread=0, calmest_hand=calmest, wildest_hand=wildest
        )
        return StrokeSamples.from_drawings(mix, digits("3")).draw(seed=0, epoch=0).pictures

    plain = np.rint(rasterize_all([drawing.strokes for drawing in digits("3")]) * 255)
    still, usual, wild = (np.abs(drawn_by(*hands) - plain).mean() for hands in ((0, 0), (1, 1), (2, 2)))
    assert still < 1 < usual < wild
    assert usual < np.abs(drawn_by(0.5, 2.5) - plain).mean() < wild


def test_restyled_digits_get_the_forms_of_their_own_digit_and_others_none() -> None:
    def kinds_of(label: str, restyled: float) -> int:
        mix = StrokeMix(60, restyled=restyled, from_glyphs=0, log_pen_spread=0, calmest_hand=0, wildest_hand=0)
        samples = StrokeSamples.from_drawings(mix, [Drawing((zero,), label)])
        return len(np.unique(samples.draw(seed=0, epoch=0).pictures, axis=0))

    angles = np.linspace(0, 2 * np.pi, 30)
    zero = np.stack([np.cos(angles), 1.5 * np.sin(angles)], axis=1)
    assert kinds_of("0", restyled=0) == 1
    assert kinds_of("0", restyled=1) > 50, "zeros get no slashes"
    assert 1 < kinds_of("0", restyled=0.3) < 30
    assert kinds_of("3", restyled=1) == 1, "there are no styles of a 3"


def test_what_cannot_be_drawn_from_is_refused_in_one_line() -> None:
    with pytest.raises(InkspectError, match="learns from drawings: give a file"):
        StrokeSamples.from_drawings(MIX, [])
    with pytest.raises(InkspectError, match="labelled 'A'; training needs digits"):
        StrokeSamples.from_drawings(MIX, [*digits(), Drawing((np.zeros((1, 2)),), "A")])
    with pytest.raises(InkspectError, match="there is no drawing of 3, 7"):
        StrokeSamples.from_drawings(MIX, digits("01245689"))
    assert len(StrokeSamples.from_drawings(StrokeMix(digits=5), digits("3")).draw(0, 0)) == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"digits": -1},
        {"restyled": 0.7, "from_glyphs": 0.4},
        {"from_glyphs": -0.1},
        {"calmest_hand": 1.5},
        {"writer_balance": 1.1},
        {"source_balance": -0.1},
        {"hard_negatives": 1.1},
        {"hard_negatives": 0.1, "hard_kinds": HardNegativeFrequencies(**dict.fromkeys(HARD_KINDS, 0.0))},
        {"hard_kinds": 0.5},
    ],
)
def test_a_mix_that_does_not_add_up_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InkspectError):
        StrokeMix(**wrong)  # type: ignore[arg-type]
