"""The command line as a person or a script meets it: the installed `inkspect`, in a process of its own."""

import json
import math
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from inkspect.__main__ import main as entry_point
from inkspect.network.weights import published_weights
from shell import INKSPECT, assert_one_clear_line, environment, inkspect

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture
def drawings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stroke file of three upright lines, ones, and a ring, a zero."""
    ring = [[math.cos(angle / 5), math.sin(angle / 5)] for angle in range(33)]
    lines = [[[0, 0], [lean, 10]] for lean in (-1, 0, 1)]
    rows = [{"label": "1", "strokes": [line]} for line in lines] + [{"label": "0", "strokes": [ring]}]
    file = tmp_path_factory.mktemp("strokes") / "drawings.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def test_alone_it_builds_the_page_here_and_says_how_to_open_it(tmp_path: Path) -> None:
    done = inkspect(folder=tmp_path)
    page = tmp_path / "inkspect.html"
    assert done.returncode == 0, done
    assert done.stderr == ""
    assert str(page) in done.stdout
    assert page.as_uri() in done.stdout
    assert "in any browser" in done.stdout
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_options_of_open_need_no_command(tmp_path: Path) -> None:
    done = inkspect("--no-browser", "--output", "lesson.html", folder=tmp_path)
    assert done.returncode == 0, done
    assert [path.name for path in tmp_path.iterdir()] == ["lesson.html"]
    assert done.stdout == f"Wrote {tmp_path / 'lesson.html'}\n"


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for a browser is a shell script")
def test_the_page_is_opened_in_the_browser(tmp_path: Path) -> None:
    opened, browser = tmp_path / "opened", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', encoding="utf-8")
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    done = inkspect("open", folder=tmp_path, BROWSER=f"{browser} %s")
    assert done.returncode == 0, done
    assert opened.read_text(encoding="utf-8").strip() == (tmp_path / "inkspect.html").as_uri()
    assert done.stdout == f"Opened {tmp_path / 'inkspect.html'}\n"


def test_a_page_of_ones_own_weights_carries_those(tmp_path: Path) -> None:
    mine = tmp_path / "mine.safetensors"
    shutil.copy(published_weights(), mine)
    assert inkspect("open", "--no-browser", "--weights", mine, folder=tmp_path).returncode == 0
    published = inkspect("open", "--no-browser", "--output", "published.html", folder=tmp_path)
    assert published.returncode == 0
    assert (tmp_path / "inkspect.html").read_bytes() == (tmp_path / "published.html").read_bytes()


def test_weights_that_are_none_are_refused_and_the_old_page_stays(tmp_path: Path) -> None:
    (tmp_path / "inkspect.html").write_text("the old page", encoding="utf-8")
    (tmp_path / "broken.safetensors").write_bytes(published_weights().read_bytes()[:-10])
    for weights in ("broken.safetensors", "missing.safetensors"):
        assert_one_clear_line(inkspect("open", "--weights", weights, folder=tmp_path), weights)
    assert (tmp_path / "inkspect.html").read_text(encoding="utf-8") == "the old page"
    assert len(list(tmp_path.iterdir())) == 2, "something half-written was left behind"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    assert_one_clear_line(inkspect("--output", "no/such/folder.html", folder=tmp_path), "folder.html")
    assert_one_clear_line(inkspect("--output", ".", folder=tmp_path), "directory")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "mistake"),
    [
        (["nonsense"], "nonsense"),
        (["--nonsense"], "--nonsense"),
        (["open", "--output"], "--output"),
        (["train", "--epochs", "few"], "--epochs"),
        (["train", "--epochs", "0"], "--epochs"),
    ],
)
def test_a_command_written_wrongly_exits_with_2_and_names_the_mistake(
    tmp_path: Path, arguments: list[str], mistake: str
) -> None:
    done = inkspect(*arguments, folder=tmp_path)
    assert done.returncode == 2, done
    assert mistake in done.stderr
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_version_is_the_projects(tmp_path: Path) -> None:
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert inkspect("--version", folder=tmp_path).stdout == f"inkspect {version}\n"
    module = subprocess.run(
        [sys.executable, "-m", "inkspect", "--version"], capture_output=True, text=True, check=False
    )
    assert module.stdout == f"inkspect {version}\n"


@pytest.mark.parametrize(
    "command", [[], ["open"], ["train"], ["evaluate"], ["read"], ["explain"], ["data"], ["strokes", "import"]]
)
def test_help_shows_examples_that_start_with_the_command(tmp_path: Path, command: list[str]) -> None:
    done = inkspect(*command, "--help", folder=tmp_path)
    assert done.returncode == 0, done
    assert re.search(rf"Examples:\n\s+inkspect {' '.join(command)}", done.stdout), done.stdout


def test_strokes_are_evaluated_and_the_answer_is_json(tmp_path: Path, drawings: Path) -> None:
    done = inkspect("evaluate", "--strokes", drawings, "--json", folder=tmp_path)
    assert done.returncode == 0, done
    figures = json.loads(done.stdout)
    assert (figures["count"], figures["correct"], figures["accuracy"]) == (4, 4, 1)
    assert done.stderr == "", "quiet where nobody watches a terminal"


def test_a_damaged_stroke_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "mine.jsonl").write_text(
        '{"label": "1", "strokes": [[[0, 0], [1, 1]]]}\n{"strokes": 7}\n', encoding="utf-8"
    )
    assert_one_clear_line(inkspect("evaluate", "--strokes", "mine.jsonl", folder=tmp_path), "mine.jsonl:2")


@pytest.mark.skipif(os.name == "nt", reason="no /dev/full and no closed pipes of this kind")
def test_a_reader_that_leaves_early_is_no_error(drawings: Path) -> None:
    command = f"{INKSPECT} --help | true; {INKSPECT} evaluate --strokes {drawings} | true"
    done = subprocess.run(["sh", "-c", command], env=environment(), capture_output=True, text=True, check=False)
    assert done.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
def test_control_c_ends_it_quietly(tmp_path: Path) -> None:
    running = start_long_command(tmp_path)
    running.send_signal(signal.SIGINT)
    output, errors = running.communicate(timeout=20)
    assert running.returncode == 130, (output, errors)
    assert "Traceback" not in errors
    assert not list(tmp_path.glob("*.safetensors"))


def start_long_command(folder: Path) -> subprocess.Popen[str]:
    """`inkspect open` writing into a pipe nobody reads: it stands still where a signal surely meets it."""
    os.mkfifo(folder / "weights")
    running = subprocess.Popen(
        [INKSPECT, "open", "--weights", "weights"],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(1)
    return running


def test_the_shell_completes_commands_and_what_an_option_may_be(tmp_path: Path) -> None:
    def completed(words: str) -> list[str]:
        asked = {"_INKSPECT_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
        return inkspect(folder=tmp_path, **asked).stdout.split()

    assert completed("inkspect ex") == ["explain", "export"]
    assert completed("inkspect export --format ") == ["safetensors", "onnx", "json"]
    assert not list(tmp_path.iterdir())


def test_an_interrupt_while_the_command_line_is_still_being_imported_is_as_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted(ModuleType):
        def __getattr__(self, name: str) -> object:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "inkspect.cli", Interrupted("inkspect.cli"))
    with pytest.raises(SystemExit) as ended:
        entry_point()
    assert ended.value.code == 130
    assert capsys.readouterr() == ("", "")


def test_the_command_line_starts_without_loading_numpy() -> None:
    code = "import sys, inkspect.cli; print(sorted({'numpy', 'rich', 'pooch', 'safetensors'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


SHOW_PROGRESS = """
from inkspect.training.showing import shown_progress
from inkspect.training.epochs import EpochReport, Progress
with shown_progress() as show:
    show(Progress(epoch=1, epochs=2, share=0.25, loss=0.5, seconds_left=90, finished=None))
    report = EpochReport(epoch=1, loss=0.5, validation_accuracy={"mnist": 0.98}, seconds=30)
    show(Progress(epoch=1, epochs=2, share=0.5, loss=0.5, seconds_left=60, finished=report))
