"""The network as a scikit-learn classifier: scikit-learn's own checks, and what people do with classifiers."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

pytest.importorskip("sklearn", reason="scikit-learn is not installed")

from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.estimator_checks import check_estimator

import inkspect
from inkspect.sklearn import DigitClassifier
from small_training import small_mnist

QUICK = inkspect.Recipe(batch_size=32)

AS_FAR_AS_PICTURES_ALLOW = {
    "check_classifiers_train": "blobs of two features are no pictures; what it learns is tested below",
}


class OfAnyFeatures(DigitClassifier):
    """The classifier with its pictures made of whatever features scikit-learn's checks come with.

    Each feature is squeezed into -1 to 1 and fills a block of cells, so that the checks reach everything else; negative
    ones are refused, as the pictures' are.
    """

    def _pictures(self, features: NDArray[np.generic]) -> NDArray[np.generic]:
        columns = features.reshape(len(features), -1).astype(np.float64)
        pictures = np.zeros((len(columns), 28, 28), np.float32)
        for index, values in enumerate(columns.T[:49]):
            row, column = divmod(index, 7)
            squeezed = values / (1 + np.abs(values))
            pictures[:, 4 * row : 4 * row + 4, 4 * column : 4 * column + 4] = squeezed[:, None, None]
        return pictures


@pytest.fixture(scope="module")
def digits() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    mnist = small_mnist(learned=240, apart=0)
    return mnist.train_images.reshape(len(mnist.train_images), -1), mnist.train_labels


def quick(**choices: object) -> DigitClassifier:
    return DigitClassifier(**{"epochs": 6, "peak_learning_rate": 0.01, "recipe": QUICK, "random_state": 0, **choices})  # type: ignore[arg-type]


def test_scikit_learns_own_checks_pass_as_far_as_pictures_allow() -> None:
    results = check_estimator(
        OfAnyFeatures(epochs=1, recipe=QUICK, random_state=0, workers=1),
        expected_failed_checks=AS_FAR_AS_PICTURES_ALLOW,
        on_skip=None,
        on_fail=None,
    )
    failed = {
        result["check_name"]: str(result["exception"])[:200] for result in results if result["status"] == "failed"
    }
    assert not failed
    excused = {result["check_name"] for result in results if result["status"] == "xfail"}
    assert excused == set(AS_FAR_AS_PICTURES_ALLOW), "a check is excused that passes"
    assert sum(result["status"] == "passed" for result in results) > 40


def test_it_learns_predicts_and_scores(digits: tuple[NDArray[np.uint8], NDArray[np.uint8]]) -> None:
    pictures, labels = digits
    classifier = quick(epochs=20).fit(pictures[:200], labels[:200])
    assert classifier.score(pictures[200:], labels[200:]) > 0.9
    assert classifier.classes_.tolist() == list(range(10))
    np.testing.assert_allclose(classifier.predict_proba(pictures[:5]).sum(axis=1), 1)
    assert (classifier.predict(pictures[:5].reshape(-1, 28, 28)) == classifier.predict(pictures[:5] / 255)).all()
    assert [row["epoch"] for row in classifier.history_] == list(range(1, 21))
    assert (
        classifier.network_.predict(pictures[:3].reshape(-1, 28, 28)).tolist()
        == classifier.predict(pictures[:3]).tolist()
    )


def test_the_same_random_state_gives_the_same_network_and_another_another(
    digits: tuple[NDArray[np.uint8], NDArray[np.uint8]],
) -> None:
    one, same, other = (quick(epochs=1, random_state=seed).fit(*digits).network_ for seed in (1, 1, 2))
    assert one == same != other


def test_labels_may_be_words(digits: tuple[NDArray[np.uint8], NDArray[np.uint8]]) -> None:
    pictures, labels = digits
    few = labels < 3
    words = np.array(["zero", "one", "two"])[labels[few]]
    classifier = quick().fit(pictures[few], words)
    assert classifier.classes_.tolist() == ["one", "two", "zero"]
    assert classifier.score(pictures[few], words) > 0.9
    assert classifier.predict_proba(pictures[:2]).shape == (2, 3)


def test_it_works_in_a_pipeline_a_grid_search_and_cross_validation(
    digits: tuple[NDArray[np.uint8], NDArray[np.uint8]],
) -> None:
    pictures, labels = digits
    pipeline = make_pipeline(FunctionTransformer(lambda levels: levels / 255), quick(epochs=2))
    search = GridSearchCV(pipeline, {"digitclassifier__peak_learning_rate": [1e-6, 0.01]}, cv=2)
    search.fit(pictures, labels)
    assert search.best_params_ == {"digitclassifier__peak_learning_rate": 0.01}
    assert len(cross_val_score(quick(epochs=1), pictures, labels, cv=3)) == 3


@pytest.mark.parametrize(
    ("choices", "change", "reason"),
    [
        (
            {},
            lambda pictures: pictures[:, :100],
            r"must be rows of 784 values, .*, not \(240, 100\)",
        ),
        ({}, lambda pictures: pictures.reshape(240, 14, 56), r"\(n, 1, 28, 28\), not \(240, 14, 56\)"),
        ({}, lambda pictures: [[[1], [1, 2]]] * 240, "X must convert to a NumPy array, not a list"),
        ({}, lambda pictures: pictures.astype(float), "these floats range from 0 to 255"),
        ({"epochs": 0.5}, lambda pictures: pictures, "epochs must be a whole number of at least 1, not 0.5"),
        ({"validation_share": 1}, lambda pictures: pictures, "validation_share must be a number above 0 and below 1"),
        ({"validation_share": "a tenth"}, lambda pictures: pictures, "validation_share must be a number .*, not 'a te"),
        ({"recipe": "published"}, lambda pictures: pictures, "recipe must be a Recipe, not 'published'"),
    ],
)
def test_what_it_cannot_learn_from_is_refused_in_a_line(
    digits: tuple[NDArray[np.uint8], NDArray[np.uint8]], choices: dict[str, object], change: object, reason: str
) -> None:
    pictures, labels = digits
    with pytest.raises(ValueError, match=reason):
        quick(**choices).fit(change(pictures), labels)  # type: ignore[operator]


@pytest.mark.parametrize(
    "form",
    [
        lambda pictures: (pictures / 255).tolist(),
        lambda pictures: pictures.reshape(-1, 28, 28),
        lambda pictures: (pictures / 255).reshape(-1, 28, 28).tolist(),
        lambda pictures: pictures.reshape(-1, 1, 28, 28),
        lambda pictures: list(pictures.reshape(-1, 1, 28, 28)),
    ],
    ids=["rows", "pictures", "pictures as lists", "channels", "a list of arrays"],
)
def test_pictures_are_taken_in_every_form(
    digits: tuple[NDArray[np.uint8], NDArray[np.uint8]], form: Callable[[NDArray[np.uint8]], ArrayLike]
) -> None:
    pictures, labels = digits
    expected = quick(epochs=1).fit(pictures, labels)
    assert quick(epochs=1).fit(form(pictures), labels).network_ == expected.network_
    assert (expected.predict(form(pictures)) == expected.predict(pictures)).all()


def test_no_pictures_are_refused_as_scikit_learn_does(digits: tuple[NDArray[np.uint8], NDArray[np.uint8]]) -> None:
    pictures, labels = digits
    classifier = quick(epochs=1).fit(pictures, labels)
    for none in (pictures[:0], pictures[:0].reshape(0, 28, 28)):
        with pytest.raises(ValueError, match=r"Found array with 0 sample\(s\)"):
            classifier.predict(none)


def test_the_recipe_chooses_what_the_arguments_leave_open(
    digits: tuple[NDArray[np.uint8], NDArray[np.uint8]],
) -> None:
    recipe = inkspect.Recipe(epochs=2, batch_size=32, peak_learning_rate=0.01)
    by_recipe = DigitClassifier(recipe=recipe, random_state=0).fit(*digits)
    assert len(by_recipe.history_) == 2
    assert by_recipe.network_ == quick(epochs=2, peak_learning_rate=0.01).fit(*digits).network_
    assert len(DigitClassifier(epochs=1, recipe=recipe, random_state=0).fit(*digits).history_) == 1


def test_negative_values_are_refused_as_its_tag_says() -> None:
    from sklearn.utils.estimator_checks import check_positive_only_tag_during_fit

    check_positive_only_tag_during_fit("DigitClassifier", DigitClassifier(epochs=1, recipe=QUICK))


def test_progress_is_shown_only_on_request(
    digits: tuple[NDArray[np.uint8], NDArray[np.uint8]], capsys: pytest.CaptureFixture[str]
) -> None:
    quick(epochs=1).fit(*digits)
    assert capsys.readouterr().err == ""
    quick(epochs=1, verbose=True).fit(*digits)
    assert "Epoch 1/1: loss" in capsys.readouterr().err


def test_more_than_ten_classes_are_refused(digits: tuple[NDArray[np.uint8], NDArray[np.uint8]]) -> None:
    pictures, _ = digits
    with pytest.raises(ValueError, match="the labels have 12 classes; the network distinguishes 2 to 10"):
        quick().fit(pictures, np.arange(240) % 12)
