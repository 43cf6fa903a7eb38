"""No two purposes of a training run draw the same random numbers, whichever recipe it follows."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import verdict_evidence
from inkspect.data.labels import DIGITS
from inkspect.data.stroke_files import write_strokes
from inkspect.data.strokes import Drawing
from inkspect.network.network import Network
from inkspect.network.weights import save_weights
from inkspect.training import streams
from inkspect.training.calibration import probabilities_of_negatives
from inkspect.training.examples import is_validation_drawing
from inkspect.training.recipe import PUBLISHED, VALIDATED, Recipe, StrokeMix
from inkspect.training.samples import StrokeSamples
from inkspect.training.streams import EpochPurpose, SamplePurpose, augmentation_stream, order_stream, sample_stream
from plain_networks import drawing_by

SEED = 7
MNIST_PICTURES, AUGMENTED_AT_ONCE, CALIBRATION_NEGATIVES = 60_000, 512, 4000
PENS_EVERY = 64

Key = tuple[int, ...]


def keys_of(recipe: Recipe, epochs: range) -> Iterator[tuple[str, Key]]:
    """Every key that a run by this recipe, its calibration and the evidence for the verdict use in some epochs."""
    mix = recipe.stroke_mix
    for epoch in epochs:
        yield "order", (SEED, epoch, EpochPurpose.ORDER)
        for first in range(0, MNIST_PICTURES, AUGMENTED_AT_ONCE):
            yield "augmentation", (SEED, epoch, EpochPurpose.AUGMENTATION, first)
        for sample in range(mix.digits):
            yield "digit", (SEED, epoch, sample, SamplePurpose.DIGIT)
        for sample in range(mix.digits, mix.total):
            yield "negative", (SEED, epoch, sample, SamplePurpose.NEGATIVE)
        for first in range(0, mix.total, PENS_EVERY):
            yield "pen", (SEED, epoch, first, SamplePurpose.PEN)
    for sample in range(CALIBRATION_NEGATIVES):
        yield "calibration", (SEED, 0, sample, SamplePurpose.CALIBRATION_NEGATIVE)
        yield "evidence", (SEED, 0, sample, SamplePurpose.EVIDENCE_NEGATIVE)


Asked = set[tuple[int, int, SamplePurpose]]
"""Seed, epoch and purpose of streams. Without the sample: what two uses ask for may not meet whatever the numbers."""

FEW_DIGITS = Recipe(stroke_mix=StrokeMix(digits=6, non_digits=122))
"""A recipe whose negatives have the numbers that calibration's have too."""


def asked_for(monkeypatch: pytest.MonkeyPatch, module: str, use: Callable[[], object]) -> Asked:
    """Return which samples' streams a use of a module asks for."""
    asked: Asked = set()

    def noted(seed: int, epoch: int, sample: int, purpose: SamplePurpose = SamplePurpose.DIGIT) -> np.random.Generator:
        asked.add((seed, epoch, purpose))
        return sample_stream(seed, epoch, sample, purpose)

    with monkeypatch.context() as patched:
        patched.setattr(f"{module}.sample_stream", noted)
        use()
    return asked


def drawings_of_all_digits() -> list[Drawing]:
    return [drawing_by(None, label) for label in DIGITS]


def asked_for_in_training(monkeypatch: pytest.MonkeyPatch, recipe: Recipe) -> Asked:
    """Draw the samples of the first epoch among which the negatives begin."""
    samples = StrokeSamples.from_drawings(recipe.stroke_mix, drawings_of_all_digits())
    first = recipe.stroke_mix.digits // PENS_EVERY * PENS_EVERY
    drawn = partial(samples.draw, SEED, 0, first, first + PENS_EVERY)
    return asked_for(monkeypatch, "inkspect.training.samples", drawn)


def asked_for_in_calibration(monkeypatch: pytest.MonkeyPatch) -> Asked:
    measured = partial(probabilities_of_negatives, Network.initialized(0), drawings_of_all_digits(), SEED, count=3)
    return asked_for(monkeypatch, "inkspect.training.calibration", measured)


