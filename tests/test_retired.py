"""Files of earlier versions: refused with a teacher, read without one; later choices are at their defaults."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from inkspect.data.mnist import Mnist
from inkspect.network.network import Network
from inkspect.network.weights import load_weights, published_weights, save_weights
from inkspect.report.subject import subject_of_weights
from inkspect.sweep.spec import Run
from inkspect.sweep.table import ResultsTable, run_key
from inkspect.system.errors import InkspectError
from inkspect.training.checkpoint import Checkpoint, CheckpointFiles
from inkspect.training.epochs import TrainingState
from inkspect.training.examples import content_sums
from inkspect.training.recipe import Recipe, StrokeMix
from inkspect.training.resuming import resumable_run
from inkspect.training.retired import RetiredRecipeError
from inkspect.training.settings import Scalar, settings_of
from small_training import PARAMETERS, small_mnist, small_recipe

OF_A_TEACHER: dict[str, Scalar | None] = {"teacher.epochs": 14, "teacher.share": 0.9, "teacher.temperature": 1.5}
NO_TEACHER = {"teacher.width": 0} | OF_A_TEACHER
TAUGHT = {"teacher.width": 3} | OF_A_TEACHER


def an_old_checkpoint(teacher: dict[str, Scalar | None], mnist: Mnist) -> Checkpoint:
    state = TrainingState.initial(3, Network.initialized(3).parameter_vector)
    state.epoch = 1
    checkpoint = Checkpoint.of(state, small_recipe(6), content_sums(mnist, ()))
    return Checkpoint(state, {**checkpoint.recipe, **teacher}, checkpoint.data, checkpoint.versions)


def test_a_checkpoint_without_a_teacher_is_resumed(tmp_path: Path) -> None:
    weights, mnist = tmp_path / "my.safetensors", small_mnist()
    CheckpointFiles(weights, PARAMETERS).save(an_old_checkpoint(NO_TEACHER, mnist))
    with resumable_run(weights, PARAMETERS) as run:
        assert run.resume() == ["Resuming after epoch 1 of 6"]
        resumed = run.checked(small_recipe(6), 3, content_sums(mnist, ()))
        assert resumed is not None and resumed.epoch == 1


def test_a_checkpoint_with_a_teacher_is_refused_in_a_line_and_kept(tmp_path: Path) -> None:
    weights = tmp_path / "my.safetensors"
    CheckpointFiles(weights, PARAMETERS).save(an_old_checkpoint(TAUGHT, small_mnist()))
    before = CheckpointFiles(weights, PARAMETERS).current.read_bytes()
    with resumable_run(weights, PARAMETERS) as run:
        for start in (run.begin, run.resume):
            with pytest.raises(RetiredRecipeError, match=r"a teacher \(teacher.width 3\).*--restart") as refusal:
                start()
            assert "\n" not in str(refusal.value)
        assert run.files.current.read_bytes() == before
        run.begin_anew()
        assert not run.files.current.exists()


NEWER = [
    name
    for name in settings_of(Recipe())
    if name.startswith(("stroke_mix.source_balance", "stroke_mix.in_forms", "stroke_mix.forms.", "stroke_mix.hard_"))
]
"""The choices that the published weights' recipe could not make."""


def as_of_then(settings: Mapping[str, Scalar | None]) -> dict[str, Scalar | None]:
    assert len(NEWER) > 20
    return {name: value for name, value in settings.items() if name not in NEWER}


def test_a_checkpoint_from_before_a_choice_existed_is_resumed_with_its_default_and_with_no_other(
    tmp_path: Path,
) -> None:
    weights, mnist = tmp_path / "my.safetensors", small_mnist()
    checkpoint = an_old_checkpoint(NO_TEACHER, mnist)
    CheckpointFiles(weights, PARAMETERS).save(replace(checkpoint, recipe=as_of_then(checkpoint.recipe)))
    with resumable_run(weights, PARAMETERS) as run:
        run.resume()
        resumed = run.checked(small_recipe(6), 3, content_sums(mnist, ()))
        assert resumed is not None and resumed.epoch == 1
        other = replace(small_recipe(6), stroke_mix=StrokeMix(in_forms=0.2))
        with pytest.raises(InkspectError, match=r"its recipe has stroke_mix.in_forms 0.0, not 0.2; resume it"):
            run.checked(other, 3, content_sums(mnist, ()))


def test_a_sweeps_rows_from_before_a_choice_existed_are_those_of_the_same_runs_today(tmp_path: Path) -> None:
    table = tmp_path / "results.jsonl"
    row = json.loads(a_row("0123456789abcdef", {}))
    table.write_text(json.dumps({**row, "settings": as_of_then(row["settings"])}) + "\n", encoding="utf-8")
    key = run_key(Run(Recipe(epochs=2), 4), {"MNIST": "a"})
    assert ResultsTable(table).rows[key]["settings"] == settings_of(Recipe(epochs=2))


def a_row(run: str, teacher: dict[str, Scalar | None]) -> str:
    settings = settings_of(Recipe(epochs=2)) | teacher
    measured = {"loss": 0.5, "validation_accuracy": {"mnist": 0.9}, "seconds": 2.0, "versions": {}}
    return json.dumps({"run": run, "seed": 4, "settings": settings, "data": {"MNIST": "a"}, **measured}) + "\n"


def test_a_sweeps_rows_without_a_teacher_are_those_of_the_same_runs_today(tmp_path: Path) -> None:
    table = tmp_path / "results.jsonl"
    table.write_text(a_row("0123456789abcdef", NO_TEACHER), encoding="utf-8")
    key = run_key(Run(Recipe(epochs=2), 4), {"MNIST": "a"})
    assert ResultsTable(table).rows[key]["settings"] == settings_of(Recipe(epochs=2))


def test_a_sweeps_rows_from_before_sources_were_balanced_are_those_of_the_same_runs_today(tmp_path: Path) -> None:
    table, row = tmp_path / "results.jsonl", json.loads(a_row("0123456789abcdef", {}))
    del row["settings"]["stroke_mix.source_balance"]
    table.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert run_key(Run(Recipe(epochs=2), 4), {"MNIST": "a", "sources": "b"}) in ResultsTable(table).rows


def test_a_sweeps_row_with_a_teacher_is_refused_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "results.jsonl"
    table.write_text(a_row("0123456789abcdef", NO_TEACHER) + a_row("fedcba9876543210", TAUGHT), encoding="utf-8")
    with pytest.raises(InkspectError, match=r"results.jsonl:2: .*teacher.width 3.*give another --results"):
        ResultsTable(table)


def test_the_published_weights_report_a_recipe_of_today_and_weights_that_were_taught_are_refused(
    tmp_path: Path,
) -> None:
    assert not [name for name in subject_of_weights(published_weights()).recipe if name.startswith("teacher")]
    network, metadata = load_weights(published_weights())
    recipe = json.loads(metadata["recipe"])
    recipe["teacher"] = {"width": 2}
    taught = tmp_path / "taught.safetensors"
    save_weights(taught, network, {**metadata, "recipe": json.dumps(recipe)})
    with pytest.raises(InkspectError, match=r"taught.safetensors: its recipe has a teacher \(teacher.width 2\)"):
        subject_of_weights(taught)
