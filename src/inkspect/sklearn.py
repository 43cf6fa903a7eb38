"""The network as a scikit-learn classifier, for pipelines, grid searches and cross-validation.

>>> from inkspect.sklearn import DigitClassifier  # needs: pip install 'inkspect[sklearn]'
>>> DigitClassifier(epochs=3).epochs
3
"""

from contextlib import nullcontext
from dataclasses import replace
from numbers import Integral
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inkspect.data.labels import DIGITS
from inkspect.data.levels import as_levels
from inkspect.data.mnist import Mnist
from inkspect.network.network import Network
from inkspect.system.arguments import as_array, as_instance
from inkspect.system.errors import InkspectError, InvalidValueError
from inkspect.training.choices import Range, check_choice
from inkspect.training.finishing import train_as_asked
from inkspect.training.recipe import Recipe
from inkspect.training.showing import shown_progress

try:
    from sklearn.base import BaseEstimator, ClassifierMixin
    from sklearn.utils.multiclass import check_classification_targets
    from sklearn.utils.validation import check_is_fitted, check_random_state, validate_data
except ImportError as error:
    raise InkspectError("inkspect.sklearn needs scikit-learn: pip install 'inkspect[sklearn]'") from error

if TYPE_CHECKING:
    from sklearn.utils import Tags

_SIDE = 28
_LARGEST_SEED = 2**31 - 1
_SHARE = Range(0, 1, above_least=True, below_most=True)


class DigitClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A small convolutional network that reads 28×28 pictures, trained from scratch in NumPy.

    Its classes are those it was fitted on: at most ten, with labels of any type. Pictures are rows of 784 values,
    (n, 28, 28) or (n, 1, 28, 28), as arrays or lists: uint8 from 0 (paper) to 255 (ink), or floats from 0 to 1.

    Args:
        epochs: the number of epochs; the recipe's if None.
        peak_learning_rate: the highest learning rate of the schedule; the recipe's if None.
        validation_share: the share of the pictures used for validation and calibration instead of training.
        recipe: every other choice; `Recipe()` if None.
        verbose: whether `fit` shows its progress, as `inkspect.train` does.
        workers: the number of threads; one per core if None.
        random_state: determines the initial weights, the order and augmentation of pictures, and the validation
            pictures; equal integers give equal networks on the same machine.

    Attributes:
        network_: the trained and calibrated `inkspect.Network`; its output i is the class `classes_[i]`.
        classes_: (classes,) the labels, sorted.
        history_: one flat row per epoch, as `pandas.DataFrame` takes them.
        n_features_in_: 784.
    """

    def __init__(
        self,
        *,
        epochs: int | None = None,
        peak_learning_rate: float | None = None,
        validation_share: float = 0.1,
        recipe: Recipe | None = None,
        verbose: bool = False,
        workers: int | None = None,
        random_state: "int | np.random.RandomState | None" = None,
    ) -> None:
        self.epochs = epochs
        self.peak_learning_rate = peak_learning_rate
        self.validation_share = validation_share
        self.recipe = recipe
        self.verbose = verbose
        self.workers = workers
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:  # noqa: N803
        """Train on pictures and their labels.

        Args:
            X: (n, 784), (n, 28, 28) or (n, 1, 28, 28), n at least 2.
            y: (n,) labels of at most ten classes.

        Raises:
            InvalidValueError: pictures or labels have the wrong shape, type or range, or a parameter is out of range.
        """
        features, labels = validate_data(self, self._rows(X), y, dtype=None, ensure_min_samples=2)
        check_classification_targets(labels)
        if features.dtype.kind in "if" and features.min() < 0:
            raise InvalidValueError("Negative values in data passed to DigitClassifier; paper is 0 and ink is positive")
        self.classes_, classes = np.unique(labels, return_inverse=True)
        if not 2 <= len(self.classes_) <= len(DIGITS):
            what = "one class" if len(self.classes_) == 1 else f"{len(self.classes_)} classes"
            raise InvalidValueError(f"the labels have {what}; the network distinguishes 2 to {len(DIGITS)}")
        pictures = as_levels(self._pictures(features))
        recipe = self._recipe_for(len(pictures))
        random = check_random_state(self.random_state)
        order = random.permutation(len(pictures))
        nothing = np.zeros(0, np.uint8)
        data = Mnist(pictures[order], classes[order].astype(np.uint8), nothing, nothing)
        seed = self.random_state if isinstance(self.random_state, Integral) else random.randint(_LARGEST_SEED)
        with shown_progress() if self.verbose else nullcontext() as show:
            result = train_as_asked(data, recipe=recipe, seed=int(seed), workers=self.workers, on_progress=show)
        self.network_: Network = result.network
        self.history_ = result.table()
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.generic]:  # noqa: N803
        """Return the most probable class of each picture, (n,).

        Raises:
            InvalidValueError: the pictures have the wrong shape, type or range.
            sklearn.exceptions.NotFittedError: `fit` was not called.
        """
        most_probable = self.predict_proba(X).argmax(axis=1)
        classes: NDArray[np.generic] = self.classes_[most_probable]
        return classes

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803
        """Return the probabilities of the classes, (n, classes), in the order of `classes_`.

        Raises:
            InvalidValueError: the pictures have the wrong shape, type or range.
            sklearn.exceptions.NotFittedError: `fit` was not called.
        """
        check_is_fitted(self)
        features = validate_data(self, self._rows(X), dtype=None, reset=False)
        probabilities = self.network_.predict_proba(self._pictures(features))[:, : len(self.classes_)]
        shares: NDArray[np.float64] = probabilities.astype(np.float64)
        shares /= shares.sum(axis=1, keepdims=True)
        return shares

    def score(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> float:  # noqa: N803
        """Return the accuracy, from 0 to 1, on pictures and their labels (n,), each weighted by `sample_weight` (n,).

        Raises:
            InvalidValueError: as `predict`.
        """
        return float(super().score(X, y, sample_weight))

    def get_params(self, deep: bool = True) -> dict[str, object]:
        """Return the arguments of the constructor by name; `deep` makes no difference, as none is an estimator."""
        return dict(super().get_params(deep))

    def set_params(self, **params: object) -> Self:
        """Set some of the constructor's arguments, and return the estimator.

        Raises:
            ValueError: there is no argument of that name.
        """
        super().set_params(**params)
        return self

    def _rows(self, pictures: ArrayLike) -> ArrayLike:
        """Return pictures (n, 28, 28) or (n, 1, 28, 28) as rows of values; leave tables for scikit-learn to check."""
        shape = getattr(pictures, "shape", None)
        given = as_array(pictures, "X") if shape is None or len(shape) > 2 else pictures
        shape = np.shape(given)
        if len(shape) <= 2:
            return given
        if shape[1:] not in ((_SIDE, _SIDE), (1, _SIDE, _SIDE)):
            raise InvalidValueError(_wrong_shape(shape))
        return np.reshape(given, (shape[0], _SIDE * _SIDE))

    def _pictures(self, features: NDArray[np.generic]) -> NDArray[np.generic]:
        """Return rows of 784 values as pictures (n, 28, 28)."""
        if features.shape[1] != _SIDE * _SIDE:
            raise InvalidValueError(_wrong_shape(features.shape))
        return features.reshape(-1, _SIDE, _SIDE)

    def _recipe_for(self, count: int) -> Recipe:
        """Return the recipe for this many pictures; with few, batches shrink and at least one picture is validation."""
        check_choice(self.validation_share, _SHARE, "validation_share")
        recipe = Recipe() if self.recipe is None else as_instance(self.recipe, Recipe, "recipe")
        if self.epochs is not None:
            recipe = replace(recipe, epochs=self.epochs)
        if self.peak_learning_rate is not None:
            recipe = replace(recipe, peak_learning_rate=self.peak_learning_rate)
        validation = min(max(1, round(float(self.validation_share) * count)), count - 1)
        batch_size = min(recipe.batch_size, count - validation)
        shards = recipe.shards if batch_size % recipe.shards == 0 else 1
        return replace(recipe, validation_pictures=validation, batch_size=batch_size, shards=shards)

    def __sklearn_tags__(self) -> "Tags":
        tags = super().__sklearn_tags__()
        tags.input_tags.three_d_array = True
        tags.input_tags.positive_only = True
        tags.classifier_tags.multi_class = True
        return tags


def _wrong_shape(shape: tuple[int, ...]) -> str:
    wanted = f"rows of {_SIDE * _SIDE} values, (n, {_SIDE}, {_SIDE}) or (n, 1, {_SIDE}, {_SIDE})"
    return f"pictures must be {wanted}, not {shape}"
