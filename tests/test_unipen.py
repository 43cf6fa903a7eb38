"""The UNIPEN importer: the format's rules on data written here, with what is found in the wild, and on real files."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from inkspect.data.importers.omissions import Omissions
from inkspect.data.importers.unipen import SPLIT_FILES, import_directory, import_unipen, split_of
from inkspect.data.stroke_files import read_strokes
from inkspect.data.strokes import drawing_to_json
from inkspect.system.errors import InkspectError

STROKES = Path(os.environ.get("INKSPECT_STROKES", Path(__file__).resolve().parents[2] / "shared" / "strokes"))

SQUARE = ".PEN_DOWN\n0 0\n100 0\n100 100\n0 100\n"


class DataSet:
    """An unpacked data set with files as a test needs them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "data" / "1a").mkdir(parents=True)
        (root / "include").mkdir()

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def add(self, labels: str, ink: str, site: str = "abc", name: str = "one") -> None:
        """Add a file of labels that includes one file of ink."""
        self.write(f"data/1a/{site}/{name}.dat", f".VERSION 1.0\n.INCLUDE {site}/{name}.dat\n{labels}")
        self.write(f"include/{site}/{name}.dat", ink)

    def digits(self) -> list[dict[str, object]]:
        return [drawing_to_json(digit.drawing) for digit in import_unipen(self.root)]

    def strokes(self) -> list[object]:
        return [record["strokes"] for record in self.digits()]


@pytest.fixture
def data_set(tmp_path: Path) -> DataSet:
    return DataSet(tmp_path)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.skipif(
    not (STROKES / "raw").is_dir(), reason="real pen data is in neither INKSPECT_STROKES nor ../shared/strokes"
)
def test_real_files_become_exactly_what_is_expected_of_them() -> None:
    omissions = Omissions()
    imported = [drawing_to_json(digit.drawing) for digit in import_unipen(STROKES / "raw", omissions)]
    lines = (STROKES / "raw" / "expected.jsonl").read_text().splitlines()
    assert len(imported) == len(lines)
    for number, (record, line) in enumerate(zip(imported, lines, strict=True), start=1):
        assert json.dumps(record, separators=(",", ":")) == line, f"digit {number} differs from expected.jsonl"
    assert omissions.missing_includes == ["imp/imp0.doc"]


def test_points_lie_in_a_box_of_1000_with_y_turned_down(data_set: DataSet) -> None:
    data_set.add('.SEGMENT CHARACTER 0 OK "7"', ".PEN_DOWN\n10 10\n10 50\n30 50\n30 49\n.PEN_UP\n")
    assert data_set.digits() == [
        {
            "label": "7",
            "writer": digest("abc/one.dat")[:10],
            "site": digest("abc")[:4],
            "strokes": [[[0, 1000], [0, 0], [500, 0], [500, 25]]],
        }
    ]


def test_halves_are_rounded_to_even(data_set: DataSet) -> None:
    data_set.add('.SEGMENT CHARACTER 0 OK "1"', ".PEN_DOWN\n0 0\n1 2000\n3 1000\n5 1\n")
    assert data_set.strokes() == [[[[0, 1000], [0, 0], [2, 500], [2, 1000]]]]


def test_only_components_with_points_are_numbered_and_only_ink_is_kept(data_set: DataSet) -> None:
    ink = (
        ".PEN_UP\n.PEN_DOWN\n.PEN_UP\n"  # empty ones have no number
        ".PEN_DOWN\n0 0\n0 10\n0 20\n"
        ".PEN_UP\n5 5\n6 6\n"
        ".PEN_DOWN\n10 0\n10 20\n"
        ".PEN_DOWN\n20 0\n20 20\n.PEN_UP\n"
    )
    data_set.add('.SEGMENT CHARACTER 0-2 ? "4"\n.SEGMENT CHARACTER 0,3 ? "1"', ink)
    assert data_set.strokes() == [
        [[[0, 1000], [0, 500], [0, 0]], [[500, 1000], [500, 0]]],
        [[[0, 1000], [0, 500], [0, 0]], [[1000, 1000], [1000, 0]]],
    ]


def test_point_numbers_in_a_segment_are_passed_over(data_set: DataSet) -> None:
    ink = "".join(f".PEN_DOWN\n{x} 0\n{x} 10\n{x} 20\n" for x in range(0, 40, 10))
    data_set.add('.SEGMENT CHARACTER 0:1-1:2,3:0 BAD "4"', ink)
    [strokes] = data_set.strokes()
    assert isinstance(strokes, list)
    assert [stroke[0][0] for stroke in strokes] == [0, 333, 1000]


def test_every_keyword_but_dt_ends_a_component(data_set: DataSet) -> None:
    ink = (
        ".PEN_DOWN\n0 0\n.DT 100\n0 10\n0 20\n"
        ".COMMENT the pen failed here\n99 99\nand 98 98 too\n"
        ".START_BOX\n77 77\n"
        ".PEN_DOWN\n10 0\n10 20\n.H_LINE 5 6\n55 55\n"
    )
    data_set.add('.SEGMENT CHARACTER 0-1 OK "1"', ink)
    assert data_set.strokes() == [[[[0, 1000], [0, 500], [0, 0]], [[500, 1000], [500, 0]]]]


