"""How a network reads the forms of digits, on generated drawings that are the same at every call."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.random import Generator

from inkspect.drawing.forms import FORMS, Form, draw_form
from inkspect.drawing.hands import USUAL_HANDS, augment_strokes
from inkspect.ink import Stroke
from inkspect.measuring.evaluation import Evaluation, score
from inkspect.measuring.labelled import LabelledSample, digits_of, logits_of
from inkspect.network.network import Network

SEED = 0

Originals: TypeAlias = Mapping[str, Sequence[Sequence[Stroke]]]
"""Real drawings by digit, some of which are given the form; without any, all are drawn from scratch."""

FROM_SCRATCH: Originals = MappingProxyType({})


def form_drawings(form: Form, count: int, originals: Originals = FROM_SCRATCH) -> list[tuple[Stroke, ...]]:
    """Return this many drawings of a form, in varied handwriting; the first ones do not depend on how many."""
    place = list(FORMS).index(form.name)
    return [_drawn(form, np.random.default_rng((SEED, place, index)), originals) for index in range(count)]


def form_samples(form: Form, count: int, originals: Originals = FROM_SCRATCH) -> list[LabelledSample]:
    """Return the same drawings, labelled with the form's digit."""
    drawn = form_drawings(form, count, originals)
    return [LabelledSample(number, form.digit, None, strokes) for number, strokes in enumerate(drawn, start=1)]


def evaluate_form(network: Network, form: Form, count: int, originals: Originals = FROM_SCRATCH) -> Evaluation:
    """Evaluate on this many drawings of a form."""
    samples = form_samples(form, count, originals)
    return score(logits_of(network, samples), digits_of(samples), network.verdict_rule)


def _drawn(form: Form, rng: Generator, originals: Originals) -> tuple[Stroke, ...]:
    of_digit = originals.get(form.digit, ())
    original = of_digit[int(rng.integers(len(of_digit)))] if of_digit else None
    return tuple(augment_strokes(draw_form(form, rng, original), rng, USUAL_HANDS))
