"""Who knew it when: the two networks on the same beginnings, in the report and as a picture for the documents."""

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

import inkspect
from benchmarks import who_knew_when
from inkspect.data.stroke_files import write_strokes
from inkspect.data.strokes import Drawing
from inkspect.measuring.pen_shares import RightAfter
from inkspect.pen.network import PenNetwork
from inkspect.report.elements import to_html
from inkspect.report.knowing import KnowingResults, measure_knowing
from inkspect.report.sections.knowing import NO_STROKES, knowing
from pen_material import lively_network
from plain_networks import deaf_network, drawing_by

SVG = "{http://www.w3.org/2000/svg}"
RESULTS = KnowingResults(
    "ours.jsonl",
    tuple(RightAfter(share, 40, pen, picture) for share, pen, picture in ((0.25, 20, 4), (0.5, 30, 10), (1.0, 39, 40))),
)


@pytest.fixture
def pen() -> PenNetwork:
    return lively_network(1, scale=0.2).as_type(np.float32)


def test_only_digits_with_ink_count_whatever_their_share(pen: PenNetwork) -> None:
    drawings = [drawing_by("ada", 3), drawing_by("bo", 3), drawing_by("bo", "x"), Drawing([], "3")]
    results = measure_knowing(deaf_network(_3=2.0), pen, "ours", drawings, shares=(0.2, 1.0))
    assert results is not None
    assert [(right.share, right.count, right.picture) for right in results.rows] == [(0.2, 2, 2), (1.0, 2, 2)]
    assert measure_knowing(deaf_network(), pen, "letters", [drawing_by("bo", "x")]) is None


def test_the_section_shows_quarters_of_the_ink_and_a_chart() -> None:
    section = to_html(knowing([RESULTS]))
    assert "Digits of <bdi>ours.jsonl</bdi>" in section
    for ink, picture, pen in (("25 %", "10.00 %", "50.00 %"), ("50 %", "25.00 %", "75.00 %")):
        assert f"{ink}</th><td>{picture}</td><td>{pen}</td>" in section
    assert "at 50%, 75% by the pen’s network and 25% by the picture’s" in section
    assert section.count("<svg") == 1


def test_without_strokes_the_section_says_what_it_would_tell() -> None:
    assert NO_STROKES in to_html(knowing([]))


def test_the_picture_for_the_documents_is_a_file_of_its_own_with_its_colours() -> None:
    shown = ElementTree.fromstring(who_knew_when.as_file(RESULTS))
    assert shown.tag == f"{SVG}svg"
    text = ElementTree.tostring(shown, encoding="unicode")
    assert {"pen’s network", "picture’s network", "of the ink drawn"} <= {
        "".join(node.itertext()) for node in shown.iter()
    }
    classes = {name for node in shown.iter() for name in (node.get("class") or "").split()}
    assert classes and all(f".{name}{{" in text for name in classes), "every class has its colour"


def test_the_command_prints_and_draws_the_figures(
    pen: PenNetwork, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pen.save(tmp_path / "pen.safetensors", "F32")
    write_strokes(tmp_path / "ours.jsonl", [drawing_by("ada", 3), drawing_by("ada", 1)])
    files = ("--weights", str(tmp_path / "pen.safetensors"), "--strokes", str(tmp_path / "ours.jsonl"))
    assert who_knew_when.main([*files, "--output", str(tmp_path / "when.svg")]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "2 digits of ours.jsonl, read right"
    assert len(printed) == 2 + 20
    right = sum(inkspect.read(drawing_by(None, digit), pen).digit == digit for digit in (3, 1))
    assert printed[-1].split()[:2] == ["100%", f"{right / 2:.1%}"]
    assert (tmp_path / "when.svg").read_bytes().startswith(b"<svg")


def test_what_is_missing_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert who_knew_when.main(["--weights", str(tmp_path / "gone.safetensors")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("who_knew_when: cannot read ") and said.count("\n") == 1
