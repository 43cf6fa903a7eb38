"""The package agrees with the golden cases of the pen exactly; and the cases are what they claim."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import golden
import reference_pen as reference
from inkspect.data.strokes import as_strokes
from inkspect.pen.beginnings import continuation, first_points
from inkspect.pen.description import load_pen
from inkspect.pen.generator import Xoshiro128StarStar
from inkspect.pen.places import places_of
from inkspect.pen.tokens import tokenize
from inkspect.pen.writing import write
from pen_stand_in import PLAIN

Case = dict[str, Any]

PEN = load_pen()
EXAMPLES = Path(__file__).parents[1] / "web" / "examples.json"


def lines_of(name: str) -> list[Case]:
    return [json.loads(line) for line in (golden.FOLDER / name).read_bytes().splitlines()]


TOLD = lines_of(golden.PEN_TOKENS)
WRITING = lines_of(golden.PEN_WRITING)
ELSEWHERE = {
    "examples.json": {case["name"]: case["strokes"] for case in json.loads(EXAMPLES.read_bytes())},
    "drawings.jsonl": {case["name"]: case["strokes"] for case in lines_of(golden.DRAWINGS)},
}


def strokes_of_case(case: Case) -> list[np.ndarray[Any, np.dtype[np.float64]]]:
    return list(as_strokes(case["strokes"] if "strokes" in case else ELSEWHERE[case["file"]][case["name"]]))


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case["name"])
def test_a_drawing_has_its_golden_tokens_whole_and_begun(case: Case) -> None:
    drawn = strokes_of_case(case)
    tokens = tokenize(drawn)
    assert (list(tokens.ids), tokens.left_out) == (case["ids"], case["left_out"])
    places = places_of(tokens.ids)
    assert places.x[places.known].tolist() == case["x"]
    assert places.y[places.known].tolist() == case["y"]
    assert places.up[places.known].tolist() == case["up"]
    for begun in case["begun"]:
        beginning = tokenize(first_points(drawn, begun["points"]))
        assert (list(beginning.ids), beginning.left_out) == (begun["ids"], begun["left_out"])
        if "followed" in begun:
            assert list(continuation(drawn, begun["points"], 200)[1]) == begun["followed"]


@pytest.mark.parametrize("case", [case for case in WRITING if "digit" not in case], ids=lambda case: case["seed"])
def test_a_seed_draws_its_golden_numbers(case: Case) -> None:
    integers, fractions = Xoshiro128StarStar(case["seed"]), Xoshiro128StarStar(case["seed"])
    assert [integers.uint32() for _ in case["uint32"]] == case["uint32"]
    assert [fractions.uniform() for _ in case["uniform"]] == case["uniform"]


@pytest.mark.parametrize("case", [case for case in WRITING if "digit" in case])
def test_a_digit_is_written_as_the_golden_one(case: Case) -> None:
    written = write(PLAIN, case["digit"], case["temperature"], case["top_k"], case["seed"])
    assert (list(written.ids), written.ended) == (case["ids"], case["ended"])


def test_there_are_sixty_drawings_and_every_example_with_every_movement_there_is() -> None:
    assert len(TOLD) >= 60
    assert len({case["name"] for case in TOLD}) == len(TOLD)
    assert ELSEWHERE["examples.json"].keys() <= {case["name"] for case in TOLD}
    used = {token for case in TOLD for token in case["ids"]}
    movements = {"LIFT", "DROP", *reference.PLACES, *reference.STEPS}
    assert used >= {PEN.id(name) for name in movements}


def test_the_edges_are_among_them() -> None:
    assert any(not case["x"] for case in TOLD), "nothing drawn"
    assert any(len(case["x"]) == 1 for case in TOLD), "a tap"
    assert sum(case["left_out"] > 0 for case in TOLD) >= 4, "more than the context"
    assert any("followed" not in begun for case in TOLD for begun in case["begun"]), "a beginning without extent"
    assert {True, False} == {case["ended"] for case in WRITING if "digit" in case}, "writing that fails, and not"
