"""Generated non-digits: every kind draws, draws differently each time, and the same for the same key."""

from typing import get_args

import numpy as np
import pytest

from inkspect.data.strokes import Drawing
from inkspect.drawing.glyphs import load_glyphs
from inkspect.drawing.hands import Hands, augment_strokes
from inkspect.drawing.hard_negatives import HARD_KINDS, LETTERS, HardKind, draw_hard_negative
from inkspect.drawing.negatives import KIND_SHARES, Kind, Negatives, pick_kind
from inkspect.drawing.pen_paths import dots
from inkspect.drawing.styles import draw_styled_digit
from inkspect.ink import Stroke, rasterize, rasterize_all
from inkspect.training.streams import sample_stream

KINDS: tuple[Kind, ...] = get_args(Kind)
STILL_HANDS = Hands().scaled(0.0)

LOOKS_LIKE_A_DIGIT = set("oOlIiSsZzqgbBDQGCcUaJ")


@pytest.fixture(scope="module")
def nondigits() -> Negatives:
    return Negatives.from_drawings(
        [
            Drawing(tuple(draw_styled_digit(label, sample_stream(0, int(label), sample))), label)
            for label in "0123456789"
            for sample in range(12)
        ]
    )


@pytest.mark.parametrize("kind", [*KINDS, *HARD_KINDS])
def test_each_kind_draws_many_different_things_that_fit_the_box(nondigits: Negatives, kind: Kind | HardKind) -> None:
    drawn = [nondigits.draw(sample_stream(0, 0, sample), kind) for sample in range(80)]
    pictures = rasterize_all(drawn)
    assert len({picture.tobytes() for picture in pictures}) >= 76, f"'{kind}' repeats itself"
    for strokes, picture in zip(drawn, pictures, strict=True):
        points = np.concatenate(strokes)
        assert np.isfinite(points).all()
        assert np.abs(points).max() <= 0.5 + 1e-9
        assert picture.sum() > 3, f"'{kind}' left hardly any ink"
        assert picture.mean() < 0.75, f"'{kind}' is a black square"


def test_the_key_alone_decides(nondigits: Negatives) -> None:
    for sample in range(20):
        first = nondigits.draw(sample_stream(4, 1, sample))
        second = nondigits.draw(sample_stream(4, 1, sample))
        assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_kinds_come_in_their_shares() -> None:
    assert sum(KIND_SHARES.values()) == pytest.approx(1)
    assert set(KIND_SHARES) == set(KINDS)
    rng = sample_stream(0, 0, 0)
    picked = [pick_kind(rng) for _ in range(4000)]
    for kind in KINDS:
        assert abs(picked.count(kind) / 4000 - KIND_SHARES[kind]) < 0.03


def test_hard_kinds_come_in_their_own_shares_and_the_others_share_the_rest() -> None:
    rng = sample_stream(0, 0, 0)
    picked = [pick_kind(rng, {"heart": 0.3, "eleven": 0.1}) for _ in range(4000)]
    assert picked.count("heart") / 4000 == pytest.approx(0.3, abs=0.03)
    assert picked.count("eleven") / 4000 == pytest.approx(0.1, abs=0.02)
    assert set(picked) == {*KINDS, "heart", "eleven"}
    for kind in KINDS:
        assert abs(picked.count(kind) / 4000 - 0.6 * KIND_SHARES[kind]) < 0.03
    assert {pick_kind(rng, {"arrow": 1.0}) for _ in range(200)} == {"arrow"}


@pytest.mark.parametrize("off", [{}, dict.fromkeys(HARD_KINDS, 0.0)])
def test_without_hard_kinds_every_key_draws_what_it_drew_before_there_were_any(
    nondigits: Negatives, off: dict[HardKind, float]
) -> None:
    bounds = np.cumsum([KIND_SHARES[kind] for kind in KINDS])
    for sample in range(300):
        rng = sample_stream(2, 1, sample)
        kind = KINDS[int(np.searchsorted(bounds, rng.random(), side="right"))]
        expected = nondigits.draw(rng, kind)
        drawn = nondigits.draw(sample_stream(2, 1, sample), hard_shares=off)
        assert all(np.array_equal(a, b) for a, b in zip(drawn, expected, strict=True))


def test_hard_kinds_have_several_outlines_each_and_letters_more_than_the_usual_ones_have() -> None:
    hard, usual = load_glyphs("hard_negatives"), load_glyphs("letters")
    assert set(hard) == (set(HARD_KINDS) - {"eleven", "ten", "filled", "letter"}) | set(LETTERS)
    assert min(map(len, hard.values())) >= 5
    assert set(LETTERS) <= set(usual)


