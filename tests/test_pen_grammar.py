"""Which tokens may come next, and what is no sequence at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reference_pen as reference
from inkspect.pen.description import load_pen
from inkspect.pen.grammar import Phase, legal_next, phase_after
from inkspect.system.errors import InvalidValueError

PEN = load_pen()


def ids_of(text: str) -> list[int]:
    """The ids of tokens written as in `READ, AT 3, AT 4`."""
    return [PEN.id(name) for name in text.split(", ")] if text else []


def following(text: str) -> list[str]:
    return [PEN.vocabulary[token] for token in legal_next(ids_of(text))]


DIGITS = list("0123456789")


@pytest.mark.parametrize(
    ("sequence", "legal"),
    [
        ("", ["READ", "WRITE"]),
        ("WRITE", DIGITS),
        ("READ", reference.PLACES),
        ("WRITE, 5", reference.PLACES),
        ("READ, AT 3", reference.PLACES),
        ("READ, AT 3, AT 4", ["END", "LIFT", *reference.STEPS]),
        ("WRITE, 5, AT 3, AT 4, STEP 2", ["END", "LIFT", *reference.STEPS]),
        ("READ, AT 3, AT 4, LIFT", ["DROP", *reference.STEPS]),
        ("READ, AT 3, AT 4, LIFT, STEP 0", ["DROP", *reference.STEPS]),
        ("READ, AT 3, AT 4, LIFT, DROP", ["END", "LIFT", *reference.STEPS]),
        ("READ, AT 3, AT 4, ASK", DIGITS),
        ("READ, AT 3, AT 4, ASK, 0", ["END"]),
        ("READ, AT 3, AT 4, ASK, 0, END", []),
        ("WRITE, 5, AT 3, AT 4, END", []),
    ],
)
def test_what_may_come_next(sequence: str, legal: list[str]) -> None:
    assert following(sequence) == legal


@pytest.mark.parametrize(
    ("sequence", "wrong"),
    [
        ("AT 3", "token 0 is AT 3, which must not follow nothing"),
        ("READ, 5", "token 1 is 5, which must not follow READ"),
        ("READ, ASK", "token 1 is ASK, which must not follow READ"),
        ("READ, AT 3, STEP 1", "token 2 is STEP 1, which must not follow AT 3"),
        ("READ, AT 3, AT 4, AT 5", "token 3 is AT 5, which must not follow AT 4"),
        ("READ, AT 3, AT 4, DROP", "token 3 is DROP, which must not follow AT 4"),
        ("READ, AT 3, AT 4, LIFT, LIFT", "token 4 is LIFT, which must not follow LIFT"),
        ("READ, AT 3, AT 4, LIFT, END", "token 4 is END, which must not follow LIFT"),
        ("READ, AT 3, AT 4, LIFT, ASK", "token 4 is ASK, which must not follow LIFT"),
        ("WRITE, 5, AT 3, AT 4, ASK", "token 4 is ASK, which must not follow AT 4"),
        ("READ, AT 3, AT 4, END, END", "token 4 is END, which must not follow END"),
        ("READ, READ", "token 1 is READ, which must not follow READ"),
    ],
)
def test_a_sequence_against_the_grammar_is_refused_with_the_place(sequence: str, wrong: str) -> None:
    with pytest.raises(InvalidValueError, match=f"^{wrong}$"):
        legal_next(ids_of(sequence))


@pytest.mark.parametrize("token", [-1, 47, 10**9])
def test_what_is_no_token_is_refused(token: int) -> None:
    with pytest.raises(InvalidValueError, match=f"token 1 is {token}, which must not follow READ"):
        legal_next([PEN.id("READ"), token])


def test_asking_is_never_predicted() -> None:
    for begun in ("", "WRITE", "READ", "READ, AT 1, AT 1", "READ, AT 1, AT 1, ASK", "WRITE, 1, AT 1, AT 1, LIFT"):
        assert "ASK" not in following(begun)


@given(st.data())
def test_any_way_through_the_grammar_is_the_plain_rules_and_can_end(data: st.DataObject) -> None:
    names = data.draw(st.sampled_from([["READ"], *(["WRITE", digit] for digit in DIGITS)]))
    for _ in range(data.draw(st.integers(0, 40))):
        expected = reference.legal(names)
        assert following(", ".join(names)) == expected
        choices = [name for name in expected if name != "END"]
        if names[0] == "READ" and "END" in expected:
            choices.append("ASK")
        if not choices or "ASK" in names:
            break
        names.append(data.draw(st.sampled_from(choices)))
    assert phase_after(ids_of(", ".join(names))) is not Phase.ENDED
