"""`inkspect explain`: the explanation of a drawing as JSON, one line each, whole or not at all."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import golden
import inkspect as package
from inkspect.network.weights import published_weights
from shell import assert_one_clear_line, inkspect

SEVEN = [[[0, 0], [6, 0], [2, 10]]]
LINES = [json.dumps({"strokes": strokes}) for strokes in (SEVEN, [[[0, 0], [0, 10]]], [])]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A picture of a 7, and stroke files."""
    grey = np.kron(255 - 255 * package.rasterize(SEVEN), np.ones((8, 8))).astype(np.uint8)
    Image.fromarray(grey).save(tmp_path / "seven.png")
    (tmp_path / "three.jsonl").write_text("\n".join(LINES), encoding="utf-8")
    (tmp_path / "broken.jsonl").write_text(f"{LINES[0]}\n{{bad\n", encoding="utf-8")
    (tmp_path / "none.jsonl").write_text("\n\n", encoding="utf-8")
    return tmp_path


def explained(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_each_drawing_of_a_stroke_file_gets_a_line_even_an_empty_one(folder: Path) -> None:
    done = inkspect("explain", "three.jsonl", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    seven, one, empty = explained(done.stdout)
    assert (seven["verdict"], seven["digit"], seven["why"]["digit"], seven["trace"]["digits"]) == ("digit", 7, 7, [7])
    assert (one["digit"], one["part"], one["off"]) == (1, None, [])
    assert (empty["verdict"], empty["digit"], empty["probabilities"], empty["why"]) == ("empty", None, None, None)


def test_it_is_what_python_tells_of_the_same_drawing(folder: Path) -> None:
    asked = ("--digit", "7", "--rival", "2", "--part", "conv2.12.2.3", "--off", "map1.5", "--off", "fc1.17")
    done = inkspect("explain", "seven.png", *asked, folder=folder)
    told = package.explain(
        folder / "seven.png", digit=7, rival=2, part="conv2.12.2.3", off=["map1.5", "fc1.17"]
    ).to_json()
    assert explained(done.stdout) == [json.loads(json.dumps(told))]
    assert done.stdout.count("\n") == 1
    assert told["off"] == ["map1.5", "fc1.17"]
    assert told["part"] is not None and told["part"]["name"] == "conv2.12.2.3"


def test_the_networks_sum_is_its_files_whatever_is_switched_off(folder: Path) -> None:
    cases = golden.read_golden_cases(golden.FOLDER).metadata
    published, altered = (
        explained(inkspect("explain", "seven.png", *asked, folder=folder).stdout)[0]
        for asked in ((), ("--off", "map2.1"))
    )
    assert published["network"] == altered["network"] == cases["weights_sha256"]
    assert published["logits"] != altered["logits"]


def test_a_network_of_ones_own_is_explained(folder: Path) -> None:
    network = package.Network.initialized(3)
    network.save(folder / "mine.safetensors", "F32")
    (told,) = explained(inkspect("explain", "seven.png", "--weights", "mine.safetensors", folder=folder).stdout)
    assert np.allclose(told["logits"], network.trace(np.array(told["picture"])).logits[0], atol=1e-5)


def test_a_pipe_is_read_like_a_file(folder: Path) -> None:
    content = (folder / "seven.png").read_bytes()
    command = [sys.executable, "-m", "inkspect", "explain", "-"]
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    assert json.loads(done.stdout)["digit"] == 7


def test_an_output_is_written_whole_and_replaces_only_an_earlier_explanation(folder: Path) -> None:
    for name in ("three.jsonl", "seven.png"):
        done = inkspect("explain", name, "--output", "told.json", folder=folder)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert len(explained((folder / "told.json").read_text(encoding="utf-8"))) == 1
    done = inkspect("explain", "three.jsonl", "--output", "three.jsonl", folder=folder)
    assert_one_clear_line(done, "three.jsonl holds drawings, and is not overwritten by an explanation")
    assert (folder / "three.jsonl").read_text(encoding="utf-8") == "\n".join(LINES)
    done = inkspect("explain", "broken.jsonl", "--output", "told.json", folder=folder)
    assert_one_clear_line(done, "broken.jsonl:2: not JSON")
    assert explained((folder / "told.json").read_text(encoding="utf-8"))[0]["digit"] == 7, "the earlier one stays"
    assert not list(folder.glob("*.part"))


def test_what_stands_before_a_bad_line_is_explained(folder: Path) -> None:
    done = inkspect("explain", "broken.jsonl", folder=folder)
    assert_one_clear_line(done, "broken.jsonl:2: not JSON")
    assert [told["digit"] for told in explained(done.stdout)] == [7]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("missing.png",), "cannot read missing.png"),
        (("none.jsonl",), "none.jsonl"),
        (("seven.png", "--part", "conv9.1"), "--part 'conv9.1' is unknown; parts are input.ROW.COLUMN"),
        (("seven.png", "--part", "fc1.64"), "--part 'fc1.64': 64 is not below 64; indices count from 0"),
        (("seven.png", "--off", "logit.3"), "--off 'logit.3' cannot be switched off"),
        (("seven.png", "--digit", "3", "--rival", "3"), "--rival must be another digit than digit 3"),
        (("seven.png", "--weights", "three.jsonl"), "three.jsonl is not"),
        (("seven.png", "--output", "nowhere/told.json"), "cannot write nowhere/told.json"),
        (("seven.png", "--output", "-"), "cannot write an explanation to standard output (-); name a file"),
        (("seven.png", "--output", "seven.png"), "seven.png holds data of unknown origin"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    done = inkspect("explain", *arguments, folder=folder)
    assert_one_clear_line(done, said)
    assert done.stdout == ""
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("digit", ["10", "-1", "three"])
def test_a_digit_that_is_none_is_wrong_usage(folder: Path, digit: str) -> None:
    done = inkspect("explain", "seven.png", f"--digit={digit}", folder=folder)
    assert done.returncode == 2 and "'--digit'" in done.stderr and "Traceback" not in done.stderr


def test_the_published_network_is_the_default(folder: Path) -> None:
    given = inkspect("explain", "seven.png", "--weights", published_weights(), folder=folder)
    assert given.stdout == inkspect("explain", "seven.png", folder=folder).stdout != ""
