"""InkML: traces decoded as the recommendation says, groups as labelled drawings, and nothing from hostile files."""

import gzip
import time
import tracemalloc
from pathlib import Path

import pytest

from inkspect.data.importers.inkml import import_inkml
from inkspect.data.importers.omissions import Omissions
from inkspect.data.strokes import Drawing, drawing_to_json
from inkspect.system.errors import InkspectError

FORMAT = '<traceFormat><channel name="X"/><channel name="Y"/></traceFormat>'

CROHME = """<?xml version="1.0" encoding="UTF-8"?>
<ink xmlns="http://www.w3.org/2003/InkML">
<traceFormat>
<channel name="X" type="decimal"/>
<channel name="Y" type="decimal"/>
</traceFormat>
<annotation type="truth">$7+1$</annotation>
<annotation type="writer">w123</annotation>
<annotationXML type="truth" encoding="Content-MathML">
<math xmlns='http://www.w3.org/1998/Math/MathML'><mn xml:id="7_1">7</mn><mo>+</mo><mn xml:id="1_1">1</mn></math>
</annotationXML>
<trace id="0">
1 2, 5 2, 3 9
</trace>
<trace id="1">
2 5, 4 5
</trace>
<trace id="2">11 5, 15 5</trace>
<trace id="3">13 3, 13 7</trace>
<trace id="4">21.5 2, 21 9</trace>
<traceGroup xml:id="5">
<annotation type="truth">Segmentation</annotation>
<traceGroup xml:id="6">
<annotation type="truth">7</annotation>
<traceView traceDataRef="0"/>
<traceView traceDataRef="1"/>
<annotationXML href="7_1"/>
</traceGroup>
<traceGroup xml:id="7">
<annotation type="truth">1</annotation>
<traceView traceDataRef="4"/>
<annotationXML href="1_1"/>
</traceGroup>
</traceGroup>
</ink>
"""
"""Laid out as in the CROHME data sets."""


