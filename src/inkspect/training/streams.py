"""The random numbers of training: one stream per purpose, keyed by seed, epoch and sample.

A stream depends only on its key, so samples are the same whatever was drawn before them, and in whichever process. Keys
have one of two layouts, each with its own numbering of purposes:

    (seed, epoch, EpochPurpose)              one stream per epoch; AUGMENTATION adds the index of the first picture
    (seed, epoch, sample, SamplePurpose)     one stream per sample

NumPy ignores zeros at the end of a key, so no purpose is 0.
"""

from enum import IntEnum

import numpy as np
from numpy.random import Generator


class EpochPurpose(IntEnum):
    """The purposes of an epoch's random numbers."""

    ORDER = 1
    AUGMENTATION = 2


class SamplePurpose(IntEnum):
    """The purposes of a sample's random numbers; calibration and evidence use epoch 0."""

    DIGIT = 1
    NEGATIVE = 2
    PEN = 3
    CALIBRATION_NEGATIVE = 4
    EVIDENCE_NEGATIVE = 5
    READ = 6
    WRITTEN = 7


def order_stream(seed: int, epoch: int) -> Generator:
    """Return the generator that shuffles an epoch's samples."""
    return np.random.default_rng((seed, epoch, EpochPurpose.ORDER))


def augmentation_stream(seed: int, epoch: int, first_picture: int) -> Generator:
    """Return the generator that augments an epoch's pictures from `first_picture` on."""
    return np.random.default_rng((seed, epoch, EpochPurpose.AUGMENTATION, first_picture))


def sample_stream(seed: int, epoch: int, sample: int, purpose: SamplePurpose = SamplePurpose.DIGIT) -> Generator:
    """Return the generator for one sample of an epoch; all numbers are 0 or more."""
    return np.random.default_rng((seed, epoch, sample, purpose))
