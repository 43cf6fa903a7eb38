"""What can be asked about a drawing, and what the answer says: parts by name, the trace, what is switched off."""

import re
from collections.abc import Callable

import numpy as np
import pytest

import inkspect
from explaining_material import SHAPES, evidence, evidence_of, pictures, published, units
from inkspect.explaining.ablation import read_switches, without
from inkspect.explaining.description import Provenance
from inkspect.explaining.parts import read_part
from inkspect.explaining.provenance import provenance_of
from inkspect.explaining.questions import explain_picture, read_question
from plain_networks import deaf_network
from torn import torn_strokes

NODES = [
    "picture",
    *(f"map1.{i}" for i in range(8)),
    *(f"map2.{i}" for i in range(16)),
    *(f"group.{i}" for i in range(16)),
]
THREE = 32
"""A golden drawing, "3 round, 1", counted among all of them below."""


def asked(name: str, index: int = 40) -> Provenance:
    return provenance_of(read_part(name), evidence(index))


@pytest.mark.parametrize("layer", SHAPES)
def test_every_unit_is_named_by_its_layer_and_indices(layer: str) -> None:
    for name in units(layer):
        assert str(read_part(name)) == name


def test_every_node_and_link_of_the_diagram_has_a_name() -> None:
    sizes = {"conv1": (1, 8), "conv2": (8, 16), "fc1": (16, 16), "output": (16, 10)}
    links = [f"link.{stage}.{s}.{t}" for stage, (m, n) in sizes.items() for s in range(m) for t in range(n)]
    assert len(links) == 552
    for name in NODES + links:
        assert str(read_part(name)) == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "is unknown; parts are input.ROW.COLUMN"),
        ("conv3.1.1.1", "is unknown"),
        ("conv1.1.1", "is unknown"),
        ("conv1.1.1.1.1", "is unknown"),
        ("fc1", "is unknown"),
        ("fc1.-1", "is unknown"),
        ("fc1.01", "is unknown"),
        ("fc1.1.", "is unknown"),
        ("fc1.٣", "is unknown"),
        ("link", "is unknown"),
        ("link.fc2.1.1", "is unknown"),
        ("link.fc1.1", "is unknown"),
        ("picture.0", "is unknown"),
        ("fc1.64", "64 is not below 64; indices count from 0"),
        ("input.5.28", "28 is not below 28"),
        ("conv1.0.24.0", "24 is not below 24"),
        ("pool2.16.0.0", "16 is not below 16"),
        ("link.conv2.8.0", "8 is not below 8"),
        ("link.output.0.10", "10 is not below 10"),
        ("logit.10", "10 is not below 10"),
    ],
)
def test_a_name_that_denotes_nothing_is_refused_in_one_line(name: str, said: str) -> None:
    with pytest.raises(inkspect.InvalidValueError, match=re.escape(said)) as refused:
        read_part(name)
    assert "\n" not in str(refused.value)


def test_a_convolutions_cell_is_its_patch_times_its_kernel() -> None:
    cell = asked("conv2.12.4.6")
    assert len(cell.terms.parts) == 8 * 3 * 3
    assert (str(cell.terms.parts[0]), str(cell.terms.parts[-1])) == ("pool1.0.4.6", "pool1.7.6.8")
    kernel = published().parameters()["conv2.weight"][12]
    np.testing.assert_array_equal(cell.terms.weights, kernel.ravel())
    assert [str(target) for target in cell.feeds.parts] == ["pool2.12.2.3"]


def test_a_dead_unit_says_what_it_would_have_needed_and_a_live_one_nothing() -> None:
    dead, live = 0, 0
    for unit in units("fc1"):
        found = asked(unit)
        assert found.preactivation is not None
        if found.output > 0:
            live += 1
            assert (found.needed, found.output) == (0, found.preactivation)
        else:
            dead += 1
            assert (found.output, found.needed) == (0, -found.preactivation)
    assert min(dead, live) > 5


@pytest.mark.parametrize("pool", ["pool1", "pool2"])
def test_a_pooled_cell_takes_the_first_largest_of_four_and_a_dead_one_takes_none(pool: str) -> None:
    winners = set()
    for number, name in enumerate(units(pool)):
        found = asked(name)
        inputs = found.terms.inputs
        assert inputs is not None and len(inputs) == 4
        assert found.output == inputs.max()
        assert found.winner == (int(inputs.argmax()) if inputs.max() > 0 else None)
        assert found.terms.amounts.tolist() == [x if i == found.winner else 0 for i, x in enumerate(inputs)]
        winners.add(found.winner)
        place = number % 4
        cell = asked(str(found.terms.parts[place]))
        assert [str(target) for target in cell.feeds.parts] == [name]
        assert cell.feeds.amounts.tolist() == [cell.output if found.winner == place else 0]
    assert winners == {None, 0, 1, 2, 3}


