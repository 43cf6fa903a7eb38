"""The optimiser does what its papers say."""

import math

import numpy as np
import pytest

from inkspect.training.optimizer import AdamW, gradient_nearby, one_cycle, update_average


def test_adamw_follows_its_definition_parameter_by_parameter() -> None:
    random = np.random.default_rng(0)
    parameters = random.normal(size=4)
    decay = np.array([0.1, 0.0, 0.1, 0.0])
    gradients, rates = random.normal(size=(6, 4)), [0.1, 0.2, 0.3, 0.2, 0.1, 0.05]

    expected = parameters.tolist()
    for index in range(4):
        value, first, second = expected[index], 0.0, 0.0
        for step, rate in enumerate(rates, start=1):
            gradient = gradients[step - 1, index]
            first = 0.9 * first + 0.1 * gradient
            second = 0.99 * second + 0.01 * gradient**2
            direction = (first / (1 - 0.9**step)) / (math.sqrt(second / (1 - 0.99**step)) + 1e-8)
            value = value - rate * decay[index] * value - rate * direction
        expected[index] = value

    optimizer = AdamW.for_parameters(parameters)
    for gradient, rate in zip(gradients, rates, strict=True):
        optimizer.update(parameters, gradient, rate, decay)
    np.testing.assert_allclose(parameters, expected, rtol=1e-12)
    assert optimizer.updates == 6


def test_adamw_finds_the_bottom_of_a_badly_scaled_bowl() -> None:
    bottom, steepness = np.array([3.0, -2.0]), np.array([1000.0, 0.01])
    parameters = np.zeros(2)
    optimizer = AdamW.for_parameters(parameters)
    for step in range(2000):
        rate = one_cycle(step / 2000, 0.1, 0.2)
        optimizer.update(parameters, steepness * (parameters - bottom), rate, np.zeros(2))
    np.testing.assert_allclose(parameters, bottom, atol=1e-3)


def test_the_learning_rate_rises_to_its_peak_and_falls_to_nothing() -> None:
    rates = [one_cycle(share, 0.5, 0.25) for share in np.linspace(0, 1, 101)]
    assert max(rates) == pytest.approx(0.5)
    assert rates.index(max(rates)) == 25
    assert rates[:26] == sorted(rates[:26])
    assert rates[25:] == sorted(rates[25:], reverse=True)
    assert rates[0] == pytest.approx(0.01)
    assert rates[-1] == pytest.approx(0, abs=1e-12)


def test_the_learning_rate_falls_no_lower_than_it_may() -> None:
    for share in np.linspace(0, 1, 101):
        expected = one_cycle(share, 0.5, 0.25)
        assert one_cycle(share, 0.5, 0.25, lowest=0.1) == (expected if share < 0.25 else max(expected, 0.05))


def test_the_average_forgets_the_random_start_and_then_moves_slowly() -> None:
    average = np.array([1000.0], np.float32)
    for update in range(1, 3001):
        update_average(average, np.array([2.0], np.float32), update, 0.99)
    assert average[0] == pytest.approx(2, abs=1e-3)
    update_average(average, np.array([3.0], np.float32), 3001, 0.99)
    assert average[0] == pytest.approx(2.01, abs=1e-3)


def test_the_gradient_nearby_is_taken_a_radius_up_the_slope_and_nothing_has_moved() -> None:
    parameters = np.array([3.0, -4.0, 0.5], np.float32)
    scales = np.array([1.0, 0.5, 8.0], np.float32)
    gradient = np.empty_like(parameters)
    asked_at: list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]] = []

    def bowl() -> tuple[float, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
        asked_at.append(parameters.copy())
        np.multiply(scales, parameters, out=gradient)
        return float(0.5 * np.sum(scales * parameters**2)), gradient

    before = parameters.copy()
    loss, nearby = gradient_nearby(bowl, parameters, 0.2)
    slope = scales * before
    uphill = before + 0.2 * slope / np.linalg.norm(slope)
    np.testing.assert_array_equal(parameters, before)
    assert loss == pytest.approx(0.5 * np.sum(scales * before**2))
    np.testing.assert_allclose(asked_at[1], uphill, rtol=1e-6)
    np.testing.assert_allclose(nearby, scales * uphill, rtol=1e-6)


def test_without_a_radius_one_gradient_is_computed_and_it_is_the_plain_one() -> None:
    calls = []

    def plain() -> tuple[float, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
        calls.append(1)
        return 2.0, np.ones(3, np.float32)

    loss, gradient = gradient_nearby(plain, np.zeros(3, np.float32), 0.0)
    assert (loss, gradient.tolist(), len(calls)) == (2.0, [1.0, 1.0, 1.0], 1)
