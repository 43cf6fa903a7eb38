"""The measurement of what each step of the ink rule is worth."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import preprocessing
from golden_drawings import golden_drawings
from inkspect.data.stroke_files import write_strokes
from inkspect.ink_steps import InkSteps, rasterize_with
from inkspect.network.weights import load_weights, published_weights


@pytest.fixture
def strokes(tmp_path: Path) -> Path:
    """Some labelled digits of the project's own."""
    file = tmp_path / "digits.jsonl"
    write_strokes(file, [drawing for drawing in golden_drawings() if drawing.label is not None][::6])
    return file


def test_the_table_has_each_step_left_out_by_size_and_the_figures_are_kept_for_the_page(
    strokes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, results = tmp_path / "kept.json", tmp_path / "results.json"
    monkeypatch.setattr(preprocessing, "MEASURED_FILE", kept)
    assert preprocessing.main(["--strokes", str(strokes), "--json", str(results), "--keep"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()[1:]
    assert head.split("  ")[-1].strip() == preprocessing.ANY
    assert [row[:28].strip() for row in rows] == list(preprocessing.WAYS)
    accuracy = json.loads(results.read_text(encoding="utf-8"))["accuracy"]
    assert set(accuracy["all steps"].values()) == {1.0}, "the published weights read every golden digit"
    assert accuracy["without any"]["20 %"] < accuracy["without any"]["80 %"] < 1
    ((told,),) = [list(json.loads(kept.read_text(encoding="utf-8")).values())]
    assert told["all"] == 1 and told["none"] == round(accuracy["without any"][preprocessing.ANY], 4)


def test_an_accuracy_is_the_share_read_as_labelled_with_these_steps() -> None:
    network, _ = load_weights(published_weights())
    drawings = [list(drawing.kept) for drawing in golden_drawings() if drawing.label is not None][:12]
    for steps in (InkSteps(), InkSteps(fit=False, mass=False)):
        read = network.predict_logits(rasterize_with(drawings, steps).astype(np.float32)).argmax(axis=1)
        labels = np.where(np.arange(12) < 5, read, (read + 1) % 10)
        assert preprocessing.accuracy_with(network, drawings, labels, steps) == pytest.approx(5 / 12)


def test_without_strokes_it_says_that_it_was_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INKSPECT_STROKES", str(tmp_path))
    assert preprocessing.main([]) == 0
    assert capsys.readouterr().out.startswith("preprocessing: skipped, since digits-dev.jsonl.gz is neither in ")
    assert preprocessing.main(["--strokes", str(tmp_path / "none.jsonl")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("preprocessing: ") and said.count("\n") == 1
