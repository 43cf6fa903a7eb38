"""The report's sections by source and by form: what one source says of another, and which forms are misread."""

from xml.etree.ElementTree import Element

import pytest

from inkspect.data.stroke_files import write_strokes
from inkspect.drawing.forms import FORMS
from inkspect.measuring.evaluation import Evaluation, evaluate_drawings, evaluate_mnist
from inkspect.measuring.forms import evaluate_form, form_samples
from inkspect.network.weights import published_weights
from inkspect.report import build
from inkspect.report.sections.forms import FORMS_SHOWN, PICTURES_OF_A_FORM
from inkspect.report.subject import Subject, subject_of_weights
from report_material import (
    captions,
    drawings_by_writers,
    galleries,
    own_digits,
    report_tree,
    section,
    small_mnist,
    table,
    text_of,
)

DRAWINGS = 12
SOURCES = "Accuracy by source and digit"


@pytest.fixture(scope="module")
def subject() -> Subject:
    return subject_of_weights(published_weights())


@pytest.fixture(scope="module")
def tree(subject: Subject, tmp_path_factory: pytest.TempPathFactory) -> Element:
    folder = tmp_path_factory.mktemp("sources")
    write_strokes(folder / "theirs.jsonl", drawings_by_writers())
    write_strokes(folder / "fours.jsonl", [drawing for drawing in own_digits() if drawing.label == "4"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "load_mnist", small_mnist)
        patch.setattr(build, "FORM_DRAWINGS", DRAWINGS)
        return report_tree(subject, [folder / "theirs.jsonl", folder / "fours.jsonl"])


def shown(share: float | None, decimals: int = 1) -> str:
    return "–" if share is None else f"{100 * share:.{decimals}f} %"


def test_every_source_has_a_row_with_its_accuracy_its_writers_and_its_digits(tree: Element, subject: Subject) -> None:
    rows = table(tree, SOURCES)
    assert [row[0] for row in rows] == ["MNIST test set", "theirs.jsonl", "fours.jsonl"]
    evaluations = [
        evaluate_mnist(subject.network, small_mnist()),
        evaluate_drawings(subject.network, drawings_by_writers()),
    ]
    for row, evaluation in zip(rows, evaluations, strict=False):
        assert row[1:3] == [f"{evaluation.count:,}", shown(evaluation.accuracy, 2)]
        assert row[6:] == [shown(evaluation.digit_accuracy(digit)) for digit in range(10)]
    assert rows[0][3:6] == ["–", "–", "–"], "MNIST's writers are not known"
    assert rows[1][3:6] == ["3", shown(evaluations[1].mean_accuracy_of_writers, 2), "50.0 %"]
    assert [cell for cell in rows[2][6:] if cell != "–"] == [rows[2][6 + 4]], "a digit it has none of has a share"


def test_the_worst_digit_of_a_source_is_bold_and_the_worst_of_all_the_strongest(
    tree: Element, subject: Subject
) -> None:
    (box,) = [node for node in tree.iter("div") if node.get("aria-label") == SOURCES]
    rows = list(box.iter("tr"))[1:]
    evaluations = [
        evaluate_mnist(subject.network, small_mnist()),
        evaluate_drawings(subject.network, drawings_by_writers()),
    ]
    lowest = min(lowest_digit(evaluation) for evaluation in evaluations)
    for row, evaluation in zip(rows, evaluations, strict=False):
        bold = {text_of(cell) for cell in row.iter("b")}
        assert bold == {shown(lowest_digit(evaluation))}
        levels = {
            text_of(cell): int((cell.get("class") or "heat-0")[5:]) for cell in list(row)[6:] if cell.get("class")
        }
        assert levels.get(shown(lowest), 10) == 10
        assert levels.get("100.0 %", 0) == 0
        assert sorted(levels.values(), reverse=True) == [
            level for _, level in sorted(levels.items(), key=lambda item: float(item[0].removesuffix(" %")))
        ], "a lower accuracy has a fainter colour"
    assert not list(rows[2].iter("b")), "a source without mistakes has a worst digit"


def lowest_digit(evaluation: Evaluation) -> float:
    shares = [evaluation.digit_accuracy(digit) for digit in range(10)]
    return min(share for share in shares if share is not None)


def test_forms_stand_worst_first_with_what_they_are_misread_as(tree: Element, subject: Subject) -> None:
    rows = table(tree, "Accuracy by form")
    evaluations = {
        f"{form.digit}: {form.description}": evaluate_form(subject.network, form, DRAWINGS) for form in FORMS.values()
    }
    assert {row[0] for row in rows} == set(evaluations)
    for name, count, accuracy, _, misread in rows:
        evaluation = evaluations[name]
        assert (count, accuracy) == (str(DRAWINGS), shown(evaluation.accuracy))
        expected = [f"{read} ({times}×)" for _, read, times in evaluation.mistakes()[:2]]
        assert misread == (", ".join(expected) or "–")
    shares = [float(row[2].removesuffix(" %")) for row in rows]
    assert shares == sorted(shares)
    assert shares[0] < 100, "no material for this test"


def test_a_few_misread_drawings_of_the_worst_forms_are_shown(tree: Element, subject: Subject) -> None:
    part = section(tree, "forms")
    misread = [row for row in table(tree, "Accuracy by form")[:FORMS_SHOWN] if row[2] != "100.0 %"]
    headings = [text_of(heading) for heading in part.iter("h3")]
    assert headings == [row[0] for row in misread]
    for row, entries in zip(misread, galleries(part), strict=True):
        digit, wrong = row[0][0], round(DRAWINGS * (1 - float(row[2].removesuffix(" %")) / 100))
        assert len(entries) == min(wrong, PICTURES_OF_A_FORM)
        for caption in captions(entries):
            assert caption.startswith(f"written {digit}, read ")
            assert not caption.startswith(f"written {digit}, read {digit},")


def test_both_sections_stand_near_the_top(tree: Element) -> None:
    links = [link.get("href") for link in tree.iter("a")]
    assert links[:3] == ["#short", "#sources", "#forms"]
    anchors = [node.get("id") for node in tree.iter("section")]
    assert anchors[:4] == ["short", "sources", "forms", "learning"]


def test_drawings_of_a_form_are_the_same_at_every_call_and_for_any_number() -> None:
    form = FORMS["broad_flag_1"]
    few, more = form_samples(form, 3), form_samples(form, 5)
    for one, other in zip(few, more, strict=False):
        assert (one.number, one.label) == (other.number, "1")
        assert all((a == b).all() for a, b in zip(one.ink, other.ink, strict=True))
    assert len({repr(sample.ink) for sample in more}) == 5, "a drawing is there twice"