def test_tabs_blank_lines_carriage_returns_and_latin_1_do_no_harm(data_set: DataSet) -> None:
    ink = (
        b"\t.WRITER_ID\tM\xfcller\r\n\r\n.COMMENT \x85 na\xefve\r\n"
        b".PEN_DOWN\r\n\t0\t0 \r\n\r\n  0   10\r\n0 20\t\r\nnot a point\r\n"
    )
    data_set.add('\n\t.SEGMENT\tCHARACTER\t0\tOK\t"1"\n\n', "")
    data_set.write("include/abc/one.dat", ink)
    [digit] = data_set.digits()
    assert digit["strokes"] == [[[0, 1000], [0, 500], [0, 0]]]
    assert digit["writer"] == digest("abc/Müller")[:10]


def test_the_last_coord_before_the_points_names_their_columns(data_set: DataSet) -> None:
    ink = (
        ".PEN_DOWN\n0 0\n10 10\n20 0\n"
        ".COORD T Y X\n.PEN_DOWN\n5 0 0\n6 10 10\n7 0 20\n8 3\n"
        ".COORD X Y P\n.PEN_DOWN\n0 0 9\n10 10 9\n20 0 9\n"
    )
    data_set.add("".join(f'.SEGMENT CHARACTER {number} OK "2"\n' for number in range(3)), ink)
    assert data_set.strokes() == [[[[0, 500], [500, 0], [1000, 500]]]] * 3


@pytest.mark.parametrize(
    ("resolutions", "end"),
    [
        ("", [1000, 500]),
        (".X_POINTS_PER_INCH 10\n.Y_POINTS_PER_INCH 20\n", [1000, 250]),
        (".X_POINTS_PER_MM 10\n", [1000, 500]),
        (".Y_POINTS_PER_MM 0.25\n", [500, 1000]),
        (".X_POINTS_PER_MM 3\n.Y_POINTS_PER_MM 3\n.Y_POINTS_PER_MM 6\n", [1000, 250]),
        (".X_POINTS_PER_INCH ?\n.Y_POINTS_PER_INCH\n.X_POINTS_PER_MM 0\n", [1000, 500]),
    ],
)
def test_resolutions_shape_the_drawing(data_set: DataSet, resolutions: str, end: list[int]) -> None:
    data_set.add('.SEGMENT CHARACTER 0 OK "1"', f".PEN_DOWN\n0 20\n10 15\n40 0\n{resolutions}")
    [[stroke]] = [list(map(list, strokes)) for strokes in data_set.strokes() if isinstance(strokes, list)]
    assert stroke[-1] == end


def test_components_are_numbered_through_all_included_files(data_set: DataSet) -> None:
    data_set.write(
        "data/1a/abc/one.dat",
        '.INCLUDE abc/first.dat\n.INCLUDE abc/gone.dat\n.INCLUDE ABC/Second.DAT\n.SEGMENT CHARACTER 0-2 OK "4"\n',
    )
    data_set.write("include/abc/first.dat", ".INCLUDE abc/nested.dat\n.PEN_DOWN\n10 0\n10 20\n")
    data_set.write("include/abc/nested.dat", ".INCLUDE abc/first.dat\n.PEN_DOWN\n0 0\n0 20\n")
    data_set.write("include/abc/second.dat", ".PEN_DOWN\n20 0\n20 20\n")
    omissions = Omissions()
    [digit] = import_unipen(data_set.root, omissions)
    assert [stroke[0, 0] for stroke in digit.drawing.strokes] == [0, 500, 1000]
    assert omissions.missing_includes == ["abc/gone.dat"]


def test_no_file_outside_of_include_is_read(data_set: DataSet) -> None:
    data_set.write("secret.dat", SQUARE)
    data_set.write("data/1a/abc/one.dat", '.INCLUDE ../secret.dat\n.SEGMENT CHARACTER 0 OK "0"\n')
    omissions = Omissions()
    assert list(import_unipen(data_set.root, omissions)) == []
    assert omissions.missing_includes == ["../secret.dat"]


def test_segments_of_included_files_other_levels_and_other_characters_are_no_digits(data_set: DataSet) -> None:
    data_set.add(
        '.SEGMENT WORD 0 OK "0"\n.SEGMENT CHARACTER 0 OK "a"\n.SEGMENT CHARACTER 0 OK "10"\n.SEGMENT CHARACTER\n',
        SQUARE + '.SEGMENT CHARACTER 0 OK "0"\n',
    )
    assert data_set.digits() == []


