"""The developers' tools for forms: the contact sheet, accuracy by form, and the trial with a source left out."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import forms_sheet
import forms_trial
from inkspect.data.stroke_files import write_strokes
from inkspect.drawing.forms import FORMS
from inkspect.network.network import Network
from inkspect.network.weights import load_weights, published_weights
from inkspect.sweep.spec import Run, read_spec
from inkspect.sweep.table import row_of
from inkspect.training.recipe import Recipe, StrokeMix
from inkspect.training.settings import settings_of, with_settings
from small_training import small_drawings

DOCS = Path(__file__).resolve().parents[1] / "docs"


def run(monkeypatch: pytest.MonkeyPatch, tool: object, *arguments: str | Path) -> int:
    monkeypatch.setattr("sys.argv", ["tool", *map(str, arguments)])
    main = tool.main  # type: ignore[attr-defined]
    status: int = main()
    return status


def test_the_sheet_shows_every_form_as_strokes_and_as_pictures(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place, strokes = tmp_path / "sheet.png", tmp_path / "strokes.jsonl"
    write_strokes(strokes, small_drawings())
    assert run(monkeypatch, forms_sheet, "--output", place) == 0
    pixels = np.asarray(Image.open(place).convert("L"))
    rows = pixels.reshape(len(FORMS), -1, pixels.shape[1])
    tiles = rows[:, -180:].reshape(len(FORMS), 2, 90, 12, 90).swapaxes(2, 3).reshape(len(FORMS) * 24, -1)
    assert (tiles.min(axis=1) < 80).all(), "a drawing is missing"
    assert len(np.unique(tiles, axis=0)) == len(tiles), "a drawing is there twice"
    first = place.read_bytes()
    assert run(monkeypatch, forms_sheet, "--output", place, "--strokes", strokes) == 0
    assert place.read_bytes() != first, "no real drawing was changed"


def test_accuracy_by_form_is_that_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forms_sheet.MEASURED", 40)
    network, _ = load_weights(published_weights())
    heading, *lines, mean = forms_sheet.table(network, {})
    assert [line.split()[0] for line in lines] == list(FORMS)
    assert heading.split() == ["form", "accuracy", "digit", "unsure", "none", "misread", "as"]
    shares = {line.split()[0]: float(line.split()[1].removesuffix("%")) for line in lines}
    assert float(mean.split()[1].removesuffix("%")) == pytest.approx(np.mean(list(shares.values())), abs=0.06)
    assert shares["loop_below_2"] > 90
    always_seven = answering_only(network, 7)
    of_seven = {line.split()[0]: line.split()[1] for line in forms_sheet.table(always_seven, {})[1:-1]}
    assert of_seven == {name: "100.0%" if form.digit == "7" else "0.0%" for name, form in FORMS.items()}
    assert any(line.endswith("7 (100.0%)") for line in forms_sheet.table(always_seven, {}))


def answering_only(network: Network, digit: int) -> Network:
    """Return a network that answers one digit only: the last ten parameters are the logits' biases."""
    parameters = network.parameter_vector.copy()
    parameters[-10:] = np.where(np.arange(10) == digit, 1000, 0)
    return Network(network.architecture, parameters)


def test_what_cannot_be_measured_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, forms_sheet, "--weights", tmp_path / "none.safetensors") == 1
    assert run(monkeypatch, forms_trial, tmp_path / "none.jsonl") == 1
    (tmp_path / "table.jsonl").write_text(result(Recipe(), {"mnist": 0.5}), encoding="utf-8")
    assert run(monkeypatch, forms_trial, tmp_path / "table.jsonl") == 1
    sheet, missing, unmeasured = capsys.readouterr().err.splitlines()
    assert sheet.startswith("forms_sheet: ") and "none.safetensors" in sheet
    assert missing == f"forms_trial: cannot read {tmp_path / 'none.jsonl'}: no such file"
    assert unmeasured.startswith("forms_trial: ") and "give --left-out" in unmeasured
    with pytest.raises(SystemExit):
        run(monkeypatch, forms_sheet)


def test_the_trial_draws_no_forms_then_all_then_all_but_each_and_changes_nothing_else() -> None:
    wanted = read_spec(DOCS / "recipe-trials-forms.toml")
    mixes = [run.recipe.stroke_mix for run in wanted.runs]
    assert [mix.in_forms for mix in mixes[:2]] == [0, 0.23]
    missing = [[name for name in FORMS if not getattr(mix.forms, name)] for mix in mixes]
    assert missing == [[], [], *([name] for name in FORMS)]
    for mix in mixes[1:]:
        frequencies = vars(mix.forms).values()
        assert mix.in_forms / sum(frequencies) == pytest.approx(0.01), "a form is in another share of the digits"
    usual = settings_of(wanted.runs[0].recipe)
    for asked in wanted.runs:
        settings = settings_of(asked.recipe)
        differing = {name for name in settings if settings[name] != usual[name]}
        assert all(name.startswith(("stroke_mix.in_forms", "stroke_mix.forms.")) for name in differing)


def result(recipe: Recipe, accuracies: dict[str, float], seed: int = 0) -> str:
    measured = {"loss": 0.5, "validation_accuracy": accuracies, "seconds": 1.0, "versions": {}}
    return json.dumps(row_of(Run(recipe, seed), {"MNIST": "a"}, measured)) + "\n"  # type: ignore[arg-type]


def test_the_trials_table_has_each_form_with_and_without_and_their_difference(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    every = Recipe(stroke_mix=StrokeMix(in_forms=0.2))
    rows = [
        result(Recipe(), {"left_out": 0.9}),
        result(every, {"left_out": 0.95}, seed=0),
        result(every, {"left_out": 0.97}, seed=1),
        result(with_settings(every, {"stroke_mix.forms.slim_6": 0}), {"left_out": 0.965}),
        result(with_settings(every, {"stroke_mix.forms.slim_6": 0, "stroke_mix.forms.z_2": 0}), {"left_out": 0.1}),
    ]
    place = tmp_path / "unipen.jsonl"
    place.write_text("".join(rows), encoding="utf-8")
    assert run(monkeypatch, forms_trial, place) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "| form | unipen: without | unipen: with | unipen: points |"
    assert "| slim_6 | 96.50% | 96.00% | -0.50 |" in printed
    assert "| z_2 | – | 96.00% | – |" in printed
    assert printed[-1] == "| all forms | 90.00% | 96.00% | +6.00 |"


def test_the_documents_say_what_every_form_is() -> None:
    text = (DOCS / "recipe.md").read_text(encoding="utf-8")
    missing = [form.name for form in FORMS.values() if f"| `{form.name}` | {form.description} |" not in text]
    assert not missing, f"docs/recipe.md does not say what these are: {missing}"
