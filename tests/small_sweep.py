"""Runs of a sweep that do next to nothing, and a Dask cluster of several processes to do them in.

`python small_sweep.py WORKERS` starts the cluster, says its address, and ends it when standard input ends.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from inkspect.sweep.running import SweepData
from inkspect.sweep.spec import Run
from inkspect.sweep.table import Measured
from inkspect.system.errors import InkspectError
from small_training import small_mnist


def command(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `inkspect sweep` with the small pictures in MNIST's place."""
    return subprocess.run(
        [sys.executable, Path(__file__).with_name("small_training.py"), "cli", "sweep", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


def small_data() -> SweepData:
    return SweepData.of(small_mnist(), (), {"MNIST": "as in the tests"})


def noted_run(folder: Path, seconds: float, data: SweepData, run: Run, threads: int) -> Measured:
    """Note in `folder` which process began this run, take some time, and give what can be foretold."""
    assert len(data.mnist.test_labels) == 0, "a run is given the test set"
    (folder / f"{run.seed}.{os.getpid()}").touch()
    time.sleep(seconds)
    if run.seed == 13:
        raise InkspectError("13 is no seed for anybody")
    if run.seed == 14:
        raise ZeroDivisionError("a defect")
    return {
        "loss": run.recipe.peak_learning_rate,
        "validation_accuracy": {"mnist": run.seed / 100},
        "seconds": seconds,
        "versions": {"threads": str(threads)},
    }


def begun(folder: Path) -> list[tuple[int, int]]:
    """Return (seed, process) of every run that was begun."""
    return sorted((int(note.name.split(".")[0]), int(note.name.split(".")[1])) for note in folder.iterdir())


def main(count: int) -> None:
    from distributed import LocalCluster

    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        sys.stdout.write(f"{cluster.scheduler_address}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]))
