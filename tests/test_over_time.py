"""A drawing over time: the points kept of it, and what is read after each, are what the page shows at that moment."""

import json
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

import golden
import inkspect
import reference
from inkspect.data.kept_points import MAX_KEPT_POINTS, kept_points
from inkspect.data.stroke_files import read_strokes
from inkspect.data.strokes import Drawing
from inkspect.ink import rasterize
from inkspect.network.network import Network
from inkspect.network.weights import published_weights
from inkspect.over_time import pictures as over_time_pictures
from inkspect.over_time.pictures import pictures_over_time

MOMENTS = golden.FOLDER / golden.MOMENTS
CASES = {drawing.extra["name"]: drawing for drawing in read_strokes(MOMENTS)}
THREE = [[[0.0, 0.0], [4.0, 0.0], [2.0, 3.0]], [[2.0, 3.0], [4.0, 6.0], [0.0, 8.0]]]


@pytest.fixture(scope="module")
def network() -> Network:
    return inkspect.load()


@pytest.mark.parametrize("name", CASES)
def test_the_points_kept_are_the_golden_ones(name: str) -> None:
    kept = kept_points(CASES[name])
    expected = CASES[name].extra["kept"]
    assert isinstance(expected, list)
    assert kept.points.tolist() == [point for stroke in expected for point in stroke]
    assert kept.strokes.tolist() == [number for number, stroke in enumerate(expected) for _ in stroke]


@pytest.mark.parametrize("name", CASES)
def test_after_every_point_the_probabilities_and_the_verdict_are_the_golden_ones(name: str, network: Network) -> None:
    read = inkspect.read_over_time(CASES[name], network)
    expected = np.array(CASES[name].extra["probabilities"])
    assert read.probabilities.shape == expected.shape
    far = np.abs(read.probabilities - expected) > 1e-5 * expected.max(axis=1, keepdims=True)
    assert not far.any(), f"first after {np.argwhere(far)[0] + [1, 0]}"
    verdicts = CASES[name].extra["verdicts"]
    assert isinstance(verdicts, list)
    assert [given for given, golden in zip(read.verdicts, verdicts, strict=True) if golden not in (None, given)] == []


def test_the_golden_moments_hold_every_verdict_and_few_that_rounding_decides() -> None:
    verdicts = [verdict for drawing in CASES.values() for verdict in drawing.extra["verdicts"]]  # type: ignore[attr-defined]
    assert {"digit", "unsure", "none"} <= set(verdicts)
    assert verdicts.count(None) < 0.02 * len(verdicts)
    assert set(reference.VERDICTS) >= set(verdicts) - {None}


def test_the_last_moment_is_what_is_read_in_the_drawing_as_it_is_kept(network: Network) -> None:
    read = inkspect.read_over_time(THREE, network)
    kept = Drawing(tuple(kept_points(Drawing(THREE)).until(len(read))), placed=True)
    last, whole = read.at(len(read)), inkspect.read(kept, network)
    assert (last.verdict, last.digit) == (whole.verdict, whole.digit)
    assert last.probabilities == pytest.approx(whole.probabilities, abs=1e-6)
    assert read.at(0) == inkspect.Reading("empty", None, None)
    assert (len(read), read.points.shape, read.strokes.tolist()) == (6, (6, 3), [0, 0, 0, 1, 1, 1])
    assert [read.at(moment).digit for moment in range(1, 7)] == read.digits.tolist()
    assert repr(read).startswith("<ReadingOverTime: 6 points, at the end ")


def test_at_gives_digit_verdict_and_probabilities_of_the_moment_and_json_gives_the_same() -> None:
    read = inkspect.read_over_time(CASES["4 open, 1, in mm"])
    assert len(set(read.verdicts)) > 2, "no material for this test"
    at = [read.at(moment) for moment in range(1, len(read) + 1)]
    assert [one.verdict for one in at] == list(read.verdicts)
    assert [one.digit for one in at] == read.digits.tolist()
    assert (
        np.stack([one.probabilities for one in at if one.probabilities is not None]).tolist()
        == read.probabilities.tolist()
    )
    assert read.to_json() == [
        {"moment": moment, "t": int(t), **one.to_json()}
        for moment, (t, one) in enumerate(zip(read.points[:, 2], at, strict=True), start=1)
    ]


