"""Time `inkspect train` with its defaults, MNIST already downloaded, and report the accuracy it reaches."""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measuring import usable_cores, write_json
from inkspect.data.mnist import load_mnist
from inkspect.measuring.evaluation import evaluate_mnist
from inkspect.network.weights import load_weights
from inkspect.system.errors import InkspectError


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if the training fails."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.default_training", description=__doc__)
    parser.add_argument("--epochs", type=int, metavar="N", help="number of epochs (default: the recipe's)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="seed of the random numbers (default: 0)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    options = parser.parse_args(arguments)
    chosen = ["--seed", str(options.seed), *(["--epochs", str(options.epochs)] if options.epochs is not None else [])]
    try:
        _measure(chosen, options.json)
    except InkspectError as error:
        print(f"default_training: {error}", file=sys.stderr)
        return 1
    return 0


def _measure(options: list[str], json_file: Path | None) -> None:
    """Train in a separate process, as a user would, and evaluate the weights it wrote.

    Raises:
        InkspectError: MNIST is unavailable, the training fails, or the results cannot be written.
    """
    mnist = load_mnist()
    with tempfile.TemporaryDirectory() as folder:
        weights = Path(folder) / "default.safetensors"
        command = [sys.executable, "-m", "inkspect", "train", "--output", str(weights), *options]
        print(f"inkspect train {' '.join(options)}, on {usable_cores()} cores", flush=True)
        before, started = os.times(), time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        seconds, after = time.perf_counter() - started, os.times()
        if done.returncode:
            raise InkspectError(f"`{' '.join(command[1:])}` ended with code {done.returncode}")
        network, _ = load_weights(weights)
    cpu_seconds = after.children_user - before.children_user + after.children_system - before.children_system
    accuracy = evaluate_mnist(network, mnist).accuracy or 0.0
    found = re.search(r"(\d+) epochs?\b", done.stdout)
    epochs = int(found[1]) if found else 0
    minutes, rest = divmod(round(seconds), 60)
    counted = "1 epoch" if epochs == 1 else f"{epochs} epochs"
    print(f"{counted} in {minutes}:{rest:02d}, from start to written weights ({seconds:.0f} s);", end=" ")
    print(f"{cpu_seconds:.0f} s of CPU time\nMNIST test set: {accuracy:.2%}\n")
    write_json(
        json_file,
        {
            "epochs": epochs,
            "seconds": seconds,
            "cpu_seconds": cpu_seconds,
            "mnist_test_accuracy": accuracy,
            "cores": usable_cores(),
        },
    )


if __name__ == "__main__":
    sys.exit(main())