"""
COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-9]")


def written_on_a_terminal(*command: str | Path, **changes: str) -> str:
    """What the command writes when its output is a terminal."""
    import pty

    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        command, env=environment(TERM="xterm-256color", **changes), stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    written = b""
    try:
        while part := os.read(ours, 65536):
            written += part
    except OSError:  # Linux's way to say that the other side has gone
        pass
    os.close(ours)
    assert running.wait(timeout=60) == 0, written
    return written.decode()


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_progress_is_a_bar_on_a_terminal_without_colour_where_none_is_wanted_and_a_line_an_epoch_elsewhere() -> None:
    show = (sys.executable, "-c", SHOW_PROGRESS)
    colourful, plain = written_on_a_terminal(*show), written_on_a_terminal(*show, NO_COLOR="1")
    for written in (colourful, plain):
        assert "validation mnist 98.00%" in written
        assert "Epoch 1/2" in written
    assert COLOUR.search(colourful), "no colour to leave out"
    assert not COLOUR.search(plain), "NO_COLOR is set, and there are colours"
    elsewhere = subprocess.run(show, env=environment(), capture_output=True, text=True, check=True)
    assert elsewhere.stdout == ""
    assert elsewhere.stderr == "Epoch 1/2: loss 0.5000, validation mnist 98.00%, 30.0 s, 1:00 left\n"
