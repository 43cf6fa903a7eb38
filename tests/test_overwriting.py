"""No command overwrites a file that it, or another command, or anybody made for another purpose."""

import gzip
import io
import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

import inkspect
from inkspect.cli import app
from inkspect.data.stroke_files import write_strokes
from inkspect.data.strokes import Drawing
from inkspect.network.export import export_json, export_onnx
from inkspect.network.network import Network
from inkspect.network.weights import load_weights, published_weights, save_weights
from inkspect.page.build import build_page
from inkspect.report.build import build_report
from inkspect.report.subject import subject_of_weights
from inkspect.system.errors import InkspectError
from inkspect.system.purposes import Purpose, check_replaceable, check_same_or_absent, purpose_of
from inkspect.training.checkpoint import Checkpoint, serialize_checkpoint
from inkspect.training.epochs import TrainingState
from inkspect.training.recipe import Recipe
from inkspect.writing.sheet import sheet_as_png, sheet_as_svg
from report_material import small_mnist
from shell import assert_one_clear_line
from shell import inkspect as command_line

SMALL_MNIST = {"PYTHONPATH": str(Path(__file__).with_name("small_mnist"))}
STROKES = '{"label": "1", "strokes": [[[0, 0], [0, 10]]]}\n'


def a_page(path: Path) -> None:
    path.write_bytes(build_page(published_weights()))


def a_report(path: Path) -> None:
    patch = pytest.MonkeyPatch()
    patch.setattr("inkspect.report.build.load_mnist", small_mnist)
    path.write_bytes(build_report(subject_of_weights(published_weights())))
    patch.undo()


def own_weights(path: Path) -> None:
    save_weights(path, Network.initialized(1), {"seed": "1"})


def a_checkpoint(path: Path) -> None:
    state = TrainingState.initial(3, Network.initialized(3).parameter_vector)
    path.write_bytes(serialize_checkpoint(Checkpoint.of(state, Recipe(), {})))


def an_onnx(path: Path) -> None:
    export_onnx(*load_weights(published_weights()), path)


def a_json(path: Path) -> None:
    export_json(*load_weights(published_weights()), path)


def an_explanation(path: Path) -> None:
    path.write_text(
        json.dumps(inkspect.explain([[[0, 0], [0, 10]]]).to_json(), separators=(",", ":")), encoding="utf-8"
    )


def some_strokes(path: Path) -> None:
    path.write_text(STROKES, encoding="utf-8")


def zipped_strokes(path: Path) -> None:
    path.write_bytes(gzip.compress(b"\n" + STROKES.encode() * 1000))


def results(path: Path) -> None:
    path.write_text(json.dumps({"run": "0", "seed": 0}) + "\n", encoding="utf-8")


def somebodys_notes(path: Path) -> None:
    path.write_text("<!doctype html><title>What I learned about Inkspect</title>", encoding="utf-8")


def a_foreign_onnx(path: Path) -> None:
    path.write_bytes(b"\x08\x08\x12\x07pytorch" + bytes(100))


def written_digits(path: Path) -> None:
    path.write_bytes(sheet_as_svg([[np.array([[0.0, 0.0], [0.0, 9.0]])]]))


def written_digits_as_pixels(path: Path) -> None:
    path.write_bytes(sheet_as_png([[np.array([[0.0, 0.0], [0.0, 9.0]])]]))


def somebodys_photo(path: Path) -> None:
    Image.new("L", (4, 4)).save(path, "PNG")


