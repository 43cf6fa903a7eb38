"""The report says what an evaluation says, shows every mistake, and is a file that loads and runs nothing."""

import base64
import hashlib
import importlib.util
import io
import json
import math
import re
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

import inkspect as package
from inkspect.cli import app
from inkspect.data.stroke_files import write_strokes
from inkspect.data.strokes import Drawing
from inkspect.measuring.evaluation import evaluate_drawings, evaluate_mnist
from inkspect.measuring.metrics import calibration_error
from inkspect.network.layers import softmax
from inkspect.network.network import Network
from inkspect.network.weights import published_weights, save_weights
from inkspect.report import build
from inkspect.report.build import build_report
from inkspect.report.charts import error_curve, loss_curve, wilson
from inkspect.report.reliability import reliability
from inkspect.report.subject import Epoch, Subject, subject_of_checkpoint, subject_of_weights
from inkspect.system.errors import InkspectError
from inkspect.training.checkpoint import Checkpoint, serialize_checkpoint
from inkspect.training.epochs import EpochReport, TrainingState
from inkspect.training.recipe import Recipe
from report_material import (
    captions,
    drawings_by_writers,
    facts,
    galleries,
    mixed_drawings,
    report_tree,
    section,
    small_mnist,
    table,
    text_of,
    tree_of,
)
from shell import assert_one_clear_line, inkspect

PROJECT = Path(__file__).resolve().parent.parent
FORM_DRAWINGS = 12
STROKES, NO_DIGITS = "ours.jsonl", "letters.jsonl"


@pytest.fixture(autouse=True)
def _small_mnist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "load_mnist", small_mnist)
    monkeypatch.setattr(build, "FORM_DRAWINGS", FORM_DRAWINGS)


