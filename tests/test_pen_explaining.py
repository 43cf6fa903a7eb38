"""Every number of the pen's network is what its parts add up to, and is told as the page tells it."""

import json
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from typer.testing import CliRunner

import golden
import inkspect
from inkspect.cli import app
from inkspect.data.stroke_files import read_strokes
from inkspect.explaining.pen_explanation import PenExplanation, explain_strokes
from inkspect.explaining.pen_parts import PenPart, Quantity, read_pen_part, units_of
from inkspect.explaining.pen_provenance import PenEvidence, pen_origin
from inkspect.pen.network import PenNetwork
from inkspect.pen.weights import load_weights, published_weights
from inkspect.system.errors import InvalidValueError

DRAWINGS = read_strokes(golden.FOLDER / "drawings.jsonl")[::16]
TOLERANCE = 1e-5
"""Of the sum of the parts' magnitudes."""


def names_of(token: int) -> list[str]:
    """The names of all numbers that belong to a token, as the address writes them."""
    names = [f"{quantity}.{token}.{unit}" for quantity in ("embedding", "normalized") for unit in range(32)]
    names += [f"{quantity}.{token}.{word}" for quantity in ("logit", "probability") for word in range(47)]
    for layer in (1, 2):
        for head in (1, 2, 3, 4):
            names += [f"{of}.{layer}.{head}.{token}.{key}" for of in ("score", "attention") for key in range(token + 1)]
        for quantity in set(get_args(Quantity)) - {"embedding", "normalized", "logit", "probability"}:
            if quantity not in ("score", "attention"):
                names += [f"{quantity}.{layer}.{token}.{unit}" for unit in range(units_of(quantity))]
    return names


@pytest.fixture(scope="module", params=["published", "made up"])
def network(request: pytest.FixtureRequest) -> PenNetwork:
    path = published_weights() if request.param == "published" else golden.FOLDER / golden.PEN_WEIGHTS
    return load_weights(path)


def explained(network: PenNetwork, drawing: int = 2) -> PenExplanation:
    return explain_strokes(DRAWINGS[drawing].kept, network)


def assert_adds_up(part: PenPart, evidence: PenEvidence) -> None:
    origin = pen_origin(part, evidence)
    size = np.abs(origin.amounts).sum() + abs(origin.own.get("bias") or 0)
    match origin.kind:
        case "softmax":
            own = origin.own
            made, size = origin.amounts[int(own["own"] or 0)] / float(own["sum"] or 1), 1.0
        case "relu":
            made = max(0.0, float(origin.inputs[0]))
        case "normalization":
            made = float(origin.own["sum"] or 0)
            weight = origin.weights if origin.weights is not None else np.zeros(1)
            size += abs(float(weight[0])) * (abs(float(origin.inputs[0])) + abs(float(origin.own["mean"] or 0)))
        case _:
            divisor = origin.own.get("divisor") or 1
            made, size = float(origin.own["sum"] or 0) / divisor, size / divisor
    assert abs(made - evidence.value(part)) <= TOLERANCE * max(size, 1e-30), str(part)


def test_every_number_of_a_token_is_what_its_parts_add_up_to(network: PenNetwork) -> None:
    for drawing in range(len(DRAWINGS)):
        trace = explained(network, drawing).trace
        for name in names_of(len(trace.ids) - 1)[:: 1 if drawing == 2 else 17]:
            assert_adds_up(read_pen_part(name), PenEvidence(trace, network))


def test_names_are_read_as_they_are_written_and_no_others(network: PenNetwork) -> None:
    for name in names_of(5):
        assert str(read_pen_part(name)) == name
    for wrong in ("score.1.2.4.5", "score.3.1.1.1", "query.1.96.0", "query.0.1.1", "logit.1", "logit.1.47", "", 3):
        with pytest.raises(InvalidValueError, match="part must be written as in"):
            read_pen_part(wrong)
    assert explained(network).provenance("embedding.95.0") is None


def test_what_a_number_feeds_has_it_among_its_own_terms(network: PenNetwork) -> None:
    made = explained(network)
    evidence = PenEvidence(made.trace, network)
    for name in names_of(4)[::7]:
        told = made.provenance(name)
        assert told is not None and told.brought is not None
        assert (len(told.targets) == 0) == name.startswith("probability")
        for target, amount in zip(told.targets, told.brought, strict=True):
            origin = pen_origin(target, evidence)
            named = [*origin.sources, *(origin.factors or ())]
            assert name in named
            own = origin.amounts[named.index(name) % len(origin.sources)] / (origin.own.get("divisor") or 1)
            assert amount == pytest.approx(own)


def test_python_explains_a_drawing_and_refuses_what_only_the_picture_s_network_is_asked() -> None:
    network = inkspect.load("pen")
    made = inkspect.explain([[[0, 0], [6, 0], [2, 10]]], network, part="head.1.5.9")
    assert made.part is not None and made.part.kind == "products"
    assert made.part.factors == tuple(f"attention.1.2.5.{key}" for key in range(6))
    assert inkspect.explain([], network).to_json()["names"] == ["READ"]
    with pytest.raises(InvalidValueError, match="digit, rival and off ask the picture's network"):
        inkspect.explain([], network, digit=3)  # type: ignore[call-overload]


def test_the_command_writes_a_line_a_drawing_and_refuses_options_of_the_picture_s_network(tmp_path: Path) -> None:
    file = tmp_path / "drawings.jsonl"
    file.write_text('{"strokes": [[[0, 0], [6, 0], [2, 10]]]}\n{"strokes": []}\n', encoding="utf-8")
    told = CliRunner().invoke(app, ["explain", str(file), "--network", "pen", "--part", "logit.3.30"])
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert [line["part"] and line["part"]["name"] for line in lines] == ["logit.3.30", None]
    for options, said in (
        (["--digit", "3"], "ask the picture's network"),
        (["--part", "conv1.1.1.1"], "--part must be"),
    ):
        refused = CliRunner().invoke(app, ["explain", str(file), "--network", "pen", *options])
        assert refused.exit_code != 0
        assert said in " ".join((refused.output + str(refused.exception)).split())
