"""A sweep does each of its runs once, whatever happens meanwhile, and says in a line what cannot be."""

import dataclasses
import functools
import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from inkspect.sweep.running import Failure, SweepData, run_missing
from inkspect.sweep.spec import Run, SweepSpec, parse_spec, read_spec
from inkspect.sweep.table import Measured, ResultsTable, Row, row_of, run_key
from inkspect.sweep.workers import Backend, workers
from inkspect.system.errors import InkspectError
from inkspect.training.recipe import Recipe
from inkspect.training.settings import settings_of, with_settings
from small_sweep import begun, command, noted_run, small_data

SCRIPT = Path(__file__).with_name("small_training.py")
CLUSTER = Path(__file__).with_name("small_sweep.py")
DOCS = Path(__file__).resolve().parents[1] / "docs"


def spec(text: str, folder: Path = Path()) -> SweepSpec:
    return parse_spec(tomllib.loads(text), folder)


def runs_of_seeds(*seeds: int) -> tuple[Run, ...]:
    return tuple(Run(Recipe(), seed) for seed in seeds)


def some_row(seed: int) -> Row:
    run = Run(Recipe(), seed)
    return row_of(run, {}, {"loss": 1.0, "validation_accuracy": {"mnist": 0.5}, "seconds": 1.0, "versions": {}})


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


# ---- What is asked for ----


def test_a_grid_is_every_combination_with_every_seed() -> None:
    wanted = spec("""
        seeds = [0, 7]
        [fixed]
        epochs = 3
        [grid]
        peak_learning_rate = [0.002, 0.004, 0.008]
        augmentation.rotation = [8, 12]
    """)
    assert len(wanted.runs) == 12
    found = {(run.recipe.peak_learning_rate, run.recipe.augmentation.rotation, run.seed) for run in wanted.runs}
    assert found == {(rate, turn, seed) for rate in (0.002, 0.004, 0.008) for turn in (8.0, 12.0) for seed in (0, 7)}
    assert {run.recipe.epochs for run in wanted.runs} == {3}
    assert wanted.varied() == ["peak_learning_rate", "augmentation.rotation"]
    assert wanted.runs[0].recipe.augmentation.elastic == Recipe().augmentation.elastic, "what is not named is as ever"


def test_listed_runs_stand_beside_the_grid_and_none_is_done_twice() -> None:
    listed = spec("""
        [grid]
        epochs = [2, 4]
        [[runs]]
        epochs = 4
        [[runs]]
        epochs = 8
        "augmentation.slant" = 0.1
    """)
    assert [run.recipe.epochs for run in listed.runs] == [2, 4, 8]
    assert [run.recipe.augmentation.slant for run in listed.runs] == [0.2, 0.2, 0.1]
    assert len(spec("[[runs]]\nepochs = 1").runs) == 1, "the defaults alone are no run that was asked for"