MAKERS: list[tuple[Callable[[Path], None], Purpose]] = [
    (a_page, Purpose.PAGE),
    (a_report, Purpose.REPORT),
    (own_weights, Purpose.WEIGHTS),
    (a_checkpoint, Purpose.CHECKPOINT),
    (an_onnx, Purpose.ONNX),
    (a_json, Purpose.JSON),
    (an_explanation, Purpose.EXPLANATION),
    (some_strokes, Purpose.STROKES),
    (zipped_strokes, Purpose.STROKES),
    (results, Purpose.RESULTS),
    (written_digits, Purpose.SHEET),
    (written_digits_as_pixels, Purpose.SHEET),
    (somebodys_photo, Purpose.UNKNOWN),
    (somebodys_notes, Purpose.UNKNOWN),
    (a_foreign_onnx, Purpose.UNKNOWN),
]
IDS = [maker.__name__ for maker, _ in MAKERS]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file of each kind, named after its maker and not after what is in it."""
    folder = tmp_path_factory.mktemp("made")
    for maker, _ in MAKERS:
        maker(folder / maker.__name__)
    return folder


@pytest.mark.parametrize(("maker", "purpose"), MAKERS, ids=IDS)
def test_what_a_file_is_for_is_told_from_what_is_in_it(
    made: Path, maker: Callable[[Path], None], purpose: Purpose
) -> None:
    assert purpose_of(made / maker.__name__) is purpose


@pytest.mark.parametrize("content", [b"{", b"\x1f\x8b", b"\x1f\x8bcut", b"\x08", bytes(20), b"\xff" * 20, b"[" * 10**6])
def test_what_cannot_be_told_is_of_another_origin(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    assert purpose_of(tmp_path / "file") is Purpose.UNKNOWN


def test_nothing_and_an_empty_file_are_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    for name in ("missing", "empty"):
        assert purpose_of(tmp_path / name) is None
        check_replaceable(tmp_path / name, Purpose.PAGE)
        check_same_or_absent(tmp_path / name, b"anything")


def test_other_contents_are_noticed_in_files_of_any_length(tmp_path: Path) -> None:
    there, long = tmp_path / "there", bytes(3 * 2**20)
    there.write_bytes(long)
    for same in (long, io.BytesIO(long)):
        check_same_or_absent(there, same)
    for other in (long + b"1", long[:-1], long[:-1] + b"1", b""):
        for content in (other, io.BytesIO(other)):
            with pytest.raises(InkspectError, match="there already holds"):
                check_same_or_absent(there, content)
            assert isinstance(content, bytes) or content.tell() == 0, "it can still be read"


COMMANDS = {
    "open": (("open", "--no-browser"), Purpose.PAGE),
    "export onnx": (("export", "--format", "onnx"), Purpose.ONNX),
    "export json": (("export", "--format", "json"), Purpose.JSON),
    "export safetensors": (("export", "--format", "safetensors"), None),
    "report": (("report", "--mistakes", "0"), Purpose.REPORT),
    "train": (("train", "--epochs", "1"), None),
    "train --restart": (("train", "--restart", "--epochs", "1"), Purpose.WEIGHTS),
}


def refusal(arguments: Sequence[str]) -> str:
    """Run a command in this process; return the line it is refused with."""
    done = CliRunner().invoke(app, list(arguments))
    assert isinstance(done.exception, InkspectError), done.output
    assert done.stdout == ""
    assert "\n" not in str(done.exception)
    return str(done.exception)


@pytest.mark.parametrize(("arguments", "replaced"), COMMANDS.values(), ids=COMMANDS)
def test_a_command_replaces_what_it_makes_itself_and_nothing_else(
    made: Path, tmp_path: Path, arguments: tuple[str, ...], replaced: Purpose | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for maker, purpose in MAKERS:
        if purpose is replaced:
            continue
        target = tmp_path / maker.__name__
        shutil.copy(made / maker.__name__, target)
        assert target.name in refusal([*arguments, "--output", target.name])
        assert target.read_bytes() == (made / target.name).read_bytes(), f"{target.name} is lost"
        target.unlink()
    assert not list(tmp_path.iterdir()), "something is left behind"
    for maker, purpose in MAKERS:
        if purpose is replaced:
            shutil.copy(made / maker.__name__, tmp_path / "target")
            done = command_line(*arguments, "--output", "target", folder=tmp_path, **SMALL_MNIST)
            assert done.returncode == 0, done
            assert purpose_of(tmp_path / "target") is purpose


@pytest.mark.parametrize("arguments", [arguments for arguments, _ in COMMANDS.values()], ids=COMMANDS)
def test_nothing_is_written_to_standard_output_nor_to_a_file_named_like_it(
    tmp_path: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "standard output (-); name a file" in refusal([*arguments, "--output", "-"])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("maker", "purpose"), MAKERS, ids=[maker.__name__ for maker, _ in MAKERS])
def test_from_python_too_a_file_made_for_another_purpose_is_kept(
    made: Path, tmp_path: Path, maker: Callable[..., object], purpose: Purpose
) -> None:
    network = inkspect.load()
    writers: dict[Purpose, Callable[[Path], object]] = {
        Purpose.WEIGHTS: network.save,
        Purpose.JSON: lambda path: inkspect.export(path.rename(path.with_suffix(".json")), network),
        Purpose.STROKES: lambda path: inkspect.write_strokes(path, []),
        Purpose.PAGE: lambda path: inkspect.PageView(b"").save(path),
        Purpose.REPORT: inkspect.write_report,
    }
    for replaced, write in writers.items():
        if replaced is purpose:
            continue
        target = tmp_path / maker.__name__
        shutil.copy(made / maker.__name__, target)
        with pytest.raises(InkspectError, match="and is not overwritten by"):
            write(target)
        (kept,) = tmp_path.iterdir()
        assert kept.read_bytes() == (made / maker.__name__).read_bytes()
        kept.unlink()


def test_a_sweeps_results_do_not_go_to_standard_output_either(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text("seeds = [0]\n[fixed]\nepochs = 1\n", encoding="utf-8")
    done = command_line("sweep", "s.toml", "--results", "-", folder=tmp_path, **SMALL_MNIST)
    assert_one_clear_line(done, "standard output (-); name a file")


@pytest.mark.parametrize("name", ["own_weights", "a_page", "some_strokes", "an_onnx", "somebodys_notes"])
def test_a_sweeps_table_is_no_other_file(made: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "s.toml").write_text("seeds = [0]\n[fixed]\nepochs = 1\n", encoding="utf-8")
    shutil.copy(made / name, tmp_path / name)
    done = command_line("sweep", "s.toml", "--results", name, folder=tmp_path, **SMALL_MNIST)
    assert_one_clear_line(done, name, "give another --results")
    assert (tmp_path / name).read_bytes() == (made / name).read_bytes()


@pytest.mark.parametrize("arguments", [("train",), ("train", "--restart"), ("train", "--resume")])
def test_a_file_made_for_another_purpose_is_not_removed_as_a_damaged_checkpoint(
    made: Path, tmp_path: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("my.checkpoint", "my.checkpoint.previous"):
        shutil.copy(made / "own_weights", tmp_path / name)
        assert f"{name} holds a network's weights" in refusal([*arguments, "--output", "my"])
        assert (tmp_path / name).read_bytes() == (made / "own_weights").read_bytes()
        (tmp_path / name).unlink()


def test_importing_again_is_no_harm_and_importing_over_other_drawings_is_refused(tmp_path: Path) -> None:
    for name, text in {
        "set/data/1a/abc/one.dat": '.INCLUDE abc/one.dat\n.SEGMENT CHARACTER 0 OK "1"\n',
        "set/include/abc/one.dat": ".PEN_DOWN\n0 0\n0 50\n0 100\n.PEN_UP\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for _ in range(2):
        assert command_line("strokes", "import", "set", folder=tmp_path).returncode == 0
    ours = tmp_path / "digits-held-out.jsonl.gz"
    others = [path for path in tmp_path.glob("digits-*") if path != ours]
    for path in others:
        path.unlink()
    write_strokes(ours, [Drawing((), label="3")])
    before = ours.read_bytes()
    assert_one_clear_line(
        command_line("strokes", "import", "set", folder=tmp_path), ours.name, "already holds drawings"
    )
    assert ours.read_bytes() == before
    assert not any(path.exists() for path in others), "half of the import is written"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("arguments", [arguments for arguments, _ in COMMANDS.values()])
def test_a_device_or_a_pipe_is_not_replaced_by_a_file(
    tmp_path: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert "pipe: it is not a regular file" in refusal([*arguments, "--output", "pipe"])
    assert (tmp_path / "pipe").is_fifo()


def test_what_is_there_and_cannot_be_read_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InkspectError, match=r"file, which would be overwritten: Permission denied"):
        check_replaceable(tmp_path / "file", Purpose.PAGE)
