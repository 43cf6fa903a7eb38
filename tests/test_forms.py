"""The forms of digits that strangers use: what defines each, and how often a recipe draws it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import fields, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from form_shapes import DEFINITIONS, Outline
from inkspect.data.labels import DIGITS
from inkspect.data.strokes import Drawing
from inkspect.drawing.forms import FORMS, Form, draw_form, load_families
from inkspect.drawing.glyphs import Glyph
from inkspect.drawing.hands import USUAL_HANDS, augment_strokes
from inkspect.drawing.styles import draw_styled_digit, restyle
from inkspect.ink import Stroke, rasterize, rasterize_all
from inkspect.system.errors import InkspectError, InvalidValueError
from inkspect.training.form_frequencies import FormFrequencies
from inkspect.training.recipe import PUBLISHED, Recipe, StrokeMix
from inkspect.training.samples import StrokeSamples
from inkspect.training.settings import with_settings
from inkspect.training.streams import SamplePurpose, sample_stream

EVERY_FORM = pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
CHANGED_FORMS = pytest.mark.parametrize(
    "form", [form for form in FORMS.values() if form.change], ids=[name for name, form in FORMS.items() if form.change]
)

NEVER = FormFrequencies(**dict.fromkeys(FORMS, 0.0))


def stream(number: int) -> np.random.Generator:
    return np.random.default_rng((11, number))


def usual_drawings(digit: str, count: int) -> list[list[Stroke]]:
    """Drawings of a digit from the glyphs in use before there were forms, as a stand-in for real ones."""
    return [augment_strokes(draw_styled_digit(digit, stream(number)), stream(number)) for number in range(count)]


def changed(form: Form, originals: Sequence[Sequence[Stroke]]) -> list[list[Stroke]]:
    assert form.change is not None
    drawn = [form.change(list(original), stream(number)) for number, original in enumerate(originals)]
    return [strokes for strokes in drawn if strokes is not None]


def box_of(strokes: Sequence[Stroke]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    points = np.concatenate(list(strokes))
    return points.min(axis=0), points.max(axis=0)


def test_recipes_and_drawings_know_the_same_forms() -> None:
    assert [field.name for field in fields(FormFrequencies)] == list(FORMS)
    assert all(form.name == name and form.digit in DIGITS for name, form in FORMS.items())
    assert {name[-1] for name in FORMS} <= set(DIGITS)
    assert all(name.endswith(f"_{form.digit}") for name, form in FORMS.items())


@EVERY_FORM
def test_the_extremes_of_a_family_have_the_same_strokes_points_and_corners(form: Form) -> None:
    for family in load_families(form.name):
        assert len(family) >= 2
        for extreme in family[1:]:
            assert len(extreme) == len(family[0])
            for stroke, same in zip(extreme, family[0], strict=True):
                assert stroke.points.shape == same.points.shape
                assert stroke.corners.tolist() == same.corners.tolist()


@EVERY_FORM
def test_a_form_drawn_from_scratch_is_what_defines_it(form: Form) -> None:
    defined = DEFINITIONS[form.name]
    drawn = [draw_form(form, stream(number)) for number in range(120)]
    missed = [number for number, strokes in enumerate(drawn) if not defined(Outline(strokes))]
    assert not missed, f"{form.name} ({form.description}) is missing in drawings {missed}"


@EVERY_FORM
def test_the_usual_forms_are_mostly_something_else(form: Form) -> None:
    usual = [Outline(strokes) for strokes in usual_drawings(form.digit, 120)]
    alike = sum(DEFINITIONS[form.name](outline) for outline in usual)
    assert alike < 0.5 * len(usual), f"{alike} of {len(usual)} usual drawings have it: the definition says too little"


@CHANGED_FORMS
def test_a_drawing_changed_into_a_form_is_what_defines_it(form: Form) -> None:
    drawn = changed(form, usual_drawings(form.digit, 300))
    assert len(drawn) >= 15, "almost no drawing allows the change"
    missed = [number for number, strokes in enumerate(drawn) if not DEFINITIONS[form.name](Outline(strokes))]
    assert len(missed) <= 0.1 * len(drawn), f"{form.name} is missing in {len(missed)} of {len(drawn)} changed drawings"


@CHANGED_FORMS
@pytest.mark.parametrize(
    "odd",
    [[[(0.0, 0.0)]], [[(0.0, 0.0), (0.0, 0.0)]], [[(-0.5, 0.0), (0.5, 0.0)]], [[(0.0, 0.5), (0.0, -0.5)]] * 3],
    ids=["a dot", "a dot twice", "a level line", "upstrokes"],
)
def test_odd_drawings_are_changed_or_drawn_from_scratch_but_never_lost(
    form: Form, odd: list[list[tuple[float, float]]]
) -> None:
    original = [np.array(stroke) for stroke in odd]
    for number in range(4):
        strokes = draw_form(form, stream(number), original)
        assert np.isfinite(np.concatenate(strokes)).all()
        assert rasterize(strokes).max() > 0.5


@EVERY_FORM
def test_drawings_fill_the_box_and_differ_but_not_for_the_same_stream(form: Form) -> None:
    originals = usual_drawings(form.digit, 20)
    drawn = [draw_form(form, stream(number), originals[number]) for number in range(20)]
    again = [draw_form(form, stream(number), originals[number]) for number in range(20)]
    for strokes, same in zip(drawn, again, strict=True):
        low, high = box_of(strokes)
        assert abs(low).max() <= 0.5 + 1e-9 and abs(high).max() <= 0.5 + 1e-9
        assert (high - low).max() == pytest.approx(1)
        np.testing.assert_array_equal(np.concatenate(strokes), np.concatenate(same))
    assert len(np.unique(rasterize_all(drawn), axis=0)) == 20


def test_half_the_drawings_are_changes_of_the_original_and_the_others_from_scratch() -> None:
    form = FORMS["narrow_3"]
    original = next(strokes for strokes in usual_drawings("3", 20) if changed(form, [strokes]))
    drawn = [np.concatenate(draw_form(form, stream(number), original)) for number in range(200)]
    points = np.concatenate(original)
    squeezed = [strokes for strokes in drawn if len(strokes) == len(points)]
    assert len(squeezed) == pytest.approx(100, abs=25)
    assert all(np.allclose(np.ptp(strokes[:, 1]), 1) for strokes in squeezed)


def test_drawings_lie_anywhere_between_the_extremes(monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[NDArray[np.float64]] = []

    def noted(glyph: Glyph, *_: object, **__: object) -> list[Stroke]:
        passed.append(glyph[0].points)
        return [glyph[0].points]

    monkeypatch.setattr("inkspect.drawing.forms.draw_glyph", noted)
    (family,) = load_families("loop_below_2")
    for number in range(200):
        draw_form(FORMS["loop_below_2"], stream(number))
    extremes, drawn = np.stack([glyph[0].points for glyph in family]), np.stack(passed)
    assert (drawn >= extremes.min(axis=0) - 1e-9).all() and (drawn <= extremes.max(axis=0) + 1e-9).all()
    np.testing.assert_allclose(drawn.mean(axis=0), extremes.mean(axis=0), atol=0.02)
    assert (np.ptp(drawn, axis=0) > 0.6 * np.ptp(extremes, axis=0) - 1e-9).all()


def test_a_form_that_no_drawing_allows_is_drawn_from_scratch() -> None:
    dot = [np.zeros((1, 2))]
    form = FORMS["far_tail_9"]
    assert all(DEFINITIONS[form.name](Outline(draw_form(form, stream(number), dot))) for number in range(20))


def drawings(labels: Sequence[str] = DIGITS) -> list[Drawing]:
    return [Drawing(tuple(usual_drawings(label, 1)[0]), label) for label in labels for _ in range(3)]


def drawn_before_there_were_forms(mix: StrokeMix, samples: StrokeSamples, epoch: int, sample: int) -> list[Stroke]:
    """A digit's strokes, by the rule of the version before forms, from its random numbers in the same order."""
    random = sample_stream(0, epoch, sample, SamplePurpose.DIGIT)
    way = random.random()
    if way < mix.from_glyphs:
        strokes = draw_styled_digit(DIGITS[int(random.integers(len(DIGITS)))], random)
    else:
        place = (epoch * mix.digits + sample) * (5**0.5 - 1) / 2 % 1.0
        original, label = samples.drawings[int(np.searchsorted(samples.taken_up_to, place, side="right"))]
        strokes = restyle(original, label, random) if way < mix.from_glyphs + mix.restyled else list(original)
    hands = USUAL_HANDS.scaled(float(random.uniform(mix.calmest_hand, mix.wildest_hand)))
    return augment_strokes(strokes, random, hands)


