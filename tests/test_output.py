"""No output of any command fails for its encoding, a reader may leave, and help is for people."""

import errno
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inkspect.__main__ import main
from inkspect.data.stroke_files import write_strokes
from inkspect.data.strokes import Drawing
from inkspect.ink import rasterize
from inkspect.system.output import escape_what_cannot_be_encoded, reader_left
from shell import INKSPECT, environment
from small_training import pretend_that_mnist_is_small

CODE_PAGES = ["cp1252", "cp932", "cp437", "cp850"]
GERMAN, JAPANESE = "größe", "数字５"
ONE = np.array([[0.0, 0.0], [0.0, 10.0]])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files of every kind, of which no code page has all the names; the current folder."""
    grey = np.kron(255 - rasterize([ONE]) * 255, np.ones((8, 8))).astype(np.uint8)
    for name in (GERMAN, JAPANESE):
        Image.fromarray(grey).save(tmp_path / f"{name}.png")
        drawings = [Drawing((ONE + number,), label="1", writer=f"{name} {number}") for number in range(3)]
        write_strokes(tmp_path / f"{name}.jsonl", drawings)
        (tmp_path / f"{name}.broken.jsonl").write_text("{", encoding="utf-8")
        (tmp_path / f"{name}.toml").write_text(
            "seeds = [0]\n[fixed]\nepochs = 1\nbatch_size = 32\nvalidation_pictures = 32\n", encoding="utf-8"
        )
        data_set = {"data/1a/abc/one.dat": f'.INCLUDE {name}.dat\n.INCLUDE abc/one.dat\n.SEGMENT CHARACTER 0 OK "1"\n'}
        data_set |= {"include/abc/one.dat": ".PEN_DOWN\n0 0\n0 50\n0 100\n.PEN_UP\n"}
        for file, text in data_set.items():
            (tmp_path / name / file).parent.mkdir(parents=True)
            (tmp_path / name / file).write_text(text, encoding="latin-1", errors="replace")
    pretend_that_mnist_is_small(monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INKSPECT_CACHE", str(tmp_path / JAPANESE / GERMAN))
    return tmp_path


@pytest.fixture
def written_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """Run the program in this process, its output redirected as Windows does it, into files of a code page."""

    def run(code_page: str, *arguments: str) -> tuple[int, str, str]:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding=code_page) for _ in range(2))
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        monkeypatch.setattr(sys, "argv", ["inkspect", *arguments])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        texts = []
        for stream in (out, err):
            stream.flush()
            content = stream.buffer
            assert isinstance(content, io.BytesIO)
            texts.append(content.getvalue().decode(code_page))
        return code, texts[0], texts[1]

    yield run
    monkeypatch.undo()


def commands(name: str) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Every command, with names that a code page may lack, and the exit code it should have."""
    return {
        "read": (1, ("read", f"{name}.png", f"{name}.gone.png", f"{name}.jsonl", f"{name}.broken.jsonl")),
        "read --json": (0, ("read", "--json", f"{name}.png")),
        "explain": (0, ("explain", f"{name}.png")),
        "explain to a file": (0, ("explain", f"{name}.jsonl", "--output", f"{name}.explained")),
        "explain refused": (1, ("explain", f"{name}.png", "--part", name)),
        "open": (0, ("open", "--no-browser", "--output", f"{name}.html")),
        "open refused": (1, ("open", "--no-browser", "--output", f"{name}.png")),
        "evaluate": (0, ("evaluate", "--strokes", f"{name}.jsonl")),
        "evaluate MNIST": (0, ("evaluate",)),
        "train": (0, ("train", "--epochs", "1", "--verbose", "--credit", name, "--output", f"{name}.safetensors")),
        "train again": (1, ("train", "--output", f"{name}.safetensors")),
        "write": (0, ("write", "3", "--output", f"{name}.written.jsonl")),
        "export": (0, ("export", "--format", "json", "--weights", f"{name}.safetensors")),
        "report": (0, ("report", "--strokes", f"{name}.jsonl", "--output", f"{name}.report.html")),
        "sweep": (0, ("sweep", f"{name}.toml", "--jobs", "1", "--results", f"{name}.results")),
        "data": (0, ("data",)),
        "data --clear": (0, ("data", "--clear")),
        "strokes import": (0, ("strokes", "import", name, "--output", f"{name}.imported")),
        "strokes split": (0, ("strokes", "split", f"{name}.jsonl", "--by", "writer", "--share", "0.3")),
        "no such command": (2, (name,)),
        "no such option": (2, ("read", f"--{name}")),
        "help": (0, ("train", "--help")),
    }


@pytest.mark.parametrize("code_page", CODE_PAGES)
def test_no_command_fails_for_the_encoding_of_its_output(
    folder: Path, code_page: str, written_in: Callable[..., tuple[int, str, str]]
) -> None:
    for name in (GERMAN, JAPANESE):
        for what, (expected, arguments) in commands(name).items():
            code, output, errors = written_in(code_page, *arguments)
            assert code == expected, f"{what} under {code_page}: {code}\n{output}\n{errors}"
            assert "Traceback" not in errors and "codec" not in errors, f"{what} under {code_page}: {errors}"
            told = [line for line in errors.splitlines() if not line.startswith("Epoch ")]
            assert not told or expected, f"{what} under {code_page}: {errors}"


