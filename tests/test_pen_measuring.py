"""What is measured of the pen's network, held to plain arithmetic and to networks whose answers are known."""

import json
import math
from collections.abc import Sequence

import numpy as np
import pytest

import inkspect
from inkspect.data.strokes import Drawing
from inkspect.ink import rasterize
from inkspect.measuring.labelled import LabelledDrawings
from inkspect.measuring.pen import evaluate_pen
from inkspect.measuring.pen_movements import foreseen_after
from inkspect.measuring.pen_shares import right_after
from inkspect.measuring.pen_written import Known, nearest_distances, read_written, write_digits
from inkspect.pen.beginnings import beginning, continuation, points_until
from inkspect.pen.description import load_pen
from inkspect.pen.network import PenNetwork
from inkspect.pen.tokens import tokenize
from inkspect.pen.writing import Written, write
from inkspect.system.errors import InkspectError
from pen_material import lively_network
from plain_networks import deaf_network, ink_meter

PEN = load_pen()
RANDOM_BITS = math.log2(len(PEN.vocabulary))
"""What each token costs a network that expects all alike."""


def indifferent() -> PenNetwork:
    """A network that expects all tokens alike."""
    return PenNetwork.from_parameters({name: np.zeros(shape) for name, shape in PEN.parameter_shapes().items()})