@pytest.mark.parametrize("moment", [-1, 7, 2.5, "all"])
def test_a_moment_that_is_not_there_is_refused_in_one_line(moment: int) -> None:
    with pytest.raises(inkspect.InvalidValueError, match="moment must be a whole number from 0 to 6, not"):
        inkspect.read_over_time(THREE).at(moment)


@pytest.mark.parametrize("drawing", [Drawing([]), Drawing([[[9000, 9000]]], placed=True)], ids=["empty", "off the pad"])
def test_a_drawing_without_visible_ink_has_no_moment_but_the_empty_one(drawing: Drawing) -> None:
    read = inkspect.read_over_time(drawing)
    assert (len(read), read.to_json(), read.probabilities.shape, read.at(0).verdict) == (0, [], (0, 10), "empty")


def test_a_network_of_ones_own_reads_over_time_and_judges_by_its_own_rule(tmp_path: Path) -> None:
    mine = Network.initialized(3).with_verdict_rule(inkspect.VerdictRule(1.0, 0.2))
    mine.save(tmp_path / "mine.safetensors", "F32")
    read = inkspect.read_over_time(THREE, tmp_path / "mine.safetensors")
    assert set(read.verdicts) == {"unsure"}
    assert not np.allclose(read.probabilities, inkspect.read_over_time(THREE, published_weights()).probabilities)


def test_strokes_that_are_none_are_refused_in_one_line() -> None:
    with pytest.raises(inkspect.InvalidValueError, match=r"strokes\[0\]\[1\] must be a point"):
        inkspect.read_over_time([[[0, 0], [1]]])


def scribble(points: int, strokes: int = 1) -> Drawing:
    """A pen that wanders over the pad, at most a few units at a time, and is lifted now and then."""
    random = np.random.default_rng(points)
    steps = random.normal(0, 60, (points, 2))
    steps[0] = 2048
    path = np.abs(np.cumsum(steps, axis=0))
    folded = np.where(path % 8192 > 4096, 8192 - path % 8192, path % 8192)
    return Drawing(tuple(np.array_split(folded, strokes)), placed=True)


KINDS = {
    "a scribble": scribble(120, strokes=7),
    "dots": Drawing([[[100 * (7 * number % 13), 3 * number]] for number in range(90)], placed=True),
    "one place, and then another": Drawing([[[5, 5]] * 40, [[5, 5]] * 10, [[4000, 70]] * 9], placed=True),
    "one line, to and fro": Drawing([[[2000, 100], [2001, 3000]] * 40], placed=True),
    "a line that grows and is never calm": Drawing([[[10 + number**2, 40] for number in range(60)]], placed=True),
}


@pytest.mark.parametrize("short", [1, 20, 512], ids=["all of it long", "long from its 21st point on", "short"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_pictures_are_those_of_the_strokes_so_far_however_many_points_are_long(
    kind: str, short: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(over_time_pictures, "_SHORT", short)
    kept = kept_points(KINDS[kind])
    pictures = np.concatenate(list(pictures_over_time(kept)))
    expected = [rasterize(kept.until(moment)) for moment in range(1, len(kept) + 1)]
    np.testing.assert_allclose(pictures, expected, rtol=0, atol=1e-9)


def test_many_points_take_little_memory_and_no_pass_each() -> None:
    kept = kept_points(scribble(4_000, strokes=5))
    tracemalloc.start()
    batches = [len(pictures) for pictures in pictures_over_time(kept)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(batches) == 4_000
    assert len(batches) < 100
    assert peak < 60e6, f"{peak / 1e6:.0f} MB; all strokes so far of all moments would be {4_000**2 * 8 / 1e6:.0f} MB"


def test_more_points_than_the_page_keeps_are_refused_in_one_line() -> None:
    line = np.zeros((MAX_KEPT_POINTS + 1, 2))
    with pytest.raises(inkspect.InkspectError, match=r"has 20,001 points; the page keeps at most 20,000$"):
        inkspect.read_over_time([line])


def test_json_has_an_object_for_every_point_with_its_time() -> None:
    first, *_, last = inkspect.read_over_time([[[0, 0, 90], [4, 0, 100.4]], [[2, 9, 333]]]).to_json()
    assert (first["moment"], first["t"], last["moment"], last["t"]) == (1, 0, 3, 243)
    assert list(first) == ["moment", "t", "verdict", "digit", "probabilities"]
    assert json.loads(json.dumps(last)) == last