def test_a_name_that_the_code_page_lacks_is_escaped_and_one_that_it_has_is_not(
    folder: Path, written_in: Callable[..., tuple[int, str, str]]
) -> None:
    files = (f"{GERMAN}.png", f"{JAPANESE}.png", f"{GERMAN}.png")
    code, output, _ = written_in("cp1252", "read", *files)
    assert (code, [line.split(": ")[0] for line in output.splitlines()]) == (
        0,
        ["größe.png", r"\u6570\u5b57\uff15.png", "größe.png"],
    )
    assert [line.split(": ")[0] for line in written_in("cp932", "read", *files)[1].splitlines()] == [
        r"gr\xf6\xdfe.png",
        "数字５.png",
        r"gr\xf6\xdfe.png",
    ]


@pytest.mark.parametrize("code_page", ["cp1252", "cp932"])
def test_redirected_as_windows_does_it_every_file_is_read(folder: Path, code_page: str) -> None:
    arguments = ["read", f"{GERMAN}.png", f"{JAPANESE}.png", f"{GERMAN}.png"]
    with (folder / "o.txt").open("wb") as file:
        done = subprocess.run(
            [INKSPECT, *arguments],
            cwd=folder,
            env=environment(PYTHONIOENCODING=code_page, PYTHONUTF8="0"),
            stdout=file,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, b"")
    assert len((folder / "o.txt").read_bytes().decode(code_page).splitlines()) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no file names that are no text")
def test_a_file_name_that_is_no_text_is_escaped_too(tmp_path: Path) -> None:
    named = os.fsdecode(b"gr\xf6\xdfe.png")
    for arguments in (["read", named], ["evaluate", "--strokes", named], ["open", "--no-browser", "--output", named]):
        done = subprocess.run([INKSPECT, *arguments], cwd=tmp_path, env=environment(), capture_output=True, check=False)
        assert b"Traceback" not in done.stderr, done.stderr
        assert rb"gr\udcf6\udcdfe.png" in done.stdout + done.stderr


def test_an_error_handler_that_somebody_chose_stays() -> None:
    code = (
        "import sys; from inkspect.system.output import escape_what_cannot_be_encoded as escape; escape();"
        "print(sys.stdout.errors)"
    )
    for chosen, kept in (("cp1252:replace", "replace"), ("cp1252:strict", "backslashreplace")):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=environment(PYTHONIOENCODING=chosen),
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == kept


def test_a_program_without_output_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    for nothing in (None, io.StringIO()):
        monkeypatch.setattr(sys, "stdout", nothing)
        escape_what_cannot_be_encoded()


# ---- Readers that leave, disks that are full ----


def test_a_closed_pipe_is_known_by_what_each_system_says() -> None:
    assert reader_left(BrokenPipeError(errno.EPIPE, "Broken pipe"), "posix")
    assert reader_left(OSError(errno.EINVAL, "Invalid argument"), "nt")
    assert not reader_left(OSError(errno.EINVAL, "Invalid argument"), "posix")
    assert not reader_left(OSError(errno.EINVAL, "Invalid argument", "file"), "nt")
    assert not reader_left(OSError(errno.ENOSPC, "No space left on device"), "nt")


def test_a_reader_that_left_windows_fashion_ends_it_quietly(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Left(io.StringIO):
        def write(self, _: str, /) -> int:
            raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(sys, "stdout", Left())
    monkeypatch.setattr(sys, "argv", ["inkspect", "read", f"{GERMAN}.png"])
    monkeypatch.setattr("inkspect.cli.reader_left", lambda error: reader_left(error, "nt"))
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("arguments", [["--version"], ["export", "--help"], ["read", f"{GERMAN}.png"], ["data"]])
def test_a_full_disk_behind_the_output_is_one_line(folder: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [INKSPECT, *arguments], cwd=folder, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr == b"inkspect: cannot write the output: No space left on device\n"


# ---- Help ----

HELP = [
    [],
    ["open"],
    ["train"],
    ["sweep"],
    ["evaluate"],
    ["report"],
    ["read"],
    ["explain"],
    ["write"],
    ["export"],
    ["data"],
]
HELP += [["strokes"], ["strokes", "import"], ["strokes", "split"]]


def test_help_shows_neither_the_types_of_the_code_nor_defaults_in_two_pairs_of_brackets(
    folder: Path, written_in: Callable[..., tuple[int, str, str]]
) -> None:
    for command in HELP:
        code, text, _ = written_in("utf-8", *command, "--help")
        assert code == 0
        said = " ".join(text.split())
        assert not re.search(r"<(list|path|str|int|float|bool|tuple)\b|default: \(|[{}]", said, re.IGNORECASE), said
    assert re.search(r"\n +FILE +Pictures of one digit each", written_in("utf-8", "read", "--help")[1])
    assert "Usage: inkspect read [OPTIONS] FILE..." in written_in("utf-8", "read", "--help")[1]


def test_help_names_every_command(folder: Path, written_in: Callable[..., tuple[int, str, str]]) -> None:
    from inkspect.cli import app
    from inkspect.cli.strokes import strokes_app

    named = {command[-1] for command in HELP if command}
    registered = {command.name for part in (app, strokes_app) for command in part.registered_commands}
    assert registered | {"strokes"} == named, "add the new command to the tests in this file"
    assert {arguments[0] for _, arguments in commands(GERMAN).values()} >= registered - {"import", "split"}


@pytest.mark.skipif(os.name == "nt", reason="shells elsewhere close a stream with >&-")
@pytest.mark.parametrize("arguments", ["--version", "data", "train --help", "read -"])
def test_with_its_streams_closed_a_command_ends_without_a_traceback(arguments: str, tmp_path: Path) -> None:
    command = f"{INKSPECT} {arguments} >&- <&-"
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == (1 if "read" in arguments else 0), done
    assert done.stderr == ("inkspect: -: standard input is closed\n" if "read" in arguments else "")
