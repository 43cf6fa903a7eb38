"""Where training takes its random numbers from: a stream for each purpose, keyed by seed, epoch and sample.

A stream depends on its key and on nothing else, so samples are the same whatever was drawn before them, in whichever
process. Keys have one of two layouts, and each layout numbers its purposes on its own:

    (seed, epoch, EpochPurpose)              one stream an epoch; AUGMENTATION adds the number of the first picture
    (seed, epoch, sample, SamplePurpose)     one stream a sample

NumPy takes a key that ends in zeros for the same key without them; so no purpose is 0.
"""

from enum import IntEnum

import numpy as np
from numpy.random import Generator


class EpochPurpose(IntEnum):
    """What an epoch draws random numbers for."""

    ORDER = 1
    AUGMENTATION = 2


class SamplePurpose(IntEnum):
    """What a sample of an epoch draws random numbers for; those of calibration and evidence are of epoch 0."""

    DIGIT = 1
    NEGATIVE = 2
    PEN = 3
    CALIBRATION_NEGATIVE = 4
    EVIDENCE_NEGATIVE = 5


def order_stream(seed: int, epoch: int) -> Generator:
    """Return what shuffles the samples of an epoch."""
    return np.random.default_rng((seed, epoch, EpochPurpose.ORDER))


def augmentation_stream(seed: int, epoch: int, first_picture: int) -> Generator:
    """Return what changes the pictures from `first_picture` on in an epoch."""
    return np.random.default_rng((seed, epoch, EpochPurpose.AUGMENTATION, first_picture))


def sample_stream(seed: int, epoch: int, sample: int, purpose: SamplePurpose = SamplePurpose.DIGIT) -> Generator:
    """Return what one sample of an epoch is drawn with; all numbers are 0 or more."""
    return np.random.default_rng((seed, epoch, sample, purpose))