def test_the_writer_is_the_one_in_force_when_the_ink_was_read(data_set: DataSet) -> None:
    ink = f"{SQUARE}.WRITER_ID ann\n{SQUARE}.WRITER_ID ben\n{SQUARE}"
    data_set.add("".join(f'.SEGMENT CHARACTER {number} OK "0"\n' for number in (1, 2)), ink)
    assert [digit["writer"] for digit in data_set.digits()] == [digest("abc/ann")[:10], digest("abc/ben")[:10]]


def test_what_is_too_short_too_large_or_too_small_is_dropped(data_set: DataSet) -> None:
    sides = [100, 100, 100, 300, 301, 25, 24, 0]
    ink = "".join(f".PEN_DOWN\n0 0\n0 {side / 2}\n0 {side}\n" for side in sides) + ".PEN_DOWN\n0 0\n0 100\n"
    labels = "".join(f'.SEGMENT CHARACTER {number} OK "{number % 10}"\n' for number in range(len(sides) + 1))
    data_set.add(labels + '.SEGMENT CHARACTER 500-99999999999 OK "9"\n', ink)
    omissions = Omissions()
    kept = [digit.drawing.label for digit in import_unipen(data_set.root, omissions)]
    assert kept == ["0", "1", "2", "3", "5"]  # the median is 100
    assert omissions.dropped == 5


def test_a_writers_median_is_taken_over_all_files_of_that_writer(data_set: DataSet) -> None:
    def ink(side: int) -> str:
        return f".WRITER_ID ann\n.PEN_DOWN\n0 0\n0 {side // 2}\n0 {side}\n"

    for name, side in {"a": 100, "b": 100, "c": 1000}.items():
        data_set.add('.SEGMENT CHARACTER 0 OK "1"', ink(side), name=name)
    data_set.add('.SEGMENT CHARACTER 0 OK "1"', ink(1000), site="other")
    assert [digit["site"] for digit in data_set.digits()] == [digest(site)[:4] for site in ("abc", "abc", "other")]


def test_writers_are_split_by_their_keys_hash_and_one_site_is_held_out() -> None:
    keys = [f"abc/{number}" for number in range(2000)]
    for key in keys[:50]:
        fraction = int(digest(key)[:8], 16) / 2**32
        expected = "train" if fraction < 0.52 else "dev" if fraction < 0.66 else "held-out"
        assert split_of("abc", key) == expected
    splits = [split_of("abc", key) for key in keys]
    assert splits.count("train") / 2000 == pytest.approx(0.52, abs=0.04)
    assert splits.count("dev") / 2000 == pytest.approx(0.14, abs=0.03)
    assert {split_of("val", f"val/{number}") for number in range(50)} == {"held-out"}


def test_a_directory_becomes_three_stroke_files_which_are_counted(data_set: DataSet, tmp_path: Path) -> None:
    for number in range(30):
        data_set.add('.SEGMENT CHARACTER 0 OK "0"', f".WRITER_ID w{number}\n{SQUARE}", name=f"n{number}")
    destination = tmp_path / "made" / "here"
    files = import_directory(data_set.root, destination)
    again = import_directory(tmp_path, tmp_path / "again")

    counts = [file.drawings for file in files.values()]
    assert sum(counts) == 30 and all(counts)
    assert [file.writers for file in files.values()] == counts
    writers = set()
    for split, name in SPLIT_FILES.items():
        drawings = read_strokes(destination / name)
        assert files[split].path == destination / name
        assert len(drawings) == files[split].drawings
        writers |= {drawing.writer for drawing in drawings}
        assert (destination / name).read_bytes() == again[split].path.read_bytes()
    assert len(writers) == 30, "a writer is in two files"


def test_the_folder_above_the_data_set_will_do(data_set: DataSet) -> None:
    data_set.add('.SEGMENT CHARACTER 0 OK "0"', SQUARE)
    inner = data_set.root / "train_r01_v07"
    inner.mkdir()
    for folder in ("data", "include"):
        (data_set.root / folder).rename(inner / folder)
    assert len(data_set.digits()) == 1


def test_a_folder_that_is_no_data_set_is_named_in_one_line(data_set: DataSet, tmp_path: Path) -> None:
    for folder, reason in [(tmp_path / "absent", "No such file"), (tmp_path / "include", "train_r01_v07")]:
        with pytest.raises(InkspectError, match=reason) as failure:
            import_directory(folder, tmp_path / "out")
        assert str(folder) in str(failure.value) and "\n" not in str(failure.value)
    data_set.write("data/1a/abc/one.dat", '.INCLUDE abc/gone.dat\n.SEGMENT CHARACTER 0 OK "0"\n')
    with pytest.raises(InkspectError, match=r"no digits found.*1 included files are missing"):
        import_directory(data_set.root, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_destination_that_cannot_be_made_is_named(data_set: DataSet, tmp_path: Path) -> None:
    data_set.add('.SEGMENT CHARACTER 0 OK "0"', SQUARE)
    (tmp_path / "file").write_text("")
    with pytest.raises(InkspectError, match=r"cannot create the folder .*file"):
        import_directory(data_set.root, tmp_path / "file" / "out")
