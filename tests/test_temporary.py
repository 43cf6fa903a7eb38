"""No command, and nothing that is shown, leaves anything in the temporary folder."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from shell import environment, inkspect

SCRIPT = Path(__file__).with_name("small_training.py")


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def settings(temporary: Path) -> dict[str, str]:
    """A temporary folder, a cache and a small MNIST of the test's own."""
    return {
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary)),
        "INKSPECT_CACHE": str(temporary.parent / "cache"),
        "PYTHONPATH": str(Path(__file__).with_name("small_mnist")),
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ["open", "--no-browser"],
        ["open"],
        ["read", "drawings.jsonl"],
        ["evaluate"],
        ["report", "--strokes", "drawings.jsonl"],
        ["export", "--format", "onnx"],
        ["strokes", "split", "drawings.jsonl", "--by", "drawing", "--share", "0.5"],
        ["sweep", "s.toml", "--jobs", "2"],
        ["train", "--epochs", "1", "--strokes", "drawings.jsonl"],
    ],
    ids=" ".join,
)
def test_a_command_leaves_nothing_in_the_temporary_folder(
    tmp_path: Path, temporary: Path, arguments: list[str]
) -> None:
    drawing = {"label": "1", "strokes": [[[0, 0], [0, 9]]]}
    (tmp_path / "drawings.jsonl").write_text(2 * f"{json.dumps(drawing)}\n", encoding="utf-8")
    (tmp_path / "s.toml").write_text("seeds = [0, 1]\n[fixed]\nepochs = 1\n", encoding="utf-8")
    done = inkspect(*arguments, folder=tmp_path, **settings(temporary))
    assert done.returncode == 0, done
    assert not list(temporary.iterdir())


def test_training_with_processes_that_draw_leaves_nothing_there(tmp_path: Path, temporary: Path) -> None:
    command = [sys.executable, str(SCRIPT), "drawn", "my.safetensors", "2"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(**settings(temporary)), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done
    assert not list(temporary.iterdir())


def test_what_is_shown_leaves_nothing_there_and_its_file_in_the_cache(tmp_path: Path, temporary: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import inkspect; inkspect.show()"],
        env=environment(**settings(temporary)),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b""), done
    assert not list(temporary.iterdir())
    assert len(list((tmp_path / "cache" / "pages").iterdir())) == 1
