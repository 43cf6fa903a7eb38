"""Material for a report: our own drawings, some mislabelled, some mixed; and a report's HTML as a tree."""

from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder

import numpy as np

from inkspect.data.mnist import Mnist
from inkspect.data.stroke_files import read_strokes
from inkspect.data.strokes import Drawing
from inkspect.ink import rasterize_all
from inkspect.report.build import build_report
from inkspect.report.subject import Subject

GOLDEN = Path(__file__).parent / "golden" / "drawings.jsonl"
VOID = {"meta", "img", "link", "br"}


def own_digits() -> list[Drawing]:
    """The project's own drawings of digits, all of which the published network reads right."""
    return [drawing for drawing in read_strokes(GOLDEN) if drawing.label and drawing.label in "0123456789"]


def drawings_by_writers() -> list[Drawing]:
    """Of 60 drawings by three writers: all of Ada's labelled right, every fifth of Bo's wrong, every second of Cy's."""
    written = []
    for number, drawing in enumerate(own_digits()[:60]):
        writer = ("Ada", "Bo", "Cy")[number % 3]
        wrong = {"Ada": False, "Bo": number % 5 == 0, "Cy": number % 2 == 0}[writer]
        label = str((int(drawing.label or "") + wrong) % 10)
        written.append(replace(drawing, label=label, writer=writer))
    return written


def mixed_drawings() -> list[Drawing]:
    """Two digits drawn over each other, which are no digit, and a clear digit: all without a digit's label."""
    drawings = own_digits()
    mixed = [Drawing((*a.strokes, *b.strokes), "pair") for a, b in zip(drawings[:20], drawings[30:50], strict=True)]
    return [*mixed, replace(drawings[50], label=None, extra={})]


def small_mnist() -> Mnist:
    """Test pictures alone: digits, every eighth of them mislabelled, and mixtures of two labelled as the first."""
    shown = own_digits()[::2]
    pictures = np.rint(255 * rasterize_all(drawing.strokes for drawing in shown)).astype(np.uint8)
    labels = np.array([int(drawing.label or "") for drawing in shown], np.uint8)
    mixtures = np.maximum(pictures[:20], pictures[20:40])
    mixed_labels = labels[:20].copy()
    labels[::8] = (labels[::8] + 1) % 10
    nothing = np.empty((0, 28, 28), np.uint8), np.empty(0, np.uint8)
    return Mnist(*nothing, np.concatenate([pictures, mixtures]), np.concatenate([labels, mixed_labels]))


def report_tree(
    subject: Subject, strokes: Sequence[Path] = (), no_digits: Path | None = None, most: int = 60
) -> Element:
    """Build a report and return its HTML as a tree."""
    return tree_of(build_report(subject, strokes, no_digits, most_shown=most).decode())


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.builder = TreeBuilder()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def tree_of(html: str) -> Element:
    """Parse HTML whose every element is closed."""
    parser = _Tree()
    parser.feed(html.removeprefix("<!doctype html>\n").rstrip())
    return parser.builder.close()


def text_of(node: Element | None) -> str:
    """All the text within an element."""
    assert node is not None, "there is no such element"
    return "".join(node.itertext())


def section(tree: Element, anchor: str) -> Element:
    """The section of this id."""
    (found,) = [node for node in tree.iter("section") if node.get("id") == anchor]
    return found


def table(tree: Element, label: str) -> list[list[str]]:
    """The cells' text of the rows of the table in the box of this name, headings of rows included."""
    (box,) = [node for node in tree.iter("div") if node.get("aria-label") == label]
    body = box.find("table/tbody")
    assert body is not None
    return [[text_of(cell) for cell in row] for row in body]


def facts(card: Element) -> dict[str, str]:
    """A list of names and values."""
    return {
        text_of(entry.find("dt")): text_of(entry.find("dd"))
        for entry in card.iter("div")
        if entry.find("dt") is not None
    }


def galleries(node: Element) -> list[list[Element]]:
    """The entries of every list of pictures."""
    return [list(each) for each in node.iter("ul") if each.get("class") == "gallery"]


def captions(entries: Sequence[Element]) -> list[str]:
    """What stands below the pictures."""
    return [text_of(entry.find("figure/figcaption")) for entry in entries]


def all_galleries(tree: Element) -> list[Element]:
    """Every picture's entry in the whole report."""
    return list(chain.from_iterable(galleries(tree)))