def test_a_probability_is_its_exponential_over_the_sum_of_all() -> None:
    for digit in range(10):
        found = asked(f"probability.{digit}")
        assert found.sum == pytest.approx(found.terms.amounts.sum())
        assert found.terms.amounts.max() == 1
        assert found.output == pytest.approx(found.terms.amounts[digit] / found.sum, rel=1e-5)


def test_a_logit_against_the_average_digit_is_its_logit_less_the_mean() -> None:
    explanation = explain_picture(pictures()[40], published(), read_question(None, None, None, ()))
    forms = [
        [explanation.provenance(f"logit.{digit}", form) for digit in range(10)] for form in ("computed", "average")
    ]
    logits = explanation.logits.astype(np.float64)
    np.testing.assert_allclose([one.output for one in forms[0]], logits)
    np.testing.assert_allclose([one.output for one in forms[1]], logits - logits.mean(), atol=1e-9)
    for one in forms[1]:
        assert one.sum == pytest.approx(one.output, abs=1e-4)
    assert np.sum([one.terms.amounts for one in forms[1]], axis=0) == pytest.approx(np.zeros(64), abs=1e-9)


def test_a_node_is_the_sum_of_the_links_into_it_and_hands_on_those_out_of_it() -> None:
    node = asked("map2.9")
    links = evidence(40).links
    np.testing.assert_array_equal(node.terms.amounts, links["conv2"].contributions[9])
    np.testing.assert_array_equal(node.feeds.amounts, links["fc1"].contributions[:, 9])
    assert node.live == (evidence(40).winners("pool2")[9] >= 0).sum()
    assert node.sum == pytest.approx(node.output, abs=1e-4)
    assert asked("picture").output == pytest.approx(pictures()[40].sum(), rel=1e-6)
    assert [str(part) for part in asked("group.2").feeds.parts] == [f"logit.{digit}" for digit in range(10)]


@pytest.mark.parametrize(
    "name", ["input.13.14", "input.0.0", "input.27.26", "pool1.5.6.6", "pool1.0.11.11", "pool2.3.2.2", "fc1.5"]
)
def test_what_a_part_feeds_are_the_parts_that_name_it_among_their_terms(name: str) -> None:
    """Forwards and backwards tell of the same products."""
    layers = {"input": "conv1", "pool1": "conv2", "pool2": "fc1", "fc1": "logit"}
    found = asked(name)
    feeds = dict(zip(map(str, found.feeds.parts), found.feeds.amounts.tolist(), strict=True))
    for target in units(layers[name.split(".")[0]]):
        terms = asked(target).terms
        amounts = dict(zip(map(str, terms.parts), terms.amounts.tolist(), strict=True))
        assert (name in amounts) == (target in feeds), target
        assert amounts.get(name, 0) == pytest.approx(feeds.get(target, 0))


def test_the_digits_traced_are_the_leading_one_both_in_doubt_none_without_a_digit_or_the_one_asked_about() -> None:
    def traced(
        index: int, digit: int | None = None, rival: int | None = None
    ) -> tuple[str, tuple[int, ...], int | None]:
        made = explain_picture(pictures()[index], published(), read_question(digit, rival, None, ()))
        return made.reading.verdict, made.flow.digits, made.flow.rival

    verdicts = [reading.verdict for reading in inkspect.read_all(pictures())]
    sure, unsure, none = (verdicts.index(verdict) for verdict in ("digit", "unsure", "none"))
    assert traced(sure) == ("digit", (0,), None)
    assert traced(unsure) == ("unsure", (inkspect.read_all(pictures()[[unsure]])[0].digit,), None), "and no other"
    torn = explain_picture(inkspect.rasterize(torn_strokes()), published(), read_question(None, None, None, ()))
    assert torn.reading.probabilities is not None
    assert torn.reading.verdict == "unsure"
    assert torn.flow.digits == tuple(np.argsort(-torn.reading.probabilities)[:2].tolist())
    assert traced(none)[1:] == ((), None)
    assert traced(none, 3)[1:] == ((3,), None)
    assert traced(sure, rival=0)[1:] == ((int(np.argsort(-published().predict_proba(pictures()[sure])[0])[1]),), 0)
    assert traced(sure, 8, 3)[1:] == ((8,), 3)