@pytest.fixture(scope="module")
def subject() -> Subject:
    return subject_of_weights(published_weights())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with labelled drawings, and drawings of no digit."""
    folder = tmp_path_factory.mktemp("report")
    write_strokes(folder / STROKES, drawings_by_writers())
    write_strokes(folder / NO_DIGITS, mixed_drawings())
    return folder


@pytest.fixture(scope="module")
def html(subject: Subject, folder: Path) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "load_mnist", small_mnist)
        patch.setattr(build, "FORM_DRAWINGS", FORM_DRAWINGS)
        return build_report(subject, [folder / STROKES], folder / NO_DIGITS).decode()


@pytest.fixture(scope="module")
def tree(html: str) -> Element:
    return tree_of(html)


def cards(tree: Element) -> dict[str, Element]:
    return {text_of(card.find("h3")): card for card in tree.iter("div") if card.get("class") == "card"}


def test_its_figures_are_those_of_an_evaluation(tree: Element, subject: Subject) -> None:
    mnist, drawn = (
        evaluate_mnist(subject.network, small_mnist()),
        evaluate_drawings(subject.network, drawings_by_writers()),
    )
    assert 0.5 < (mnist.accuracy or 0) < 1 > (drawn.accuracy or 0), "no material for this test"
    for name, evaluation in (("MNIST test set", mnist), (STROKES, drawn)):
        card = cards(tree)[name]
        told = facts(card)
        assert text_of(card.find("p/strong")) == f"{100 * (evaluation.accuracy or 0):.2f} %"
        assert told["correct"] == f"{evaluation.correct:,} of {evaluation.count:,}"
        assert told["calibration error, 15 bins"] == f"{100 * (evaluation.calibration_error or 0):.2f} %"
        assert told["classified as a digit"] == f"{100 * evaluation.verdicts['digit'] / evaluation.count:.2f} %"
        assert told["unsure: one of two"] == f"{100 * evaluation.verdicts['unsure'] / evaluation.count:.2f} %"
        assert told["classified as no digit"] == f"{100 * evaluation.verdicts['none'] / evaluation.count:.2f} %"
    assert told["mean of 3 writers"] == f"{100 * (drawn.mean_accuracy_of_writers or 0):.2f} %"


def test_the_confusion_matrix_is_the_evaluations(tree: Element, subject: Subject) -> None:
    counts = evaluate_drawings(subject.network, drawings_by_writers()).confusions
    rows = table(tree, f"Confusion matrix: {STROKES}")
    assert [row[0] for row in rows] == list("0123456789")
    np.testing.assert_array_equal([[int(cell) for cell in row[1:]] for row in rows], counts)
    assert sum(int(cell) for row in table(tree, "Confusion matrix: MNIST test set") for cell in row[1:]) == len(
        small_mnist().test_labels
    )


def test_the_worst_writer_and_the_worst_digit_come_first(tree: Element) -> None:
    writers = table(tree, f"Accuracy by writer: {STROKES}")
    assert [row[:3] for row in writers] == [
        ["Cy", "20", "50.00 %"],
        ["Bo", "20", "80.00 %"],
        ["Ada", "20", "100.00 %"],
    ]
    shares = [float(row[2].removesuffix(" %")) for row in table(tree, f"Accuracy by digit: {STROKES}")]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]


def test_every_mistake_is_shown_with_what_was_written_and_read(tree: Element, subject: Subject) -> None:
    mnist = small_mnist()
    probabilities = softmax(subject.network.predict_logits(mnist.test_images / np.float32(255)).astype(float), axis=1)
    read, confidences = probabilities.argmax(axis=1), probabilities.max(axis=1)
    wrong = np.flatnonzero(read != mnist.test_labels)
    expected = sorted(wrong.tolist(), key=lambda index: -confidences[index])
    (shown,) = galleries(section(tree, "set-1"))
    told = [re.match(r"written (\d), read (\d), (\d\.\d\d)", caption) for caption in captions(shown)]
    assert [match and match.groups() for match in told] == [
        (str(mnist.test_labels[index]), str(read[index]), f"{confidences[index]:.2f}") for index in expected
    ]
    for entry, index in zip(shown, expected, strict=True):
        image = entry.find("figure/img")
        assert image is not None
        assert image.get("alt") == f"Number {index + 1} of MNIST test set"
        png = base64.b64decode(image.get("src", "").removeprefix("data:image/png;base64,"))
        ink = np.asarray(Image.open(io.BytesIO(png)).getchannel("A"))
        np.testing.assert_array_equal(ink, mnist.test_images[index])


def test_drawings_are_shown_by_their_strokes_and_writer(tree: Element) -> None:
    (shown,) = galleries(section(tree, "set-2"))
    drawings = drawings_by_writers()
    assert len(shown) == 14
    for entry in shown:
        picture = entry.find("figure/svg")
        assert picture is not None
        number = int(re.fullmatch(rf"Number (\d+) of {STROKES}", picture.get("aria-label", ""))[1])  # type: ignore[index]
        drawing = drawings[number - 1]
        lines = [
            np.array([pair.split(",") for pair in line.get("points", "").split()], float)
            for line in picture.iter("polyline")
        ]
        assert len(lines) == len(drawing.strokes)
        points = np.concatenate(lines)
        assert np.ptp(points, axis=0).max() == pytest.approx(20 - 2 * 1.15, abs=0.11), "the ink spans 20 cells"
        assert (points.min(axis=0) + points.max(axis=0)) / 2 == pytest.approx([14, 14], abs=0.11)
        caption = text_of(entry.find("figure/figcaption"))
        assert caption.startswith(f"written {drawing.label}, ")
        assert caption.endswith(f"by {drawing.writer}")


def test_a_tap_is_a_dot_and_a_long_scrawl_no_longer_than_its_tenths(subject: Subject, tmp_path: Path) -> None:
    still = np.concatenate([np.zeros((5000, 2)), np.array([[0.0, 100.0]])])
    write_strokes(tmp_path / "taps.jsonl", [Drawing((np.array([[3.0, 4.0]]),), "0"), Drawing((still,), "8")])
    tree = report_tree(subject, [tmp_path / "taps.jsonl"])
    lines = {line.get("points") for line in section(tree, "set-2").iter("polyline")}
    assert "14,14 14,14" in lines
    assert max(len(points or "") for points in lines) < 50


def test_no_more_pictures_are_shown_than_asked_for_and_how_many_there_are_is_said(
    subject: Subject, folder: Path
) -> None:
    tree = report_tree(subject, [folder / STROKES], folder / NO_DIGITS, most=3)
    assert all(len(entries) <= 3 for entries in galleries(tree))
    assert "14 in total, most confident first. 3 are shown." in text_of(section(tree, "set-2"))
    none = report_tree(subject, [folder / STROKES], most=0)
    assert galleries(none) == []
    assert "14 in total" in text_of(section(none, "set-2"))


def test_what_it_refuses_is_counted_by_digit_and_shown(tree: Element, subject: Subject) -> None:
    verdicts = evaluate_mnist(subject.network, small_mnist()).verdicts
    rows = table(tree, "Verdicts by digit: MNIST test set")
    count = len(small_mnist().test_labels)
    rejected = verdicts["unsure"] + verdicts["none"]
    assert 0 < rejected < count, "no material for this test"
    told = sum(int(row[1]) * (float(row[2][:-2]) + float(row[3][:-2])) / 100 for row in rows)
    assert told == pytest.approx(rejected, abs=0.01)
    shown = captions(galleries(section(tree, "rejecting"))[0])
    assert len(shown) == rejected
    assert all(re.search("unsure$|no digit$", caption) for caption in shown)
    probabilities = [float(re.findall(r", (\d\.\d+)", caption)[-1]) for caption in shown]
    assert probabilities == sorted(probabilities)


def test_what_is_no_digit_is_rejected_or_shown_as_what_it_is_called(tree: Element, subject: Subject) -> None:
    drawings = mixed_drawings()
    readings = [package.read(drawing, subject.network) for drawing in drawings]
    called = [reading for reading in readings if reading.verdict == "digit"]
    assert 0 < len(called) < len(drawings), "no material for this test"
    told = cards(tree)[NO_DIGITS]
    assert text_of(told.find("p")) == f"{100 - 100 * len(called) / len(drawings):.2f} % rejected"
    rows = {row[0]: row for row in table(tree, f"Classified as a digit by label: {NO_DIGITS}")}
    assert rows["no label"][1:4] == ["1", "1", "100.0 %"]
    assert rows["pair"][1:3] == ["20", str(len(called) - 1)]
    shown = captions(galleries(section(tree, "rejecting"))[-1])
    assert len(shown) == len(called)
    assert any(caption.startswith(f"read {readings[-1].digit}, ") for caption in shown), "the one without a label"


def test_letters_in_a_file_of_digits_count_as_no_digits(subject: Subject, tmp_path: Path) -> None:
    letter = replace(drawings_by_writers()[0], label="O")
    write_strokes(tmp_path / "both.jsonl", [*drawings_by_writers(), letter, Drawing((), "1")])
    write_strokes(tmp_path / "letters.jsonl", [letter])
    tree = report_tree(subject, [tmp_path / "both.jsonl", tmp_path / "letters.jsonl"])
    assert table(tree, "Classified as a digit by label: both.jsonl, negatives")[0][:3] == ["O", "1", "1"]
    assert facts(cards(tree)["both.jsonl"])["left out: no ink, or no label"] == "1"
    assert [node.get("id") for node in tree.iter("section")] == [
        "short",
        "sources",
        "forms",
        "learning",
        "set-1",
        "set-2",
        "hesitating",
        "knowing",
        "rejecting",
        "origin",
    ]


def test_the_reliability_diagrams_bins_hold_every_sample_and_add_up_to_the_calibration_error() -> None:
    random = np.random.default_rng(4)
    confidences = random.uniform(0.1, 1, 500)
    right = random.random(500) < confidences**2
    measured = reliability(confidences, right)
    assert measured.counts.sum() == 500
    assert measured.error == pytest.approx(calibration_error(confidences, right), abs=1e-12)
    assert np.nansum(measured.accuracies * measured.counts) == pytest.approx(right.sum())
    assert math.isnan(measured.confidences[0]), "no sample is surer of nothing than of a tenth"


def test_the_intervals_are_wilsons() -> None:
    low, high = wilson(np.array([0.0, 0.9]), np.array([10, 10]))
    np.testing.assert_allclose(low, [0, 0.5958], atol=1e-4)  # as tables of the Wilson score interval have them
    np.testing.assert_allclose(high, [0.2775, 0.9821], atol=1e-4)


def test_the_learning_curves_numbers_are_the_files(tree: Element, subject: Subject) -> None:
    rows = table(tree, "The learning curves' numbers")
    assert len(rows) == len(subject.history) > 1
    last = subject.history[-1]
    shares = [f"{100 * share:.2f} %" for share in last.validation_accuracy.values()]
    assert rows[-1] == [str(last.number), f"{last.loss:.4f}", *shares]
    named = [chart.get("aria-label", "") for chart in section(tree, "learning").iter("svg")]
    assert f"to {last.loss:.3f} in the last" in named[0]


@pytest.mark.parametrize(
    ("metadata", "told"),
    [
        ({"validation_counts": '{"mnist": 5000, "strokes": 389}'}, "mnist (5,000 samples), strokes (389 samples)."),
        ({"recipe": '{"validation_pictures": 1200}'}, "mnist (1,200 samples), strokes (size unknown)."),
        ({"validation_counts": "[7", "recipe": "7"}, "mnist (size unknown), strokes (size unknown"),
    ],
    ids=["as it is written now", "of an earlier version", "damaged"],
)
def test_the_curve_says_of_how_many_samples_it_speaks(metadata: dict[str, str], told: str, tmp_path: Path) -> None:
    history = '[{"epoch": 1, "loss": 0.5, "validation_accuracy": {"mnist": 0.9, "strokes": 0.8}}]'
    save_weights(tmp_path / "my.safetensors", Network.initialized(3), {"history": history, **metadata})
    tree = report_tree(subject_of_weights(tmp_path / "my.safetensors"))
    _, errors = section(tree, "learning").iter("figcaption")
    assert f"which the network did not learn from: {told}" in text_of(errors)
    assert "validation_counts" not in text_of(section(tree, "origin"))


def test_the_published_networks_curve_says_of_how_many_pictures_it_speaks(tree: Element) -> None:
    _, errors = section(tree, "learning").iter("figcaption")
    assert re.search(r": mnist \([\d,]+ samples\)\.$", text_of(errors)), text_of(errors)


def test_curves_of_one_epoch_of_no_mistake_and_of_no_number_are_drawn() -> None:
    perfect = [Epoch(1, 0.5, {"$a_b$": 1.0, "日本": 0.5})]
    drawn = list(error_curve(perfect).itertext())
    assert "$a_b$" in drawn
    assert {"1", "0 %"} <= set(drawn), "one epoch, one mark"
    assert "from nan in the first" in loss_curve([Epoch(1, math.nan, {}), Epoch(2, math.nan, {})]).get("aria-label", "")


@pytest.mark.parametrize(
    "history", [None, "", "no JSON", "{}", '[{"epoch": 1}]', '[{"epoch":1,"loss":1,"validation_accuracy":{"a":7}}]']
)
def test_weights_without_a_history_are_no_error(history: str | None, tmp_path: Path) -> None:
    file = tmp_path / "bare.safetensors"
    save_weights(
        file, Network.initialized(3), {} if history is None else {"history": history, "recipe": "[", "figures": "7"}
    )
    tree = report_tree(subject_of_weights(file))
    assert "has no history of its training" in text_of(section(tree, "learning"))
    assert "without a verdict rule" in text_of(section(tree, "rejecting"))
    assert not list(section(tree, "learning").iter("svg"))


def test_it_tells_where_the_network_comes_from(tree: Element, subject: Subject) -> None:
    told = facts(section(tree, "origin"))
    assert told["SHA-256"] == hashlib.sha256(published_weights().read_bytes()).hexdigest()
    assert told["credit"] == subject.facts["credit"]
    assert told["epochs"] == subject.recipe["epochs"]
    assert told["augmentation: rotation"] == subject.recipe["augmentation.rotation"]


def test_a_training_under_way_is_reported_from_its_checkpoint(tmp_path: Path) -> None:
    state = TrainingState.initial(3, Network.initialized(3).parameter_vector)
    state.history.append(EpochReport(1, 0.75, {"mnist": 0.5}, 1.0))
    state.epoch = 1
    file = tmp_path / "my.safetensors.checkpoint"
    file.write_bytes(serialize_checkpoint(Checkpoint.of(state, Recipe(epochs=4), {"MNIST": "0" * 64})))
    tree = report_tree(subject_of_checkpoint(file))
    assert "unfinished training" in text_of(tree.find("body/header"))
    assert facts(section(tree, "origin"))["epochs done"] == "1 of 4"
    assert table(tree, "The learning curves' numbers") == [["1", "0.7500", "50.00 %"]]


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


def test_names_that_others_chose_stay_text(subject: Subject, tmp_path: Path) -> None:
    lines = [
        {"label": "1", "writer": HOSTILE, "strokes": [[[0, 0], [0, 9]]]},
        {"label": "7", "writer": "half a pair \ud800, and \0", "strokes": [[[0, 0], [0, 9]]]},
        {"label": HOSTILE, "writer": "long " * 100, "strokes": [[[0, 0], [0, 9]]]},
    ]
    file = tmp_path / "a<b>&\"'.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    hostile = replace(subject, file="<b>.safetensors", facts={"credit": HOSTILE, HOSTILE: "x"})
    html = build_report(hostile, [file]).decode()
    assert "<script" not in html
    assert "<img src=x" not in html
    tree = tree_of(html)
    assert text_of(section(tree, "set-2").find("h2")) == file.name
    writers = [row[0] for row in table(tree, f"Accuracy by writer: {file.name}")]
    assert "half a pair \N{REPLACEMENT CHARACTER}, and \N{REPLACEMENT CHARACTER}" in writers
    assert all(len(writer) <= 60 for writer in writers)


def test_the_file_loads_nothing_and_runs_nothing(html: str) -> None:
    outside = re.sub(r"<style>.*?</style>", "", html, flags=re.S)
    assert not re.search(r"https?:|//", re.sub(r"base64,[\w+/=]+", "", outside))
    assert not re.search(r"<(script|link|iframe|object)\b|\son[a-z]+=|\sstyle=", outside)
    assert set(re.findall(r'src="([^"]{22})', outside)) == {"data:image/png;base64,"}
    assert all(target.startswith("#") for target in re.findall(r'href="([^"]*)"', outside))
    assert "url(" not in html.split("<style>")[1].split("</style>")[0]
    assert "default-src 'none'" in html[: html.index("<style>")]


def test_charts_take_their_colours_from_the_theme(html: str, tree: Element) -> None:
    charts = [node for node in tree.iter("svg") if node.get("class") == "chart"]
    assert len(charts) == 8, "loss, errors, reliability twice, writers, changes, settling, who knew it when"
    classes = {name for chart in charts for node in chart.iter() for name in node.get("class", "").split()} - {"chart"}
    for name in classes:
        assert f".{name} {{" in html, f"charts use the class {name}, and no style knows it"
    for chart in charts:
        colours = {node.get(kind) for node in chart.iter() for kind in ("fill", "stroke")} - {None, "none"}
        assert not colours, f"{chart.get('aria-label')} keeps {colours} in every theme"
        ids = [node.get("id") for node in chart.iter() if node.get("id")]
        used = set(re.findall(r"#([\w]+)", " ".join(value for node in chart.iter() for value in node.attrib.values())))
        assert used <= set(ids)


def test_its_colours_and_sizes_are_the_pages() -> None:
    def tokens(file: Path) -> list[list[tuple[str, str]]]:
        blocks = re.findall(r"\{[^{}]*--paper[^{}]*\}", file.read_text(encoding="utf-8"))
        return [re.findall(r"(--[\w-]+): ([^;]+);", block) for block in blocks]

    page, report = (
        tokens(PROJECT / "web/src/styles/tokens.css"),
        tokens(PROJECT / "src/inkspect/report/styles/tokens.css"),
    )
    # The white paper of what is taken away has no other colours of its own.
    light, dark = [dict(block) for block in page if len(block) > 1][:2]
    assert dict(report[0]).items() <= light.items()
    assert dict(report[0]).keys() >= dark.keys()
    assert dict(report[1]) == dark


def test_the_same_measurements_give_the_same_bytes(html: str, subject: Subject, folder: Path) -> None:
    again = build_report(subject, [folder / STROKES], folder / NO_DIGITS).decode()
    assert again == html


def test_without_matplotlib_one_line_says_so_before_anything_is_read(
    subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(build, "load_mnist", lambda: pytest.fail("read before the library was looked for"))
    with pytest.raises(InkspectError) as caught:
        build_report(subject)
    assert str(caught.value) == "drawing the report's charts needs matplotlib: pip install 'inkspect[report]'"


OLD_REPORT = "<!doctype html>\n<title>Inkspect: how an old network reads</title>"


@pytest.mark.parametrize(
    ("option", "content", "reason"),
    [
        ("--strokes", '{"strokes": [[[0, 0], [1, 1]]]}\n', 'no drawing has both ink and a "label"'),
        ("--strokes", "{]\n", "bad.jsonl:1: not JSON"),
        ("--strokes", "", "no drawing has both"),
        ("--strokes", None, "cannot read .*bad.jsonl: No such file"),
        ("--no-digits", '{"label": "3", "strokes": [[[0, 0], [1, 1]]]}\n', "drawing 1 is labelled '3'"),
        ("--no-digits", '{"label": "a", "strokes": []}\n', "no drawing has ink"),
        ("--weights", "x", "bad.jsonl is not a complete safetensors file"),
        ("--checkpoint", "x", "bad.jsonl is damaged"),
        ("--checkpoint", None, "cannot read .*bad.jsonl"),
    ],
)
def test_bad_files_get_one_line_and_an_old_report_stays(
    option: str, content: str | None, reason: str, tmp_path: Path
) -> None:
    bad, old = tmp_path / "bad.jsonl", tmp_path / "report.html"
    old.write_text(OLD_REPORT, encoding="utf-8")
    if content is not None:
        bad.write_text(content, encoding="utf-8")
    done = CliRunner().invoke(app, ["report", option, str(bad), "--output", str(old)])
    assert isinstance(done.exception, InkspectError), done.output
    assert re.search(reason, str(done.exception))
    assert "\n" not in str(done.exception)
    assert old.read_text(encoding="utf-8") == OLD_REPORT
    assert len(list(tmp_path.iterdir())) == 1 + (content is not None)


def test_the_command_writes_the_file_and_says_where(folder: Path, tmp_path: Path) -> None:
    small = {"PYTHONPATH": str(PROJECT / "tests" / "small_mnist")}
    done = inkspect("report", "--strokes", folder / STROKES, "--mistakes", "2", folder=tmp_path, **small)
    assert (done.returncode, done.stderr) == (0, ""), done
    assert done.stdout == f"Wrote {tmp_path / 'report.html'}\n"
    assert "14 in total" in text_of(section(tree_of((tmp_path / "report.html").read_text(encoding="utf-8")), "set-2"))
    assert_one_clear_line(
        inkspect("report", "--output", tmp_path, folder=tmp_path, **small), "cannot write", "directory"
    )
    both = inkspect("report", "--weights", "a", "--checkpoint", "b", folder=tmp_path)
    assert both.returncode == 2
    assert "give only one of them" in both.stderr


def test_the_package_writes_the_same_report(html: str, folder: Path, tmp_path: Path) -> None:
    package.write_report(tmp_path / "r.html", strokes=[folder / STROKES], no_digits=folder / NO_DIGITS)
    assert (tmp_path / "r.html").read_text(encoding="utf-8") == html


def test_steps_are_told_as_they_begin(subject: Subject, folder: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    build_report(subject, [folder / STROKES], on_step=lambda *step: steps.append(step))
    names = ["Reading the files", "MNIST", STROKES, "Hesitation", "Beginnings", "Forms", "Drawing the charts"]
    assert steps == [(name, number, 7) for number, name in enumerate(names)]
