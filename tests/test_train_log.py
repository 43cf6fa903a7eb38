"""`inkspect train --log` and `--json`: what a run came to, for programs to read."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import inkspect
from inkspect.system.purposes import Purpose, purpose_of

SCRIPT = Path(__file__).with_name("small_training.py")


def train(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [sys.executable, SCRIPT, "cli", "train", "--output", "mine.safetensors", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def rows_of(log: Path) -> list[dict[str, str]]:
    with log.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_log_has_a_row_for_each_epoch_and_the_answer_is_one_json_object(tmp_path: Path) -> None:
    done = train(tmp_path, "--epochs", "3", "--log", "run.csv", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    rows = rows_of(tmp_path / "run.csv")
    assert list(rows[0]) == ["epoch", "loss", "mnist_validation_accuracy", "seconds"]
    assert [{name: float(value) for name, value in row.items()} for row in rows] == answer["history"]
    assert answer["weights"] == str((tmp_path / "mine.safetensors").resolve())
    network = inkspect.load(tmp_path / "mine.safetensors")
    assert answer["temperature"] == float(network.metadata["temperature"])
    assert answer["evaluation"]["count"] == 40
    assert purpose_of(tmp_path / "run.csv") is Purpose.LOG


def test_the_log_is_no_place_for_the_weights(tmp_path: Path) -> None:
    refused = train(tmp_path, "--log", "./mine.safetensors")
    assert refused.returncode == 2
    assert "the log and the weights must be different files" in refused.stderr
    assert not list(tmp_path.iterdir())


def test_a_log_replaces_a_log_and_nothing_else(tmp_path: Path) -> None:
    assert train(tmp_path, "--epochs", "1", "--log", "run.csv").returncode == 0
    assert train(tmp_path, "--epochs", "2", "--log", "run.csv", "--restart").returncode == 0
    assert len(rows_of(tmp_path / "run.csv")) == 2
    (tmp_path / "notes.csv").write_text("my own notes\n", encoding="utf-8")
    refused = train(tmp_path, "--epochs", "1", "--log", "notes.csv", "--restart")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1), refused.stderr
    assert "notes.csv" in refused.stderr
    assert (tmp_path / "notes.csv").read_text(encoding="utf-8") == "my own notes\n"
