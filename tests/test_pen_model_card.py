"""The pen's model card shows figures of the published weights; stale figures are found."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

import pen_model_card
from inkspect.data.strokes import Drawing
from inkspect.measuring import pen as measuring
from inkspect.measuring.pen import evaluate_pen
from inkspect.measuring.pen_shares import RightJson
from inkspect.pen.weights import published_weights
from inkspect.system.errors import InkspectError
from model_card import DIGITS_FILE, TRAINING_FILES
from model_card_text import with_rendered, without_figures
from pen_material import lively_network
from pen_model_card_text import RENDERED, PenCardFigures
from plain_networks import deaf_network

TEXT = pen_model_card.DOCUMENT.read_text(encoding="utf-8")
PUBLISHED = published_weights().is_file()


def drawings() -> list[Drawing]:
    random = np.random.default_rng(0)
    return [Drawing([np.cumsum(random.normal(size=(20, 2)), axis=0)], str(digit)) for digit in range(10)]


@pytest.fixture
def figures() -> PenCardFigures:
    """Figures of a made-up network."""
    network, some = lively_network(1, scale=0.2), drawings()
    right: list[RightJson] = [{"share": share, "count": 4, "pen": 3, "picture": 1} for share in (1.0, 0.5)]
    return {
        "weights_sha256": "aa",
        "picture_sha256": "bb",
        "data_sha256": {},
        "parameters": 27256,
        "training": pen_model_card.training_figures(network),
        "evaluation": evaluate_pen(network, deaf_network(_3=1.0), some, some[:2], of_each=1).to_json(),
        "digits": [right] * 10,
        "sources": [
            {"name": "ours", "learned": True, "right": right},
            {"name": "theirs", "learned": False, "right": right},
        ],
    }


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["pen_model_card.py", *arguments])
    return pen_model_card.main()


def test_the_cards_figures_belong_to_the_published_weights(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--check") == 0, capsys.readouterr().err
    assert pen_model_card.FIGURES.exists() == PUBLISHED


def test_figures_of_other_weights_are_stale(
    figures: PenCardFigures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = tmp_path / "pen.safetensors"
    lively_network(1, scale=0.2).as_type(np.float32).save(weights)
    (tmp_path / "card.json").write_text(json.dumps(figures), encoding="utf-8")
    monkeypatch.setattr(pen_model_card, "FIGURES", tmp_path / "card.json")
    monkeypatch.setattr(pen_model_card, "published_weights", lambda: weights)
    assert run(monkeypatch, "--check") == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "card.json holds figures of other weights" in said


def test_figures_of_a_network_that_is_not_there_are_stale(
    figures: PenCardFigures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "card.json").write_text(json.dumps(figures), encoding="utf-8")
    monkeypatch.setattr(pen_model_card, "FIGURES", tmp_path / "card.json")
    monkeypatch.setattr(pen_model_card, "published_weights", lambda: tmp_path / "gone.safetensors")
    assert run(monkeypatch, "--check") == 1
    assert "a network that is not in the package" in capsys.readouterr().err


def test_the_prose_contains_no_figures_that_new_weights_would_change() -> None:
    held = [share for share in re.findall(r"\d[\d.,–]* ?%", without_figures(TEXT)) if share != "95 %"]
    assert not held, f"let tools/pen_model_card.py write these: {held}"


def test_the_card_has_the_standard_sections_and_shows_all_that_is_rendered() -> None:
    wanted = ["Model details", "Intended use", "Factors", "Metrics", "Evaluation data", "Training data"]
    wanted += ["Quantitative analyses", "Ethical considerations", "Caveats and recommendations"]
    assert re.findall(r"^## (.+)$", TEXT, re.M) == wanted
    assert set(re.findall(r"<!-- figures: (\S+) -->", TEXT)) == set(RENDERED)


def test_the_tables_show_the_figures(figures: PenCardFigures) -> None:
    text = with_rendered(TEXT, {name: render(figures) for name, render in RENDERED.items()})
    assert "| parameters | 27,256 |" in text
    assert "| 100 % | " in text and "\n10 digits by held-out writers.\n" in text
    assert "| 7 | 4 | 75.0 % | 75.0 % | 25.0 % |" in text
    assert "| ours | *learned from* | 4 | 75.00 % | 75.00 % |" in text
    assert "| theirs | held out | 4 |" in text
    bits = figures["evaluation"]["foreseen"][0]["bits_per_step"]
    assert bits is not None and f"| {bits:.2f} |" in text
    assert "| 0.8 | 10 | " in text and "| 0.5 | 10 | " in text
    assert text.count(" of held-out drawings | ") == 1


def test_a_source_that_was_learned_from_is_told_by_its_contents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from inkspect.data.stroke_files import read_stroke_file, write_strokes

    some = drawings()
    for name, moved in ((DIGITS_FILE, 0), *((name, 1) for name in TRAINING_FILES)):
        write_strokes(tmp_path / name, [Drawing([one.strokes[0] + moved], one.label, writer=name) for one in some])
    network = lively_network(1, scale=0.2).as_type(np.float32)
    learned = read_stroke_file(tmp_path / TRAINING_FILES[0]).sha256
    network.with_metadata({"data": json.dumps({"whatever.jsonl": learned}), "date": "2026-11-27"}).save(
        tmp_path / "pen.safetensors"
    )
    monkeypatch.setattr(pen_model_card, "published_weights", lambda: tmp_path / "pen.safetensors")
    monkeypatch.setattr(measuring, "OF_EACH", 1)
    figures, picture = pen_model_card.measure(tmp_path)
    assert [source["learned"] for source in figures["sources"]] == [False, True, False]
    near = figures["evaluation"]["written"][0]["nearness"]
    assert near is None or near["training"] == 10, "copies of what it learned from, and of nothing else"
    assert (figures["training"]["date"], figures["evaluation"]["count"], len(figures["digits"])) == (
        "2026-11-27",
        10,
        10,
    )
    assert picture.startswith("<svg")


def test_a_place_that_asks_for_what_there_is_not_is_refused() -> None:
    with pytest.raises(InkspectError, match="there are no figures 'luck'"):
        with_rendered("<!-- figures: luck --><!-- /figures -->", {"right": ""})
