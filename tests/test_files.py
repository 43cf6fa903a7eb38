"""Files are there whole or not at all."""

import io
import os
import stat
import sys
from pathlib import Path

import pytest

from inkspect.system.errors import InkspectError
from inkspect.system.files import write_atomically


def test_a_new_file_holds_the_content_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    write_atomically(tmp_path / "page.html", b"whole")
    assert (tmp_path / "page.html").read_bytes() == b"whole"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_the_content_may_be_an_open_file(tmp_path: Path) -> None:
    long = bytes(range(256)) * 10_000
    write_atomically(tmp_path / "file", io.BytesIO(long))
    assert (tmp_path / "file").read_bytes() == long


def test_an_existing_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize("broken", ["fsync", "write", "rename"])
def test_a_fault_midway_keeps_the_old_file_and_leaves_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    if broken == "rename":
        monkeypatch.setattr(Path, "replace", no_space)
    elif broken == "fsync":
        monkeypatch.setattr(os, "fsync", no_space)
    else:
        monkeypatch.setattr(Path, "open", no_space)
    with pytest.raises(InkspectError) as refusal:
        write_atomically(path, b"new")
    monkeypatch.undo()
    assert str(refusal.value) == f"cannot write {path}: No space left on device"
    assert path.read_bytes() == b"old"
    assert [left.name for left in tmp_path.iterdir()] == ["page.html"]


def test_an_interruption_leaves_nothing_beside_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"new")
    assert [left.read_bytes() for left in tmp_path.iterdir()] == [b"old"]


def test_a_place_that_cannot_be_written_is_named_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(InkspectError, match=r"cannot write .*nowhere.*: No such file or directory"):
        write_atomically(tmp_path / "nowhere" / "page.html", b"")
    with pytest.raises(InkspectError, match=r"cannot write .*: Is a directory"):
        write_atomically(tmp_path, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_a_symbolic_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.html").write_bytes(b"old")
    link = tmp_path / "link.html"
    link.symlink_to("real.html")
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "real.html").read_bytes() == b"new"
