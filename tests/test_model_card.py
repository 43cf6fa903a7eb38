"""The model card shows figures of the published weights; stale figures are found."""

import hashlib
import json
import re
from pathlib import Path

import numpy as np
import pytest

import model_card
import model_card_sources
from inkspect.data.stroke_files import StrokeFile
from inkspect.data.strokes import Drawing
from inkspect.drawing.forms import FORMS
from inkspect.network.network import Network
from inkspect.network.verdict import VerdictRule
from inkspect.network.weights import load_weights, published_weights
from model_card_cells import interval
from model_card_sources import forms_table, measure_by_source, sources_tables, writers_table
from model_card_text import FEWEST, RENDERED, with_figures, without_figures
from plain_networks import deaf_network, drawing_by
from small_training import small_mnist
from writing_styles import STYLES


@pytest.fixture(autouse=True)
def _few_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_card_sources, "FORM_DRAWINGS", 2)


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["model_card.py", *arguments])
    return model_card.main()


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with copies of the files the tool reads and writes, for tests to modify."""
    for path in (model_card.FIGURES, *model_card.DOCUMENTS):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(model_card, "FIGURES", tmp_path / model_card.FIGURES.name)
    monkeypatch.setattr(model_card, "DOCUMENTS", tuple(tmp_path / path.name for path in model_card.DOCUMENTS))
    return tmp_path


def test_the_cards_figures_belong_to_the_published_weights(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--check") == 0, capsys.readouterr().err
    figures = json.loads(model_card.FIGURES.read_text(encoding="utf-8"))
    published = hashlib.sha256(published_weights().read_bytes()).hexdigest()
    assert figures["weights_sha256"] == published, f"run `{model_card.COMMAND}`"
    assert published in model_card.DOCUMENTS[0].read_text(encoding="utf-8")
    _, metadata = load_weights(published_weights())
    assert figures["mnist_test"]["accuracy"] == json.loads(metadata["figures"])["mnist_test_accuracy"]
    assert figures["training"]["date"] == metadata["date"]


def test_figures_of_other_weights_are_stale(
    copies: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = copies / "other.safetensors"
    other.write_bytes(published_weights().read_bytes() + b" ")
    monkeypatch.setattr(model_card, "published_weights", lambda: other)
    assert run(monkeypatch, "--check") == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "model-card.json holds figures of other weights" in said
    assert f"run `{model_card.COMMAND}`" in said


@pytest.mark.parametrize("name", ["model-card.md", "README.md"])
def test_a_figure_changed_by_hand_is_stale(
    copies: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    text = (copies / name).read_text(encoding="utf-8")
    spoiled = re.sub(r"(<!-- figures: .*?)(\d\d\.\d+) %", r"\g<1>99.99 %", text, count=1, flags=re.S)
    assert spoiled != text
    (copies / name).write_text(spoiled, encoding="utf-8")
    assert run(monkeypatch, "--check") == 1
    assert f"{name} is stale: run `{model_card.COMMAND}`" in capsys.readouterr().err


def test_figures_by_other_styles_are_stale(
    copies: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(model_card, "STYLES", STYLES[1:])
    assert run(monkeypatch, "--check") == 1
    assert "other styles" in capsys.readouterr().err


def test_missing_strokes_are_a_one_line_error_and_nothing_is_written(
    copies: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name: path.read_bytes() for path in copies.iterdir()}
    monkeypatch.setenv("INKSPECT_STROKES", str(copies / "nowhere"))
    assert run(monkeypatch) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    missing = "digits-dev.jsonl.gz, letters-dev.jsonl.gz, digits-train.jsonl.gz, digits-train-pendigits.jsonl.gz"
    assert f"{missing} not found, neither in INKSPECT_STROKES" in said
    assert {path.name: path.read_bytes() for path in copies.iterdir()} == before


def test_the_cards_prose_contains_no_figures_that_new_weights_would_change() -> None:
    words = without_figures(model_card.DOCUMENTS[0].read_text(encoding="utf-8"))
    held = [share for share in re.findall(r"\d[\d.,–]* ?%", words) if share != "95 %"]
    assert not held, f"let tools/model_card.py write these: {held}"


def test_the_card_has_the_standard_sections_of_model_cards_and_all_rendered_figures_are_shown() -> None:
    text = model_card.DOCUMENTS[0].read_text(encoding="utf-8")
    wanted = ["Model details", "Intended use", "Factors", "Metrics", "Evaluation data", "Training data"]
    wanted += ["Quantitative analyses", "Ethical considerations", "Caveats and recommendations"]
    assert re.findall(r"^## (.+)$", text, re.M) == wanted
    shown = set(re.findall(r"<!-- figures: (\S+) -->", text + model_card.DOCUMENTS[1].read_text(encoding="utf-8")))
    assert shown == set(RENDERED), "some figures are rendered but not shown, or the reverse"


def test_styles_with_too_few_drawings_get_no_row() -> None:
    figures = model_card.read_figures()
    table, _, rest = with_figures("<!-- figures: styles --><!-- /figures -->", figures).partition("Omitted")
    for style in figures["styles"]:
        row = f"| {style['name']} | {style['test']} | {style['count']:,} by"
        assert (row in table) == (style["count"] >= FEWEST), style["name"]
        assert style["count"] >= FEWEST or f"{style['name']} ({style['count']})" in rest
        assert style["count"] - style["correct"] == sum(mistake["count"] for mistake in style["mistakes"])


def test_styles_count_the_networks_answers() -> None:
    """With a network that always answers 7."""
    network = Network.from_parameters(
        {name: np.zeros(values.shape) for name, values in Network.initialized(0).parameters().items()},
        verdict_rule=VerdictRule(0.5, 0.5),
    )
    network.parameters()["fc2.bias"][7] = 5
    stem = np.array([[0.0, 0.0], [0.0, 10.0]])
    roof_and_stem = np.array([[0.0, 0.0], [6.0, 0.0], [2.0, 10.0]])
    drawings = [
        Drawing((stem,), "1", writer="a"),
        Drawing((stem,), "1", writer="b"),
        Drawing((roof_and_stem,), "7", writer="a"),
        Drawing((roof_and_stem,), "x", writer="c"),
    ]
    told = {(style["digits"], style["name"]): style for style in model_card.style_figures(network, drawings)}
    assert len(told) == len(STYLES)
    bare = told["1", "a bare stem"]
    assert (bare["count"], bare["correct"], bare["writers"], bare["writers_read_wrong"]) == (2, 0, 2, 2)
    assert bare["mistakes"] == [{"digit": 1, "read_as": 7, "count": 2}]
    plain = told["7", "plain"]
    assert (plain["count"], plain["correct"], plain["writers"], plain["mistakes"]) == (1, 1, 1, [])
    assert told["0", "closed"]["count"] == 0


def test_intervals_match_published_wilson_intervals() -> None:
    # Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for (correct, count), expected in {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }.items():
        assert interval(correct, count) == pytest.approx(expected, abs=6e-5)


def test_sources_that_were_learned_from_are_marked_and_their_writers_ranked_with_the_others() -> None:
    """With a network that reads a 3 in everything."""
    drawn = [drawing_by("ada", 3) for _ in range(11)] + [drawing_by("bo", 1) for _ in range(6)]
    ours = [*drawn, *(drawing_by("bo", 3) for _ in range(6)), drawing_by("few", 1), drawing_by(None, 1)]
    theirs = [drawing_by("cy", digit) for digit in (1, 1, 7, *[3] * 9)]
    files = {"ours": StrokeFile(ours, "aa", []), "theirs": StrokeFile(theirs, "bb", [])}
    told = measure_by_source(deaf_network(_3=2.0), small_mnist(), files, ["aa", "cc"])
    assert [(source["figures"]["name"], source["learned"]) for source in told["sources"]] == [
        ("MNIST test set", False),
        ("ours", True),
        ("theirs", False),
    ]
    assert [(each["writer"], each["source"], each["correct"], each["count"]) for each in told["worst_writers"]] == [
        ("bo", "ours", 6, 12),
        ("cy", "theirs", 9, 12),
        ("ada", "ours", 11, 11),
    ]
    assert told["worst_writers"][1]["mistakes"] == [
        {"digit": 1, "read_as": 3, "count": 2},
        {"digit": 7, "read_as": 3, "count": 1},
    ]
    overall, by_digit = sources_tables(told["sources"]).split("\n\n")
    assert "| ours | *learned from* | 25 by 3 | 68.00 % |" in overall
    assert "| theirs | held out | 12 by 1 | 75.00 % |" in overall
    assert "| theirs | – | 0.0 % | – | 100.0 % |" in by_digit
    written = writers_table(told["worst_writers"])
    assert "| `cy` | theirs, held out | 12 | 75.0 % |" in written
    assert "| 1 as 3 (2), 7 as 3 (1) |" in written


def test_forms_stand_worst_first_in_the_card() -> None:
    forms = model_card.read_figures()["forms"]
    assert [form["name"] for form in forms] == list(FORMS)
    rows = forms_table(forms).splitlines()[3:]
    shares = [float(row.split("|")[3].removesuffix(" % ")) for row in rows]
    assert shares == sorted(shares)
    assert len(rows) == len(FORMS)
