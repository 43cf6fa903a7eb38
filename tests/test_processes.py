"""Killed, a program leaves no process behind that waits or computes for nobody."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from inkspect.training.checkpoint import CheckpointFiles
from small_training import PARAMETERS

SCRIPT = Path(__file__).with_name("small_training.py")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL, and a process group")


def alive(group: int) -> list[str]:
    """The processes of a group that have not ended."""
    listed = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(maxsplit=2) for line in listed.splitlines()]
    return [row[2] for row in rows if int(row[0]) == group and not row[1].startswith("Z")]


def left_after_a_kill(command: list[str | Path], folder: Path, is_under_way: Callable[[], bool]) -> list[str]:
    """Start a program, kill it when it is under way, and return the processes that outlive it by more than seconds."""
    running = subprocess.Popen(
        [sys.executable, SCRIPT, *command],
        cwd=folder,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        while not is_under_way():
            assert running.poll() is None, "it ended by itself"
            assert time.monotonic() < deadline, "it did not begin within a minute"
            time.sleep(0.05)
        assert len(alive(running.pid)) > 1, "it has no worker processes: the test is none"
        running.kill()
        running.wait()
        deadline = time.monotonic() + 20
        while (left := alive(running.pid)) and time.monotonic() < deadline:
            time.sleep(0.1)
        return left
    finally:
        if alive(running.pid):
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()


def test_the_processes_that_draw_strokes_end_with_a_killed_training(tmp_path: Path) -> None:
    weights = tmp_path / "my.safetensors"
    assert not left_after_a_kill(
        ["drawn", weights, "1000"], tmp_path, CheckpointFiles(weights, PARAMETERS).current.exists
    )


def test_the_processes_that_train_end_with_a_killed_sweep(tmp_path: Path) -> None:
    (tmp_path / "long.toml").write_text("[grid]\nepochs = [1, 3000, 3001]\n", encoding="utf-8")
    command: list[str | Path] = ["cli", "sweep", "long.toml", "--jobs", "2"]
    assert not left_after_a_kill(command, tmp_path, (tmp_path / "long.jsonl").exists)
