"""How often the answer to a drawing changes and how early it settles: by hand, in the report, and from the command."""

import re
from dataclasses import replace
from xml.etree.ElementTree import Element

import numpy as np
import pytest

import inkspect
from inkspect.data.kept_points import MAX_KEPT_POINTS
from inkspect.data.strokes import Drawing
from inkspect.network.network import Network
from inkspect.network.verdict import VerdictRule
from inkspect.over_time.hesitation import Hesitations, answers_in, hesitation_of, read_hesitations
from inkspect.over_time.reading import ReadingOverTime
from inkspect.report.elements import to_html
from inkspect.report.hesitating import HesitationResults, measure_hesitation
from inkspect.report.sections.hesitating import hesitating
from report_material import drawings_by_writers, own_digits, table, text_of, tree_of

RULE = VerdictRule(0.8, 0.9)
SURE_OF_7, SURE_OF_1, LEANS_TO_7, NOTHING = {7: 0.9}, {1: 0.85}, {7: 0.55, 1: 0.4}, {7: 0.3, 1: 0.2}


def read_as(*moments: dict[int, float]) -> ReadingOverTime:
    """A reading of as many points as there are probabilities; what is left of 1 is shared among the other digits."""
    rows = [
        [chosen.get(digit, (1 - sum(chosen.values())) / (10 - len(chosen))) for digit in range(10)]
        for chosen in moments
    ]
    probabilities = np.array(rows, np.float32)
    return ReadingOverTime(
        np.zeros((len(rows), 3)), np.zeros(len(rows), np.intp), probabilities, tuple(RULE.judge(probabilities))
    )


def test_an_answer_is_the_verdict_and_the_digits_that_it_names() -> None:
    answers = answers_in(read_as(SURE_OF_7, LEANS_TO_7, {1: 0.5, 7: 0.45}, NOTHING))
    assert [(verdict, sorted(digits)) for verdict, digits in answers] == [
        ("digit", [7]),
        ("unsure", [1, 7]),
        ("unsure", [1, 7]),
        ("none", []),
    ]


def test_a_drawing_that_is_clear_from_its_first_point_knows_no_hesitation() -> None:
    one = hesitation_of(read_as(SURE_OF_7, SURE_OF_7, SURE_OF_7))
    assert (one.points, one.changes, one.firm_digits, one.found, one.sure) == (3, 0, 1, 1, 1)


def test_changes_are_counted_and_the_last_digit_is_found_before_it_is_sure() -> None:
    one = hesitation_of(read_as(NOTHING, SURE_OF_1, SURE_OF_7, SURE_OF_1, LEANS_TO_7, LEANS_TO_7, SURE_OF_7, SURE_OF_7))
    assert (one.changes, one.firm_digits) == (5, 2)
    assert (one.found, one.sure) == (5, 7)
    assert (one.found_share, one.sure_share) == (5 / 8, 7 / 8)


def test_an_answer_that_changes_with_the_last_point_is_found_there_and_sure_there() -> None:
    one = hesitation_of(read_as(SURE_OF_1, SURE_OF_1, SURE_OF_7))
    assert (one.found_share, one.sure_share) == (1, 1)


@pytest.mark.parametrize("last", [LEANS_TO_7, NOTHING])
def test_what_is_unsure_at_the_end_was_never_sure(last: dict[int, float]) -> None:
    one = hesitation_of(read_as(SURE_OF_7, last))
    assert (one.found, one.sure, one.sure_share) == (1, None, None)


def test_many_are_gathered_and_only_those_sure_in_the_end_have_become_sure() -> None:
    each = [
        hesitation_of(read)
        for read in (read_as(SURE_OF_7), read_as(SURE_OF_1, SURE_OF_7), read_as(SURE_OF_7, LEANS_TO_7))
    ]
    gathered = Hesitations.of(each)
    assert (gathered.drawings, gathered.points) == (3, 2)
    assert gathered.changes.tolist() == [0, 1, 1]
    assert gathered.through_two_digits == 1 / 3
    assert (gathered.found.tolist(), gathered.sure.tolist()) == ([1, 1, 0.5], [1, 1])


