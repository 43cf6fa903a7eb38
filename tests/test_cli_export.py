"""`inkspect export`: files that other runtimes open, and lines that open them."""

import json
import sys
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest
from typer.testing import CliRunner

import inkspect
from inkspect.cli import app
from inkspect.cli.export import Format, default_output
from inkspect.network.weights import published_weights
from shell import assert_one_clear_line
from shell import inkspect as inkspect_command

PICTURE = inkspect.rasterize([[[0, 0], [6, 0], [2, 10]]]).astype(np.float32)


def run(folder: Path, *arguments: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Run the command in this process; return its exit code and what it printed."""
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(app, ["export", *arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize("form", ["safetensors", "onnx", "json"])
def test_the_lines_it_prints_load_what_it_wrote(tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code, output = run(tmp_path, "--format", form, monkeypatch=monkeypatch)
    assert code == 0
    source, first, *lines = output.splitlines()
    assert source == "Exported the published network"
    assert first == f"Wrote inkspect-published.{form}; to load it in Python:"
    assert all(line.startswith("    ") for line in lines)
    names: dict[str, object] = {"pictures": PICTURE[None]}
    exec(dedent("\n".join(lines)), names)
    expected = inkspect.load()
    match form:
        case "safetensors":
            assert (tmp_path / "inkspect-published.safetensors").read_bytes() == published_weights().read_bytes()
            parameters = names["parameters"]
            assert isinstance(parameters, dict)
            assert set(parameters) == set(expected.parameters())
        case "onnx":
            logits = np.asarray(names["logits"])
            assert logits == pytest.approx(expected.trace(PICTURE).logits, abs=1e-4)
        case "json":
            network = names["network"]
            assert isinstance(network, dict)
            mine = inkspect.Network.from_parameters(network["parameters"])
            assert np.array_equal(mine.parameter_vector, expected.parameter_vector)


def test_a_network_of_ones_own_goes_where_it_is_told_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = inkspect.Network.from_parameters(inkspect.load().parameters())
    changed.parameters()["fc2.bias"][3] += 1
    inkspect.save_weights(tmp_path / "mine.safetensors", changed, {"credit": "me"}, dtype="F32")
    arguments = ("--format", "json", "--weights", "mine.safetensors", "--output", "mine.json")
    assert run(tmp_path, *arguments, monkeypatch=monkeypatch)[0] == 0
    written = json.loads((tmp_path / "mine.json").read_text(encoding="utf-8"))
    assert written["metadata"]["credit"] == "me"
    assert written["parameters"]["fc2.bias"][3] == pytest.approx(float(changed.parameters()["fc2.bias"][3]))


def test_a_network_of_ones_own_is_never_what_an_export_replaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Formerly, `train` and then `export --format safetensors` left the published network in one's own file."""
    changed = inkspect.Network.from_parameters({n: p + 1 for n, p in inkspect.load().parameters().items()})
    for name in ("inkspect.safetensors", "inkspect-published.safetensors"):
        inkspect.save_weights(tmp_path / name, changed, {})
    mine = (tmp_path / "inkspect.safetensors").read_bytes()
    for arguments in ((), ("--output", "inkspect.safetensors")):
        with pytest.raises(inkspect.InkspectError, match="weights of another network; choose another file"):
            run(tmp_path, "--format", "safetensors", *arguments, monkeypatch=monkeypatch)
    with pytest.raises(inkspect.InkspectError, match=r"inkspect\.safetensors is the file to be exported"):
        run(
            tmp_path,
            *("--format", "safetensors", "--weights", "inkspect.safetensors", "--output", "./inkspect.safetensors"),
            monkeypatch=monkeypatch,
        )
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "inkspect.safetensors": mine,
        "inkspect-published.safetensors": mine,
    }


@pytest.mark.parametrize(
    ("weights", "form", "name"),
    [
        (None, "onnx", "inkspect-published.onnx"),
        ("my.safetensors", "onnx", "my.onnx"),
        ("my.safetensors", "json", "my.json"),
        ("my.safetensors", "safetensors", "my-export.safetensors"),
        ("inkspect.safetensors", "safetensors", "inkspect-export.safetensors"),
        ("elsewhere/my.weights", "safetensors", "my.safetensors"),
        ("onnx.onnx", "onnx", "onnx-export.onnx"),
    ],
)
def test_an_export_is_named_after_its_source_and_never_as_it(weights: str | None, form: str, name: str) -> None:
    assert default_output(None if weights is None else Path(weights), Format(form)) == Path(name)


@pytest.mark.parametrize("form", ["safetensors", "onnx", "json"])
def test_the_same_export_again_replaces_the_earlier_one(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    inkspect.save_weights(tmp_path / "my.safetensors", inkspect.load(), {})
    for _ in range(2):
        code, output = run(tmp_path, "--format", form, "--weights", "my.safetensors", monkeypatch=monkeypatch)
        assert code == 0
        assert output.startswith("Exported my.safetensors\nWrote my")
    assert len(list(tmp_path.iterdir())) == 2


def test_without_the_package_onnx_a_line_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(inkspect.InkspectError, match=r"pip install 'inkspect\[export\]'"):
        run(tmp_path, "--format", "onnx", monkeypatch=monkeypatch)
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    done = inkspect_command("export", "--format", "json", "--output", "no/such/folder.json", folder=tmp_path)
    assert_one_clear_line(done, "folder.json")
    assert not list(tmp_path.iterdir())


def test_an_unknown_format_is_a_command_written_wrongly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, output = run(tmp_path, "--format", "pickle", monkeypatch=monkeypatch)
    assert code == 2
    assert "'safetensors', 'onnx', 'json'" in output