@pytest.mark.parametrize("recipe", [VALIDATED, PUBLISHED, FEW_DIGITS], ids=["validated", "published", "few digits"])
def test_calibration_measures_with_negatives_that_no_training_learns_from(
    recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained, calibrated = asked_for_in_training(monkeypatch, recipe), asked_for_in_calibration(monkeypatch)
    assert {purpose for *_, purpose in trained} == {SamplePurpose.DIGIT, SamplePurpose.NEGATIVE, SamplePurpose.PEN}
    assert calibrated, "nothing was asked for"
    assert not trained & calibrated, "calibration and training share negatives"


def test_the_evidence_for_the_verdict_is_of_negatives_that_neither_has_seen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    strokes, weights = tmp_path / "strokes.jsonl", tmp_path / "some.safetensors"
    apart = next(
        name for name in map(str, range(100)) if is_validation_drawing(drawing_by(name, 3), Recipe().writers_apart)
    )
    write_strokes(strokes, [drawing_by(apart, label) for label in DIGITS])
    save_weights(weights, Network.initialized(0), {})
    monkeypatch.setattr("verdict_evidence.NEGATIVES", 3)
    monkeypatch.setattr("sys.argv", ["verdict_evidence.py", str(strokes), "--weights", str(weights)])
    evidence = {purpose for *_, purpose in asked_for(monkeypatch, "verdict_evidence", verdict_evidence.main)}
    others = asked_for_in_training(monkeypatch, FEW_DIGITS) | asked_for_in_calibration(monkeypatch)
    assert evidence, "nothing was asked for"
    assert not evidence & {purpose for *_, purpose in others}


def as_numpy_takes_it(key: Key) -> Key:
    """NumPy pads a key with zeros to four words, so that one that ends in zeros is the same as the shorter one."""
    return (*key, *[0] * (4 - len(key)))


def test_numpy_takes_a_key_that_ends_in_zero_for_the_shorter_one() -> None:
    long, short, other = (np.random.default_rng(key).random() for key in ((7, 1, 2, 0), (7, 1, 2), (7, 1, 2, 1)))
    assert long == short != other


@pytest.mark.parametrize("recipe", [Recipe(), VALIDATED, PUBLISHED], ids=["default", "validated", "published"])
def test_no_streams_of_a_recipe_meet(recipe: Recipe) -> None:
    keys = Counter(as_numpy_takes_it(key) for _, key in keys_of(recipe, range(3)))
    shared = [key for key, uses in keys.items() if uses > 1]
    assert not shared, [(name, key) for name, key in keys_of(recipe, range(3)) if as_numpy_takes_it(key) in shared][:6]


def test_each_stream_is_that_of_its_key() -> None:
    drawn = {
        (7, 2, 1): order_stream(7, 2),
        (7, 2, 2, 512): augmentation_stream(7, 2, 512),
        (7, 2, 3, 1): sample_stream(7, 2, 3, SamplePurpose.DIGIT),
        (7, 2, 3, 2): sample_stream(7, 2, 3, SamplePurpose.NEGATIVE),
        (7, 2, 3, 3): sample_stream(7, 2, 3, SamplePurpose.PEN),
        (7, 0, 3, 4): sample_stream(7, 0, 3, SamplePurpose.CALIBRATION_NEGATIVE),
        (7, 0, 3, 5): sample_stream(7, 0, 3, SamplePurpose.EVIDENCE_NEGATIVE),
    }
    for key, stream in drawn.items():
        assert stream.random() == np.random.default_rng(key).random(), f"weights of a seed change with {key}"


def test_purposes_of_one_layout_differ_and_none_is_zero() -> None:
    for purposes in (streams.EpochPurpose, streams.SamplePurpose):
        values = [member.value for member in purposes.__members__.values()]
        assert len(set(values)) == len(values) == len(purposes.__members__)
        assert min(values) >= 1