class Inks:
    """A file of InkML, as a test needs it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.omissions = Omissions()

    def drawings(self, content: str | bytes) -> list[Drawing]:
        whole = content if isinstance(content, bytes) else content.encode()
        self.path.write_bytes(whole)
        return list(import_inkml(self.path, self.omissions))

    def within(self, content: str) -> list[dict[str, object]]:
        """The drawings of an `ink` element with this content."""
        return [drawing_to_json(drawing) for drawing in self.drawings(f"<ink>{content}</ink>")]

    def strokes(self, content: str) -> object:
        [drawing] = self.within(content)
        return drawing["strokes"]

    def refusal(self, content: str | bytes) -> str:
        with pytest.raises(InkspectError) as refused:
            self.drawings(content)
        message = str(refused.value)
        assert "\n" not in message and message.startswith(str(self.path)), message
        return message.removeprefix(str(self.path))


@pytest.fixture
def ink(tmp_path: Path) -> Inks:
    return Inks(tmp_path / "some.inkml")


def test_groups_become_drawings_with_their_truth_and_the_inks_writer(ink: Inks) -> None:
    seven, one = map(drawing_to_json, ink.drawings(CROHME))
    assert seven == {"label": "7", "writer": "w123", "strokes": [[[1, 2], [5, 2], [3, 9]], [[2, 5], [4, 5]]]}
    assert one == {"label": "1", "writer": "w123", "strokes": [[[21.5, 2], [21, 9]]]}
    assert ink.omissions.loose_strokes == 2, "the plus is in no group"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_encoding_is_as_the_file_declares_it(ink: Inks, encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = CROHME.replace('"UTF-8"', f'"{declared}"').replace("w123", "Müller")
    assert {drawing.writer for drawing in ink.drawings(text.encode(encoding))} == {"Müller"}
    assert len(ink.drawings(gzip.compress(text.encode(encoding)))) == 2


def test_without_groups_all_traces_are_one_drawing(ink: Inks) -> None:
    content = FORMAT + '<annotation type="truth"> 4 </annotation><trace>1 2, 3 4</trace><trace>5 6</trace><trace/>'
    assert ink.within(content) == [{"label": "4", "strokes": [[[1, 2], [3, 4]], [[5, 6]]]}]
    assert ink.omissions == Omissions()


def test_a_group_may_hold_its_traces_and_name_other_groups(ink: Inks) -> None:
    content = (
        '<traceGroup xml:id="g"><annotation type="truth">7</annotation><trace>1 2, 3 4</trace><trace>5 6</trace>'
        '</traceGroup><traceView><annotation type="truth">17</annotation><traceView traceDataRef="#g"/></traceView>'
    )
    labels = [(drawing["label"], drawing["strokes"]) for drawing in ink.within(content)]
    assert labels == [(label, [[[1, 2], [3, 4]], [[5, 6]]]) for label in ("7", "17")]


def test_a_lone_drawing_has_the_label_around_it_and_several_have_not(ink: Inks) -> None:
    group = "<traceGroup><trace>1 2</trace></traceGroup>"
    nine = '<annotation type="truth">9</annotation>'
    assert [one.get("label") for one in ink.within(nine + group)] == ["9"]
    assert [one.get("label") for one in ink.within(nine + 2 * group)] == [None, None]
    nested = f"<traceGroup>{nine}{group}</traceGroup>"
    assert [one.get("label") for one in ink.within(nested + group)] == ["9", None]


def test_differences_are_from_the_value_or_the_difference_before(ink: Inks) -> None:
    # By hand: with ' the values are steps, with " steps of the step.
    content = "<trace>1000 2000,'20'40,\"5\"-10,3-5,-1 0,!7!8,9'1,'1*,\"*\"2</trace>"
    x, y = [1000, 1020, 1045, 1073, 1100, 7, 9, 10, 10], [2000, 2040, 2070, 2095, 2120, 8, 9, 10, 13]
    assert ink.strokes(content) == [[list(point) for point in zip(x, y, strict=True)]]
    assert ink.strokes("<trace>0 0,10 20,\"5'5</trace>") == [[[0, 0], [10, 20], [25, 25]]], "10 is a difference too"


def test_numbers_may_be_hexadecimal_or_touch_and_a_star_repeats_a_value(ink: Inks) -> None:
    assert ink.strokes("<trace>#1F#a,3-5,.5-1.5e1,* 2,\n-#10 *,</trace>") == [
        [[31, 10], [3, -5], [0.5, -15], [0.5, 2], [-16, 2]]
    ]


def test_channels_stand_in_the_order_declared_and_times_are_kept_in_milliseconds(ink: Inks) -> None:
    def of(unit: str, trace: str) -> object:
        channels = f'<channel name="T"{unit}/><channel name="F"/><channel name="Y"/><channel name="X"/>'
        buttons = '<intermittentChannels><channel name="B" type="boolean"/></intermittentChannels>'
        return ink.strokes(f"<traceFormat>{channels}{buttons}</traceFormat><trace>{trace}</trace>")

    assert of("", "0 9 1 2, 10 T 3 4 F") == [[[2, 1, 0], [4, 3, 10]]]
    assert of(' units="ms"', "1500000000000 9 1 2") == [[[2, 1, 1500000000000]]]
    assert of(' units="s"', "0.5 9 1 2,'1 ? 3 4") == [[[2, 1, 500], [4, 3, 1500]]]
    assert of("", "-20 9 1 2, ? 9 3 4") == [[[2, 1, -20], [4, 3, -10]]], "a missing time is 10 ms after the last"
    assert ink.omissions.unknown_time_units == set()
    assert of(' units="dev"', "7 9 1 2") == [[[2, 1]]]
    assert ink.omissions.unknown_time_units == {"dev"}


def test_a_negative_orientation_turns_an_axis(ink: Inks) -> None:
    channels = '<channel name="X"/><channel name="Y" orientation="-ve"/>'
    assert ink.strokes(f"<traceFormat>{channels}</traceFormat><trace>1 2</trace>") == [[[1, -2]]]


def test_a_trace_has_the_format_of_its_context(ink: Inks) -> None:
    turned = '<traceFormat xml:id="f"><channel name="Y"/><channel name="X"/></traceFormat>'
    definitions = (
        f'<definitions>{turned}<context xml:id="a" traceFormatRef="#f"/>'
        f'<context xml:id="b"><inkSource xml:id="s">{turned.replace("f", "g", 1)}</inkSource></context>'
        '<context xml:id="c" contextRef="#a"/><context xml:id="d" inkSourceRef="#s"/></definitions>'
    )
    for context in "abcd":
        assert ink.strokes(f'{definitions}<trace contextRef="#{context}">1 2</trace>') == [[[2, 1]]], context
    assert ink.strokes(definitions + "<trace>1 2</trace>") == [[[1, 2]]], "only what refers to it has it"
    assert ink.strokes(f'{definitions}<context contextRef="#a"/><trace>1 2</trace>') == [[[2, 1]]]
    assert ink.strokes(f'{turned}<trace contextRef="#DefaultContext">1 2</trace>') == [[[1, 2]]]


def test_what_the_pen_does_in_the_air_is_no_ink_and_a_trace_goes_on(ink: Inks) -> None:
    content = (
        '<trace id="a" continuation="begin">1 2</trace><trace type="penUp">9 9</trace>'
        '<trace id="b" continuation="middle" priorRef="#a">3 4</trace>'
        '<trace continuation="end" priorRef="#b">5 6</trace>'
    )
    assert ink.strokes(content) == [[[1, 2], [3, 4], [5, 6]]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<trace>1 2\n, 3</trace>", ":2: point 2 of the trace has 1 of the values of its channels, X Y"),
        ("<trace>1 2 3</trace>", "point 1 of the trace has more values than channels; its channels are X Y"),
        ("<trace>1 2,,3 4</trace>", "point 2 of the trace has 0 of the values"),
        ("<trace>1 NaN</trace>", "'NaN', which is not a value"),
        ("<trace>1 two</trace>", "'two', which is not a value"),
        ("<trace>'1 2</trace>", "refers to a value before it"),
        ("<trace>* 2</trace>", "refers to a value before it"),
        ("<trace>1 T</trace>", "has T where a number should be"),
        ("<trace>1 ?</trace>", "has no position"),
        ("<trace>1 " + 10**6 * " " + "x</trace>", "'x', which is not a value"),
        ("<trace>" + 10**6 * "1 " + "</trace>", "more values than channels"),
        ("<trace>" + 1_000_001 * "," + "</trace>", "at most 1,000,000 are read"),
        ("<trace>1 1e400</trace>", "too large for a drawing"),
        ("<trace>9e14 1,'9e14 1</trace>", "point 2 of the trace has a number larger"),
        ('<trace contextRef="#gone">1 2</trace>', "refers to '#gone', which is not in the file"),
        ('<traceGroup><traceView traceDataRef="gone"/></traceGroup>', "refers to 'gone'"),
        ('<trace id="a">1 2</trace><traceGroup><traceView traceDataRef="a" from="1"/></traceGroup>', "(from, to)"),
        ('<context xml:id="a" contextRef="#b"/><context xml:id="b" contextRef="#a"/>', "in a circle"),
        ('<traceFormat><channel name="X"/></traceFormat>', "X and Y among them"),
        ('<traceFormat><channel/><channel name="X"/><channel name="Y"/></traceFormat>', "must name its channels"),
        ('<trace continuation="end" priorRef="#a">1 2</trace><trace id="a">1 2</trace>', "is not before it"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(ink: Inks, content: str, reason: str) -> None:
    message = ink.refusal(f"<ink>\n{content}</ink>")
    assert message.startswith(":2: ") and reason in message, message


BOMB = '<!DOCTYPE ink [<!ENTITY a "1 2,"><!ENTITY b "' + 10 * "&a;" + '">]><ink><trace>&b;</trace></ink>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (BOMB, ":1: has a document type"),
        ('<!DOCTYPE ink SYSTEM "file:///etc/passwd"><ink/>', ":1: has a document type"),
        ("<ink><trace>&a;</trace></ink>", ":1: not well-formed XML: undefined entity"),
        ("<ink>\n<trace>1 2</ink>", ":2: not well-formed XML: mismatched tag"),
        ("<ink>\n<trace>1 2", "not well-formed XML"),
        ("", "not well-formed XML: no element found"),
        ('<?xml version="1.0" encoding="klingon"?><ink/>', ":1: "),
        ("<ink>" + 200 * "<traceGroup>" + 200 * "</traceGroup>" + "</ink>", "nested over 100 deep"),
        ("<ink>" + 10**6 * "<a>" + "</ink>", "nested over 100 deep"),
        ("<ink>" + 250_000 * "<a/>" + "</ink>", "over 200,000 elements"),
        ('<ink xmlns="http://www.w3.org/2000/svg"/>', "another namespace"),
        (b"<ink><trace>\xff</trace></ink>", "not well-formed XML"),
        (gzip.compress(b"<ink><trace>1 2</trace></ink>", mtime=0)[:-9], "gzip data is truncated or damaged"),
    ],
)
def test_what_is_no_safe_xml_is_refused(ink: Inks, content: str | bytes, reason: str) -> None:
    assert reason in ink.refusal(content)


def test_a_gzip_bomb_and_traces_named_again_and_again_end_soon_and_small(ink: Inks) -> None:
    line = "<trace>" + "1 1," * 20_000 + "</trace>"
    views = 2_000 * '<traceView traceDataRef="#g"/>'
    again = f'<ink><traceGroup xml:id="g">{line}</traceGroup><traceGroup>{views}</traceGroup></ink>'
    bomb = gzip.compress(b"<ink>" + bytes(100 * 2**20), compresslevel=1)
    blank = gzip.compress(b"<ink>" + b" " * (100 * 2**20), compresslevel=1)
    started = time.monotonic()
    tracemalloc.start()
    assert "not well-formed" in ink.refusal(bomb)
    assert "over 64 MB" in ink.refusal(blank)
    assert "again and again" in ink.refusal(again)
    assert tracemalloc.get_traced_memory()[1] < 200 * 2**20
    tracemalloc.stop()
    assert time.monotonic() - started < 60
