"""Generated non-digits: every kind draws, draws differently each time, and the same for the same key."""

from typing import get_args

import numpy as np
import pytest

from inkspect.data.strokes import Drawing
from inkspect.drawing.glyphs import load_glyphs
from inkspect.drawing.hands import Hands, augment_strokes
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


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_draws_many_different_things_that_fit_the_box(nondigits: Negatives, kind: Kind) -> None:
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


def test_letters_that_pass_for_digits_are_left_out_and_the_others_come_in_many_variants() -> None:
    letters, rare = load_glyphs("letters"), load_glyphs("rare_letters")
    assert not LOOKS_LIKE_A_DIGIT & (set(letters) | set(rare))
    assert len(letters) >= 20
    few = {letter: len(variants) for letter, variants in letters.items() if len(variants) < 8}
    assert not few, f"letters with few ways of writing: {few}"


@pytest.mark.parametrize("collection", ["digits", "letters", "rare_letters", "signs"])
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