def test_a_map_or_unit_switched_off_computes_0_and_the_network_itself_stays() -> None:
    before = published().parameter_vector.copy()
    altered = without(published(), read_switches(["map1.5", "map2.12", "fc1.17", "fc1.17"]))
    off = evidence_of(pictures()[THREE], altered)
    assert not off.values["pool1"][5].any() and not off.values["pool2"][12].any() and off.values["fc1"][17] == 0
    assert off.values["pool1"][4].any()
    assert not off.links["conv2"].contributions[:, 5].any() and not off.links["fc1"].contributions[:, 12].any()
    assert np.array_equal(published().parameter_vector, before)
    assert (altered.verdict_rule, altered.metadata) == (published().verdict_rule, published().metadata)


@pytest.mark.parametrize("name", ["logit.3", "picture", "group.2", "input.1.1", "conv1.1.1.1", "link.fc1.1.1"])
def test_only_maps_and_fc_units_can_be_switched_off(name: str) -> None:
    with pytest.raises(inkspect.InvalidValueError, match=f"off '{name}' cannot be switched off"):
        read_switches([name])


def test_nothing_drawn_is_no_digit_to_explain_but_the_networks_numbers_stand() -> None:
    empty = inkspect.explain([], part="map1.2")
    assert (empty.reading.verdict, empty.why, empty.flow.digits, empty.flow.links()) == ("empty", None, (), {})
    assert (empty.gradient_times_input(), empty.occlusion(), empty.insertion()) == (None, None, None)
    assert empty.part is not None and empty.part.output == pytest.approx(empty.links["conv1"].sums[2])
    assert repr(empty) == "<Explanation of <Reading: empty>>"


def test_of_equal_probabilities_the_smallest_digit_leads_and_the_next_is_its_rival() -> None:
    why = inkspect.explain([[[0, 0], [0, 9]]], deaf_network()).why
    assert why is not None
    assert (why.digit, why.rival, why.difference, why.remainder) == (0, 1, 0, 0)


def test_the_digit_and_its_rival_are_the_most_probable_unless_they_are_asked_for() -> None:
    three = pictures()[THREE]
    first, second = np.argsort(-published().predict_proba(three)[0])[:2].tolist()

    def pair(**asked_for: int) -> tuple[int, int]:
        why = explain_picture(
            three, published(), read_question(asked_for.get("digit"), asked_for.get("rival"), None, ())
        ).why
        assert why is not None
        return why.digit, why.rival

    assert first == 3
    assert pair() == (first, second)
    assert pair(digit=second) == (second, first)
    assert pair(rival=first) == (second, first)
    assert pair(digit=0, rival=6) == (0, 6)


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "a digit above 9": (lambda: inkspect.explain([], digit=10), "digit must be a whole number from 0 to 9, not 10"),
    "a digit as text": (lambda: inkspect.explain([], digit="3"), "digit must be a whole number"),  # type: ignore[call-overload]
    "a rival below 0": (lambda: inkspect.explain([], rival=-1), "rival must be a whole number from 0 to 9, not -1"),
    "a digit and itself": (lambda: inkspect.explain([], digit=3, rival=3), "rival must be another digit than digit 3"),
    "no part": (lambda: inkspect.explain([], part="conv9"), "part 'conv9' is unknown"),
    "a part as a number": (lambda: inkspect.explain([], part=3), "part must be a name such as"),  # type: ignore[call-overload]
    "no list of parts": (lambda: inkspect.explain([], off=3), "off must be a str or a list of str"),  # type: ignore[call-overload]
    "another form": (lambda: inkspect.explain([]).provenance("fc1.1", "mean"), "form must be 'computed' or 'average'"),  # type: ignore[arg-type]
    "no source": (lambda: inkspect.explain(3), "source must be strokes"),  # type: ignore[call-overload]
}


@pytest.mark.parametrize(("call", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_asked_is_refused_in_one_line(call: Callable[[], object], said: str) -> None:
    with pytest.raises(inkspect.InvalidValueError, match=re.escape(said)) as refused:
        call()
    assert "\n" not in str(refused.value)


def test_a_notebook_shows_the_reading_and_where_the_ink_speaks_for_it() -> None:
    shown = inkspect.explain([[[0, 0], [6, 0], [2, 10]]], rival=2)._repr_html_()
    assert "Why 7 and not 2: +" in shown
    assert shown.count("<meter") == 10 and "<svg" in shown
    assert "<svg" not in inkspect.explain([])._repr_html_()


def test_equal_questions_have_equal_answers_which_hold_arrays_and_so_no_hash() -> None:
    one, two = (inkspect.explain([[[0, 0], [0, 9]]], part="fc1.3") for _ in range(2))
    assert one == two
    assert one != inkspect.explain([[[0, 0], [0, 9]]], part="fc1.4")
    for value in (one, one.why, one.flow, one.part, one.links["fc1"], one.gradient_times_input()):
        with pytest.raises(TypeError, match="unhashable"):
            hash(value)