def test_a_drawing_is_read_after_every_point_that_the_page_keeps() -> None:
    network = inkspect.load()
    drawing = own_digits()[33]
    (one,) = read_hesitations([drawing], network)
    assert one == hesitation_of(inkspect.read_over_time(drawing, network))
    assert one.points == sum(map(len, drawing.strokes))
    assert 1 < one.found < one.points and one.changes > 0, "no material for this test"


# The report


@pytest.fixture(scope="module")
def measured() -> HesitationResults:
    results = measure_hesitation(inkspect.load(), "ours.jsonl", drawings_by_writers())
    assert results is not None
    return results


def told(*results: HesitationResults) -> Element:
    """The report's section."""
    return tree_of(to_html(hesitating(results)))


def test_only_labelled_digits_with_ink_and_not_too_many_points_are_measured() -> None:
    letter = replace(own_digits()[0], label="O")
    endless = Drawing([np.zeros((MAX_KEPT_POINTS + 1, 2))], "1")
    outside = Drawing([np.full((MAX_KEPT_POINTS, 2), 9000), [[0, 0], [1, 1]]], "1", placed=True)
    drawings = [own_digits()[30], letter, Drawing([], "3"), endless, outside]
    some = measure_hesitation(inkspect.load(), "some", drawings)
    assert some is not None
    assert (some.overall.drawings, some.left_out, list(some.by_digit)) == (1, 2, [2])
    assert measure_hesitation(inkspect.load(), "none", [letter, endless]) is None


def test_by_digit_every_drawing_is_counted_once_and_the_slowest_digit_comes_first(measured: HesitationResults) -> None:
    assert sum(some.drawings for some in measured.by_digit.values()) == measured.overall.drawings == 60
    rows = table(told(measured), "Hesitation by digit: ours.jsonl")
    assert sorted(row[0] for row in rows) == [str(digit) for digit in measured.by_digit]
    for row in rows:
        some = measured.by_digit[int(row[0])]
        shares = [some.through_two_digits, np.median(some.found), np.median(some.sure), len(some.sure) / some.drawings]
        assert row[1:3] == [str(some.drawings), f"{np.median(some.changes):g}"]
        assert [*row[3:5], *row[6:]] == [f"{100 * share:.0f} %" for share in shares]
    found = [float(np.median(measured.by_digit[int(row[0])].found)) for row in rows]
    assert found == sorted(found, reverse=True)


def test_the_sentence_and_the_charts_tell_the_same_figures_and_the_count(measured: HesitationResults) -> None:
    overall, text = measured.overall, text_of(told(measured))
    assert f"60 drawings, of {overall.points:g} points in the median. " in text
    assert f"changes {np.median(overall.changes):g} times in the median; {overall.through_two_digits:.0%}" in re.sub(
        r"(\d) %", r"\1%", text
    )
    assert f"found at {100 * np.median(overall.found):.0f} % of the points in the median" in text
    assert f"as it is of {100 * len(overall.sure) / 60:.0f} % of the drawings." in text
    changes, settling = [chart.get("aria-label", "") for chart in told(measured).iter("svg") if chart.get("role")]
    assert f"{np.median(overall.changes):g} times in the median, from {overall.changes.min()} to" in changes
    assert f"found in {(overall.found <= 0.5).mean():.0%}, sure in {(overall.sure <= 0.5).sum() / 60:.0%}." in settling


def test_a_network_that_is_never_sure_gets_a_dash_and_no_number(measured: HesitationResults) -> None:
    never = Network.initialized(3).with_verdict_rule(VerdictRule(1.0, 1.0))
    unsure = measure_hesitation(never, "ours.jsonl", own_digits()[:3])
    assert unsure is not None
    (row,) = table(told(unsure), "Hesitation by digit: ours.jsonl")
    assert row[-2:] == ["–", "0 %"]


def test_left_out_drawings_are_told_and_names_stay_text(measured: HesitationResults) -> None:
    shown = text_of(told(replace(measured, name="<b>", left_out=1_200)))
    assert "Digits of <b>" in shown and "Left out, with too many points: 1,200." in shown


def test_without_strokes_the_section_says_what_it_would_tell() -> None:
    assert "MNIST’s pictures have no strokes. With a stroke file" in text_of(told())