@pytest.mark.parametrize("share", [0.0, 0.3])
def test_recipes_without_forms_draw_what_they_always_drew_and_forms_change_no_other_sample(share: float) -> None:
    mix = replace(PUBLISHED.stroke_mix, digits=192, non_digits=0, log_pen_spread=0.0, writer_balance=0.0)
    samples = StrokeSamples.from_drawings(replace(mix, in_forms=share), drawings())
    before = [drawn_before_there_were_forms(mix, samples, 5, sample) for sample in range(mix.digits)]
    pictures = samples.draw(seed=0, epoch=5).pictures
    same = (pictures == np.rint(rasterize_all(before) * 255)).all(axis=(1, 2))
    assert np.mean(~same) == pytest.approx(share, abs=0.08 if share else 0)


def forms_drawn(
    monkeypatch: pytest.MonkeyPatch, forms: FormFrequencies, labels: Sequence[str] = DIGITS, in_forms: float = 1.0
) -> Counter[str]:
    """Return how often each form is among 1,000 samples."""
    drawn: Counter[str] = Counter()

    def noted(form: Form, random: np.random.Generator, original: Sequence[Stroke] | None) -> list[Stroke]:
        drawn[form.name] += 1
        assert (original is not None) == (form.digit in labels)
        return [np.zeros((1, 2))]

    monkeypatch.setattr("inkspect.training.samples.draw_form", noted)
    mix = StrokeMix(1000, restyled=0, from_glyphs=0, in_forms=in_forms, forms=forms)
    samples = StrokeSamples.from_drawings(mix, drawings(labels))
    labelled = Counter(samples.draw(seed=0, epoch=0).labels.tolist())
    if in_forms == 1:
        assert labelled == Counter(int(FORMS[name].digit) for name in drawn.elements())
    return drawn