def test_seeds_alone_are_a_sweep_and_stroke_files_lie_beside_it(tmp_path: Path) -> None:
    wanted = spec('seeds = [1, 2, 3]\nstrokes = ["ours.jsonl"]', tmp_path)
    assert [run.seed for run in wanted.runs] == [1, 2, 3]
    assert {run.recipe for run in wanted.runs} == {Recipe()}
    assert wanted.strokes == (tmp_path / "ours.jsonl",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "there is nothing to do: give seeds, a [grid] or [[runs]]"),
        ("[fixed]\nepochs = 2", "there is nothing to do"),
        ("[grid]", "there is nothing to do"),
        ("sedes = [1]", "unknown part 'sedes' of a sweep; the parts are seeds, strokes, left_out, fixed, grid, runs"),
        ("[grid]\nepoch = [1]", "unknown setting 'epoch'; did you mean 'epochs'?"),
        ("[grid]\nrotation = [1]", "unknown setting 'rotation'; did you mean 'augmentation.rotation'?"),
        (
            "[grid]\naugmentation = [1]",
            "unknown setting 'augmentation'; the settings in it are augmentation.rotation, ",
        ),
        ("[grid]\nepochs = 3", "grid.epochs must be a list of values to try, such as [1, 2], not 3"),
        ("[grid]\nepochs = []", "grid.epochs must be a list of values to try, such as [1, 2], not []"),
        ("[grid]\nepochs = [1.5]", "epochs must be a whole number, not 1.5"),
        ("[grid]\nepochs = [true]", "epochs must be a whole number, not True"),
        ('[grid]\nwarm_up = ["long"]', "warm_up must be a number, not 'long'"),
        ("[grid]\nepochs = [0]", "epochs must be a whole number of at least 1, not 0"),
        ("seeds = [1]\n[fixed]\nbatch_size = 33", "a batch of 33 does not divide into 2 equal shards"),
        ("[fixed]\nepochs = 1\n[grid]\nepochs = [1]", "epochs is both fixed and in the grid"),
        ("seeds = [-1]", "seeds must be a list of whole numbers from 0, such as [0, 1], not [-1]"),
        ("seeds = []", "seeds must be a list of whole numbers from 0, such as [0, 1], not []"),
        ("seeds = 3", "seeds must be a list, not 3"),
        ("seeds = [1]\nstrokes = [1]", "strokes must be a list of stroke files' names, not [1]"),
        ("seeds = [1]\nleft_out = [1]", "left_out must be a list of stroke files' names, not [1]"),
        ("grid = 3", "grid must be a table of settings, not 3"),
        ("runs = [3]", "runs[0] must be a table of settings, not 3"),
        (
            f"[grid]\nepochs = {[*range(1, 200)]}\nstroke_copies = {[*range(100)]}",
            "19,900 runs are more than the limit of 10,000",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "sweep.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InkspectError) as refusal:
        read_spec(file)
    assert str(refusal.value).startswith(f"{file}: {reason}")
    assert "\n" not in str(refusal.value)


def test_a_file_that_is_no_toml_or_not_there_is_named(tmp_path: Path) -> None:
    file = tmp_path / "sweep.toml"
    with pytest.raises(InkspectError, match=r"cannot read .*sweep\.toml: No such file"):
        read_spec(file)
    for content in (b"seeds = [1\nepochs", b"\xff\xfe", b"a = " + b"[" * 5000):
        file.write_bytes(content)
        with pytest.raises(InkspectError, match=r"sweep\.toml is not TOML: ") as refusal:
            read_spec(file)
        assert "\n" not in str(refusal.value)


def test_settings_are_the_recipes_choices_by_name_and_make_it_again() -> None:
    recipe = dataclasses.replace(Recipe(epochs=7), warm_up=0.5)
    settings = settings_of(recipe)
    assert settings["epochs"] == 7
    assert settings["augmentation.rotation"] == recipe.augmentation.rotation
    assert with_settings(Recipe(), json.loads(json.dumps(settings))) == recipe


# ---- The table ----


def test_a_run_is_known_by_everything_that_decides_its_result() -> None:
    run = Run(Recipe(), 0)
    others = [
        Run(Recipe(), 1),
        Run(Recipe(epochs=3), 0),
        Run(with_settings(Recipe(), {"augmentation.slant": 0.21}), 0),
    ]
    keys = [
        run_key(run, {"MNIST": "a"}),
        run_key(run, {"MNIST": "b"}),
        *(run_key(other, {"MNIST": "a"}) for other in others),
    ]
    assert len(set(keys)) == 5
    assert run_key(Run(Recipe(), 0), {"MNIST": "a"}) == keys[0]


def test_rows_are_in_the_table_as_soon_as_they_are_there_and_once(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    with ResultsTable.opened(file) as table:
        assert table.append(some_row(1))
        assert [json.loads(line) for line in file.read_text().splitlines()] == [some_row(1)]
        assert not table.append(some_row(1))
        assert table.append(some_row(2))
    with ResultsTable.opened(file) as again:
        assert list(again.rows.values()) == [some_row(1), some_row(2)]
        assert not again.append(some_row(2))
    assert len(file.read_text().splitlines()) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["results.jsonl"]


def test_a_last_line_cut_off_anywhere_is_removed_and_the_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    whole, last = (json.dumps(some_row(seed)).encode() for seed in (1, 2))
    for length in [*range(1, len(last), 17), len(last) - 1]:
        file.write_bytes(whole + b"\n" + last[:length])
        table = ResultsTable(file)
        assert table.repaired
        assert list(table.rows) == [some_row(1)["run"]], f"cut off after {length} bytes"
        assert file.read_bytes() == whole + b"\n"
        table.append(some_row(2))
        assert file.read_bytes() == whole + b"\n" + last + b"\n"
    file.write_bytes(whole + b"\n" + last[:9] + bytes(50))
    assert ResultsTable(file).repaired, "zeros, as a power cut leaves them"
    file.write_bytes(whole + b"\n" + last)
    table = ResultsTable(file)
    assert not table.repaired
    assert len(table.rows) == 2, "nothing but the line's end is missing"
    assert file.read_bytes() == whole + b"\n" + last + b"\n"


@pytest.mark.parametrize(
    "content",
    [
        b"strokes of somebody, no line's end",
        b'{"label": "1", "strokes": [[[0, 0]]]}\n',
        b"\n",
        b"[]\n",
        b"[" * 9999 + b"\n",
    ],
)
def test_a_file_of_another_kind_is_refused_and_not_touched(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_bytes(content)
    with pytest.raises(InkspectError, match=r"mine\.jsonl.* is not .*; give another --results"):
        ResultsTable(file)
    assert file.read_bytes() == content


def test_a_row_that_cannot_be_written_leaves_the_table_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(_: int) -> None:
        raise OSError(28, "No space left on device")

    table = ResultsTable(tmp_path / "results.jsonl")
    table.append(some_row(1))
    before = table.path.read_bytes()
    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(InkspectError, match=r"cannot write .*results\.jsonl: No space left on device"):
        table.append(some_row(2))
    assert table.path.read_bytes() == before
    assert len(table.rows) == 1


# ---- The runs ----


@pytest.mark.parametrize("in_waves", [False, True], ids=["one by one", "in waves"])
def test_a_sweep_started_again_does_only_what_is_missing(tmp_path: Path, notes: Path, in_waves: bool) -> None:
    perform = functools.partial(noted_run, notes, 0.0)
    seen: list[Row] = []

    def sweep(*seeds: int) -> list[Failure]:
        with (
            ResultsTable.opened(tmp_path / "results.jsonl") as table,
            workers(Backend.LOCAL, None, 2, small_data()) as local,
        ):
            computing = dataclasses.replace(local, in_waves=in_waves)
            return run_missing(
                runs_of_seeds(*seeds), table, computing, perform=perform, on_row=seen.append, on_loss=pytest.fail
            )

    assert sweep(1, 2, 3) == []
    assert [seed for seed, _ in begun(notes)] == [1, 2, 3]
    assert len({process for _, process in begun(notes)} - {os.getpid()}) >= 1, "they ran in this very process"
    assert sweep(1, 2, 3, 4) == []
    assert [seed for seed, _ in begun(notes)] == [1, 2, 3, 4]
    assert sorted(row["seed"] for row in seen) == [1, 2, 3, 4]

    failures = sweep(12, 13)
    assert [(failure.run.seed, failure.reason) for failure in failures] == [(13, "13 is no seed for anybody")]
    with pytest.raises(RuntimeError, match="ZeroDivisionError: a defect"):
        sweep(14)
    rows = [json.loads(line) for line in (tmp_path / "results.jsonl").read_text().splitlines()]
    assert sorted(row["seed"] for row in rows) == [1, 2, 3, 4, 12], "a run that failed has no row"


def lost_run(_data: SweepData, _run: Run, _threads: int) -> Measured:
    """Take the worker along."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("it lives")


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_workers_that_are_lost_again_and_again_end_it_in_a_line(tmp_path: Path) -> None:
    lines: list[str] = []
    rows: list[Row] = []
    with (
        ResultsTable.opened(tmp_path / "results.jsonl") as table,
        workers(Backend.LOCAL, None, 2, small_data()) as computing,
        pytest.raises(InkspectError, match=r"^workers were lost 3 times .*; 0 of 1 run done, in .*start again"),
    ):
        run_missing(runs_of_seeds(1), table, computing, perform=lost_run, on_row=rows.append, on_loss=lines.append)
    assert not rows
    assert len(lines) == 2
    assert all(line.startswith("Workers were lost (TerminatedWorkerError") and "\n" not in line for line in lines)


@pytest.fixture
def cluster() -> Iterator[str]:
    """The address of a Dask cluster of three worker processes."""
    path = os.pathsep.join([str(CLUSTER.parent), os.environ.get("PYTHONPATH", "")])
    process = subprocess.Popen(
        [sys.executable, CLUSTER, "3"],
        env=os.environ | {"PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    yield process.stdout.readline().strip()
    process.communicate(timeout=30)


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
@pytest.mark.filterwarnings("default")
def test_a_dask_worker_killed_midway_costs_no_run_and_none_is_counted_twice(
    cluster: str, tmp_path: Path, notes: Path
) -> None:
    killed: list[tuple[int, int]] = []

    def kill_the_first_worker_that_is_at_a_run() -> None:
        while not begun(notes):
            time.sleep(0.01)
        killed.append(begun(notes)[0])
        os.kill(killed[0][1], signal.SIGKILL)

    killer = threading.Thread(target=kill_the_first_worker_that_is_at_a_run)
    killer.start()
    rows: list[Row] = []
    lost: list[str] = []
    perform = functools.partial(noted_run, notes, 0.7)
    with (
        ResultsTable.opened(tmp_path / "results.jsonl") as table,
        workers(Backend.DASK, cluster, None, small_data()) as computing,
    ):
        run_missing(
            runs_of_seeds(*range(8)), table, computing, perform=perform, on_row=rows.append, on_loss=lost.append
        )
    killer.join()
    assert not lost, "the cluster itself gives a lost worker's run to another"
    seed, process = killed[0]
    attempts = [by for begun_seed, by in begun(notes) if begun_seed == seed]
    assert process in attempts
    assert len(attempts) >= 2, f"nobody did run {seed} again, whose worker was killed"
    written = [json.loads(line) for line in table.path.read_text().splitlines()]
    assert sorted(row["seed"] for row in written) == [*range(8)]
    assert written == rows
    assert len({by for _, by in begun(notes)}) >= 3, "not several workers took part"


def test_a_cluster_that_cannot_be_had_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def refusal(backend: Backend, address: str | None, jobs: int | None = None) -> str:
        with pytest.raises(InkspectError) as refused, workers(backend, address, jobs, small_data()):
            pass
        assert "\n" not in str(refused.value)
        return str(refused.value)

    assert refusal(Backend.DASK, None) == "the dask backend needs the cluster's address (--address)"
    assert refusal(Backend.LOCAL, "tcp://a:1") == "an address needs a cluster: also choose --backend dask or ray"
    assert refusal(Backend.DASK, "tcp://a:1", 2).endswith("decide how many runs are parallel: leave out --jobs")
    monkeypatch.setattr("inkspect.sweep.workers.SECONDS_TO_REACH_A_CLUSTER", 0.5)
    assert refusal(Backend.DASK, "tcp://127.0.0.1:9").startswith("no Dask scheduler answers at tcp://127.0.0.1:9: ")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    for backend in (Backend.DASK, Backend.RAY):
        told = f"the {backend} backend is not installed: python -m pip install 'inkspect[{backend}]'"
        assert refusal(backend, "somewhere") == told


# ---- On the command line ----


def test_the_command_trains_tells_the_best_first_and_does_nothing_twice(tmp_path: Path) -> None:
    (tmp_path / "rates.toml").write_text(
        "[fixed]\nepochs = 2\n[grid]\npeak_learning_rate = [0.00001, 0.01]\n", encoding="utf-8"
    )
    done = command("rates.toml", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done
    heading, columns, best, worst = done.stdout.splitlines()
    assert heading == f"2 of 2 runs done, in {tmp_path / 'rates.jsonl'}"
    assert columns.split() == ["mnist", "loss", "seed", "peak_learning_rate", "seconds"]
    assert (best.split()[3], worst.split()[3]) == ("0.01", "1e-05")
    written = (tmp_path / "rates.jsonl").read_bytes()

    again = command("rates.toml", "--json", folder=tmp_path)
    assert again.returncode == 0, again
    assert (tmp_path / "rates.jsonl").read_bytes() == written
    rows = json.loads(again.stdout)
    assert sorted(rows, key=lambda row: str(row["run"])) == sorted(
        (json.loads(line) for line in written.splitlines()), key=lambda row: str(row["run"])
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rates.jsonl", "rates.toml"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
def test_control_c_keeps_what_is_done_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "long.toml").write_text("[grid]\nepochs = [1, 3000, 3001]\n", encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, SCRIPT, "cli", "sweep", "long.toml", "--jobs", "2"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not (tmp_path / "long.jsonl").exists() or not (tmp_path / "long.jsonl").read_bytes().endswith(b"\n"):
        assert time.monotonic() < deadline and running.poll() is None, running.communicate()
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does it: the workers are told, too
    output, errors = running.communicate(timeout=60)
    assert (running.returncode, output) == (130, ""), errors
    assert errors == "Interrupted; 1 of 3 runs done, in long.jsonl; start again to do the rest\n"


def test_a_backend_that_there_is_not_and_a_second_sweep_are_refused(tmp_path: Path) -> None:
    (tmp_path / "seeds.toml").write_text("seeds = [1]", encoding="utf-8")
    wrong = command("seeds.toml", "--backend", "slurm", folder=tmp_path)
    assert wrong.returncode == 2
    assert "'slurm' is not one of local, dask, ray" in wrong.stderr
    with ResultsTable.opened(tmp_path / "seeds.jsonl"):
        second = command("seeds.toml", folder=tmp_path)
    assert second.returncode == 1
    assert second.stderr == (
        f"inkspect: another sweep (process {os.getpid()}) is writing to seeds.jsonl; "
        "wait until it ends, or choose another file\n"
    )


def test_the_example_in_the_documentation_is_a_sweep_as_it_says() -> None:
    text = (DOCS / "sweep.md").read_text(encoding="utf-8")
    example = text.split("```toml\n", 1)[1].split("```", 1)[0]
    wanted = spec(example)
    assert f"{len(wanted.runs)} training runs" in text
    for name in wanted.varied():
        assert f"`{name}`" in text