def test_a_number_of_two_digits_stands_on_one_line_with_paper_between_its_digits() -> None:
    pool = {"1": [[np.array([[0.0, 0.0], [0.1, 1.0]])]], "0": [[np.array([[0.0, 0.0], [0.6, 0.5], [0.0, 1.0]])]]}
    numbers: tuple[HardKind, ...] = ("eleven", "ten")
    for kind in numbers:
        for sample in range(40):
            first, *others = draw_hard_negative(kind, sample_stream(0, 0, sample), pool)
            second = np.concatenate(others)
            assert second[:, 0].min() - first[:, 0].max() >= 0.2
            assert abs(second[:, 1].max() - first[:, 1].max()) < 0.2
            if kind == "ten":
                assert np.ptp(second[:, 0]) == pytest.approx(0.6 * np.ptp(second[:, 1]))


def test_a_filled_pad_is_nearly_all_ink_wherever_it_was_filled(nondigits: Negatives) -> None:
    pictures = rasterize_all([nondigits.draw(sample_stream(0, 0, s), "filled", STILL_HANDS) for s in range(60)])
    inner = pictures[:, 7:21, 7:21].mean(axis=(1, 2))
    assert np.median(inner) > 0.85
    assert inner.min() > 0.55


def test_arrows_point_in_all_directions(nondigits: Negatives) -> None:
    wide = [
        np.ptp(np.concatenate(nondigits.draw(sample_stream(0, 0, s), "arrow", STILL_HANDS)), axis=0) for s in range(80)
    ]
    lying = sum(width > height for width, height in wide)
    assert 20 <= lying <= 60


def test_letters_that_pass_for_digits_are_left_out_and_the_others_come_in_many_variants() -> None:
    letters, rare = load_glyphs("letters"), load_glyphs("rare_letters")
    assert not LOOKS_LIKE_A_DIGIT & (set(letters) | set(rare))
    assert len(letters) >= 20
    few = {letter: len(variants) for letter, variants in letters.items() if len(variants) < 8}
    assert not few, f"letters with few ways of writing: {few}"


@pytest.mark.parametrize("collection", ["digits", "letters", "rare_letters", "signs", "hard_negatives"])
def test_every_glyph_differs_from_every_other_of_its_collection(collection: str) -> None:
    texts = [
        tuple(tuple(map(tuple, stroke.points.tolist())) for stroke in variant)
        for variants in load_glyphs(collection).values()
        for variant in variants
    ]
    assert len(set(texts)) == len(texts)


def test_mirrored_and_turned_digits_are_never_those_that_stay_digits() -> None:
    """Each digit of the pool has a height of its own, so that its label can be read off what is drawn."""

    def marked(label: str) -> Drawing:
        width = 0.1 + 0.09 * int(label)
        return Drawing((np.array([[0.0, 0.0], [width, 0.0], [width, 1.0], [0.0, 1.0], [0.0, 0.5]]),), label)

    pool = Negatives.from_drawings([marked(label) for label in "0123456789"])

    def label_of(strokes: list[Stroke]) -> str:
        return str(round((float(np.ptp(np.concatenate(strokes)[:, 0])) - 0.1) / 0.09))

    mirrored = {label_of(pool.draw(sample_stream(0, 0, s), "mirrored", STILL_HANDS)) for s in range(300)}
    assert mirrored == set("2345679")


def test_a_part_that_is_slim_enough_for_a_one_is_not_drawn(nondigits: Negatives) -> None:
    for sample in range(60):
        points = np.concatenate(nondigits.draw(sample_stream(0, 0, sample), "cut off", STILL_HANDS))
        width, height = np.ptp(points, axis=0)
        assert width > 0.4 * height


def test_a_pool_without_some_digit_is_refused() -> None:
    ones = [Drawing((np.array([[0.0, 0.0], [0.0, 1.0]]),), "1")]
    with pytest.raises(ValueError, match="0, 2, 3"):
        Negatives.from_drawings([*ones, Drawing((), "0")])


def test_what_is_drawn_is_not_one_of_the_pools_digits(nondigits: Negatives) -> None:
    own = {rasterize(digit).tobytes() for of_label in nondigits.digits.values() for digit in of_label}
    drawn = [rasterize(nondigits.draw(sample_stream(1, 0, s), hands=STILL_HANDS)) for s in range(150)]
    assert not own & {picture.tobytes() for picture in drawn}


def test_a_lone_tap_stays_a_tap_whatever_the_hand() -> None:
    drawn = []
    for sample in range(100):
        random = sample_stream(1, 0, sample)
        drawn.append(np.concatenate(augment_strokes(dots(random), random)))
    taps = sum(float(np.ptp(points, axis=0).max()) == 0 for points in drawn)
    assert 15 <= taps <= 45, "what people do most by accident must not be rare"