def test_the_share_of_digits_in_forms_is_as_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert forms_drawn(monkeypatch, FormFrequencies(), in_forms=0.25).total() == pytest.approx(250, abs=45)
    assert not forms_drawn(monkeypatch, FormFrequencies(), in_forms=0.0)


def test_forms_are_as_frequent_as_asked_relative_to_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    equal = forms_drawn(monkeypatch, FormFrequencies())
    assert equal.keys() == FORMS.keys()
    assert max(equal.values()) < 80 < 3 * min(equal.values())
    drawn = forms_drawn(monkeypatch, replace(NEVER, slim_6=0.3, open_4=0.1))
    assert drawn.keys() == {"slim_6", "open_4"}
    assert drawn["slim_6"] == pytest.approx(750, abs=45)


def test_forms_of_digits_that_nobody_drew_are_drawn_from_scratch(monkeypatch: pytest.MonkeyPatch) -> None:
    assert forms_drawn(monkeypatch, replace(NEVER, slim_6=1.0, z_2=1.0), labels="2").keys() == {"slim_6", "z_2"}


def test_a_change_may_be_of_any_drawing_of_the_digit_by_the_balance_of_writers(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: Counter[float] = Counter()

    def noted(_: Form, random: np.random.Generator, original: Sequence[Stroke]) -> list[Stroke]:
        taken[float(original[0][0, 0])] += 1
        return [np.zeros((1, 2))]

    monkeypatch.setattr("inkspect.training.samples.draw_form", noted)
    by = {0: "many", 1: "many", 2: "many", 3: "few"}
    sixes = [Drawing((np.full((1, 2), float(number)),), "6", writer=writer) for number, writer in by.items()]
    others = [Drawing((np.full((1, 2), 9.0),), "5", writer="many")]
    for balance, of_the_one in ((0.0, 1 / 4), (1.0, 4 / 7)):
        taken.clear()
        mix = StrokeMix(2000, restyled=0, from_glyphs=0, in_forms=1.0, forms=replace(NEVER, slim_6=1.0))
        StrokeSamples.from_drawings(replace(mix, writer_balance=balance), [*others, *sixes]).draw(seed=0, epoch=0)
        assert taken.keys() == set(map(float, by))
        assert taken[3.0] / 2000 == pytest.approx(of_the_one, abs=0.04)


def test_forms_have_dotted_names_among_a_recipes_settings() -> None:
    recipe = with_settings(Recipe(), {"stroke_mix.in_forms": 0.2, "stroke_mix.forms.open_4": 3})
    assert recipe.stroke_mix.in_forms == 0.2
    assert recipe.stroke_mix.forms == FormFrequencies(open_4=3.0)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: FormFrequencies(z_2=-1.0), "z_2 must be a number of at least 0, not -1.0"),
        (lambda: StrokeMix(in_forms=1.5), "in_forms must be a number from 0 to 1, not 1.5"),
        (lambda: StrokeMix(in_forms=0.8), "restyled, from_glyphs and in_forms must add up to at most 1"),
        (lambda: StrokeMix(in_forms=0.1, forms=NEVER), "in_forms is 0.1, but the frequency of every form is 0"),
        (lambda: StrokeMix(forms=3), "forms must be of type FormFrequencies, not 3"),  # type: ignore[arg-type]
        (lambda: with_settings(Recipe(), {"stroke_mix.forms.z2": 1.0}), "unknown setting 'stroke_mix.forms.z2'"),
    ],
)
def test_frequencies_that_cannot_be_are_refused_in_one_line(make: Callable[[], object], reason: str) -> None:
    with pytest.raises(InkspectError) as refusal:
        make()
    assert str(refusal.value).startswith(reason)
    assert "\n" not in str(refusal.value)
    assert isinstance(refusal.value, InvalidValueError) or "unknown" in reason