def scrawl(seed: int, points: int = 30) -> list[np.ndarray]:
    """Two strokes that wander."""
    walked = np.cumsum(np.random.default_rng(seed).normal(size=(points, 2)), axis=0)
    return [walked[: points // 2], walked[points // 2 :] + 2]


def line(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, np.float64)


CORNER = [line(*((x, 0.0) for x in range(15)), *((14.0, y) for y in range(1, 15)))]
"""14 steps to the right, then 14 down; a point a step."""


def test_a_beginning_is_read_by_each_network_in_a_frame_of_its_own() -> None:
    pen, picture = lively_network(3), ink_meter()
    drawings = [Drawing(scrawl(seed), str(seed % 10)) for seed in range(25)]
    found = right_after(0.5, LabelledDrawings.of(drawings).digits, pen, picture)
    begun = [beginning(drawing.kept, 0.5) for drawing in drawings]
    by_pen = sum(inkspect.read(list(strokes), pen).digit == seed % 10 for seed, strokes in enumerate(begun))
    by_picture = sum(inkspect.read(list(strokes), picture).digit == seed % 10 for seed, strokes in enumerate(begun))
    assert (found.count, found.pen, found.picture) == (25, by_pen, by_picture)
    assert (found.pen_accuracy, found.picture_accuracy) == (by_pen / 25, by_picture / 25)


def test_to_a_network_without_expectations_every_token_costs_the_same() -> None:
    found = foreseen_after(0.5, [CORNER], indifferent())
    # The horizontal half is the beginning; what followed are 14 steps down, and the end.
    assert (found.drawings, found.left_out, found.cut_off) == (1, 0, 0)
    assert (found.steps, found.jumps, found.ends) == (14, 0, 1)
    for mean in (found.mean_at_tip, found.per_step, found.per_token):
        assert mean == pytest.approx(RANDOM_BITS)
    assert found.per_drawing == pytest.approx(15 * RANDOM_BITS)


def test_a_lifted_pens_way_is_told_apart_from_ink() -> None:
    found = foreseen_after(0.7, [[CORNER[0][:15], line((14, 4), (14, 9))]], indifferent())
    assert (found.steps, found.jumps, found.ends) == (5, 6, 1), "LIFT, four steps in the air, DROP; five of ink"
    assert found.bits_of_jumps == pytest.approx(6 * RANDOM_BITS)


def test_what_followed_costs_what_the_network_makes_of_it_in_the_beginnings_own_frame() -> None:
    network, drawings = lively_network(4, scale=0.2), [scrawl(seed) for seed in range(12)]
    found = foreseen_after(0.75, drawings, network)
    tip, total, tokens = 0.0, 0.0, 0
    for strokes in drawings:
        given, after = continuation(strokes, points_until(strokes, 0.75), 1000)
        ids = (PEN.id("READ"), *given, *after, PEN.id("END"))
        logits = network.logits(ids)
        costs = [
            math.log2(sum(math.exp(value - logits[place, token]) for value in logits[place]))
            for place, token in enumerate(ids[1:])
        ][len(given) :]
        tip, total, tokens = tip + costs[0], total + sum(costs), tokens + len(costs)
    assert (found.drawings, found.tokens) == (12, tokens)
    assert found.mean_at_tip == pytest.approx(tip / 12)
    assert found.bits == pytest.approx(total)
    assert found.per_drawing == pytest.approx(total / 12)


def test_what_does_not_fit_is_counted_not_hidden() -> None:
    tap = [line((3, 3))]
    tiny_first = [line(*((x, 0.0) for x in range(5))), line((5, 0), (80, 0), (0, 70), (90, 90))]
    found = foreseen_after(0.01, [tap, tiny_first], indifferent())
    assert (found.drawings, found.left_out, found.cut_off, found.ends) == (1, 1, 1, 0)
    given, _ = continuation(tiny_first, points_until(tiny_first, 0.01), PEN.context)
    assert found.tokens == PEN.context - 1 - len(given), "what fits of the rest is measured"


def test_without_drawings_there_are_no_means() -> None:
    told = foreseen_after(0.5, [], indifferent()).to_json()
    assert told["bits_at_tip"] is told["bits_per_step"] is told["bits_per_token"] is told["bits_per_drawing"] is None


def written_as(strokes: Sequence[np.ndarray], digit: int, *, ended: bool = True) -> Written:
    ids = tokenize(strokes, digit).ids
    return Written((*ids, PEN.id("END")) if ended else ids, 2, ended)


def test_a_written_digit_is_right_if_it_ended_and_is_read_as_meant() -> None:
    written = [written_as(scrawl(digit), digit, ended=digit != 3) for digit in range(10) for _ in range(2)]
    found = read_written(written, 0.8, deaf_network(_4=9.0))
    assert (found.count, found.unended, found.right, found.accuracy) == (20, 2, 2, 0.1)
    assert found.right_of_each == (0, 0, 0, 0, 2, 0, 0, 0, 0, 0)
    unended = read_written(written, 0.8, deaf_network(_3=9.0))
    assert unended.right == 0, "a digit without an end failed, whatever it looks like"


def test_the_digits_are_those_that_the_command_writes_with_these_seeds() -> None:
    network = lively_network(5)
    written = write_digits(network, 0.5, of_each=2)
    assert [one.digit for one in written] == [digit for digit in range(10) for _ in range(2)]
    for seed in (0, 7, 19):
        assert written[seed].ids == write(network, seed // 2, 0.5, seed=seed).ids


def test_a_copy_is_noticed_and_no_more_so_than_held_out_drawings_come_near_by_chance() -> None:
    training = [scrawl(seed) for seed in range(6)]
    known = Known.of(training, [scrawl(seed) for seed in range(20, 25)])
    near = known.nearness([training[2], *(scrawl(seed) for seed in range(40, 43))])
    assert (near.training, near.held_out) == (6, 5)
    by_hand = sorted(
        min(np.linalg.norm(rasterize(scrawl(seed)) - rasterize(other)) for other in training) for seed in range(20, 25)
    )
    assert near.median_of_held_out == pytest.approx(by_hand[2], rel=1e-5)
    assert near.nearer_than_any >= 1, "the copy"
    assert Known.of(training, [scrawl(9)]).nearness([training[0]]).median_of_written == 0


def test_nearest_distances_are_those_of_every_pair() -> None:
    random = np.random.default_rng(0)
    some, others = (random.random((count, 20)).astype(np.float32) for count in (300, 40))
    pairs = np.linalg.norm(some[:, None].astype(float) - others[None], axis=2)
    assert np.allclose(nearest_distances(some, others), pairs.min(axis=1), rtol=1e-5)


def test_an_evaluation_tells_all_of_it_as_json_and_says_each_step() -> None:
    drawings = [Drawing(scrawl(seed), str(seed)) for seed in range(10)]
    steps: list[tuple[int, int]] = []
    evaluation = evaluate_pen(
        indifferent(),
        deaf_network(_1=3.0),
        [*drawings, Drawing([], "1"), Drawing(scrawl(1), "x")],
        drawings[:3],
        of_each=1,
        on_step=lambda what, done, total: steps.append((done, total)),
    )
    told = json.loads(json.dumps(evaluation.to_json()))
    assert (told["count"], told["left_out"]) == (10, 2)
    assert [row["share"] for row in told["right"]] == [1.0, 0.75, 0.5, 0.25]
    assert [row["picture"] for row in told["right"]] == [1, 1, 1, 1]
    assert [row["share"] for row in told["foreseen"]] == [0.5, 0.75]
    assert [row["temperature"] for row in told["written"]] == [0.8, 0.5]
    assert all(row["count"] == 10 for row in told["written"])
    assert steps == [(done, 26) for done in range(26)]
    assert "10 digits" in repr(evaluation)


def test_without_drawings_only_its_writing_is_measured() -> None:
    evaluation = evaluate_pen(indifferent(), deaf_network(), of_each=1)
    assert (evaluation.count, evaluation.right, evaluation.foreseen, len(evaluation.written)) == (0, (), (), 2)
    assert evaluation.written[0].nearness is None


def test_drawings_of_no_digits_are_refused() -> None:
    with pytest.raises(InkspectError, match="no drawing has both ink and a digit"):
        evaluate_pen(indifferent(), deaf_network(), [Drawing(scrawl(1), "x")], of_each=1)
