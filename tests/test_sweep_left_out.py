"""Stroke files that no run of a sweep learns from, and that all are measured on."""

import json
from pathlib import Path

from inkspect.data.stroke_files import write_strokes
from small_sweep import command
from small_training import small_drawings


def test_every_run_is_measured_on_the_drawings_left_out_and_learns_nothing_from_them(tmp_path: Path) -> None:
    write_strokes(tmp_path / "learned.jsonl", small_drawings())
    write_strokes(tmp_path / "other.jsonl", small_drawings()[3:5])
    fixed = "[fixed]\nepochs = 1\nwriters_apart = 0\nstroke_copies = 1\n"
    said = 'seeds = [0]\nstrokes = ["learned.jsonl"]\n'
    (tmp_path / "without.toml").write_text(said + fixed, encoding="utf-8")
    (tmp_path / "with.toml").write_text(f'{said}left_out = ["other.jsonl"]\n{fixed}', encoding="utf-8")
    rows, asked = {}, {"without": ["without.toml"], "with": ["with.toml"]}
    asked["as an option"] = ["without.toml", "--left-out", "other.jsonl"]
    for name, arguments in asked.items():
        done = command(*arguments, "--results", "both.jsonl", "--json", folder=tmp_path)
        assert (done.returncode, done.stderr) == (0, ""), done
        (rows[name],) = json.loads(done.stdout)
    assert rows["as an option"] == rows["with"]
    assert rows["with"]["loss"] == rows["without"]["loss"]
    measured = rows["with"]["validation_accuracy"]
    assert measured.pop("left_out") in (0, 0.5, 1)
    assert measured == rows["without"]["validation_accuracy"]
    assert rows["with"]["run"] != rows["without"]["run"], "a row without the measurement is taken for one with it"
    assert rows["with"]["data"].keys() - rows["without"]["data"].keys() == {"left_out"}


def test_a_file_that_is_learned_from_cannot_be_left_out(tmp_path: Path) -> None:
    write_strokes(tmp_path / "learned.jsonl", small_drawings())
    (tmp_path / "both.toml").write_text(
        'seeds = [0]\nstrokes = ["learned.jsonl"]\nleft_out = ["learned.jsonl"]\n', encoding="utf-8"
    )
    done = command("both.toml", folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "inkspect: learned.jsonl is both learned from and left out\n"
    assert not (tmp_path / "both.jsonl").exists()
