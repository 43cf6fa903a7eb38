"""The page's examples in Python, and the teacher's sheets, which quote the page's guided steps."""

import json
from pathlib import Path
from typing import TypedDict

import numpy as np
import pytest

import examples
import inkspect


class StoredExample(TypedDict):
    """What the test reads of an example in the file."""

    name: str
    label: str | None
    strokes: list[list[list[float]]]


PROJECT = Path(__file__).resolve().parent.parent
STORED: list[StoredExample] = json.loads(examples.FILE.read_text(encoding="utf-8"))
STEPS = ("draw", "hesitate", "kernel", "why", "taught", "two")
SHEETS = {"en": "teachers-sheet.md", "ja": "teachers-sheet.ja.md"}


def test_the_file_has_what_the_tool_draws() -> None:
    assert [(one["name"], one["label"]) for one in STORED] == [(one.name, one.label) for one in examples.EXAMPLES]
    for stored, example in zip(STORED, examples.EXAMPLES, strict=True):
        drawn = examples.strokes_of(example)
        assert [len(stroke) for stroke in drawn] == [len(stroke) for stroke in stored["strokes"]], example.name
        # Machines may round differently.
        for stroke, again in zip(stored["strokes"], drawn, strict=True):
            assert np.abs(np.subtract(stroke, again)).max() <= 1, f"{example.name}: run python tools/examples.py"


@pytest.mark.parametrize("example", STORED, ids=lambda one: str(one["name"]))
def test_python_reads_in_an_example_what_is_meant(example: StoredExample) -> None:
    reading = inkspect.read(example["strokes"])
    if example["label"]:
        assert (reading.verdict, str(reading.digit)) == ("digit", example["label"])
    else:
        assert reading.verdict == "none"


@pytest.mark.parametrize("language", SHEETS)
def test_the_teachers_sheet_quotes_every_step(language: str) -> None:
    words = json.loads((PROJECT / "words" / f"{language}.json").read_text(encoding="utf-8"))
    sheet = (PROJECT / "docs" / SHEETS[language]).read_text(encoding="utf-8")
    parts = ("title", "text", "question", "choice1", "choice2", "choice3", "answer")
    quoted = [words[f"learn.{step}.{part}"] for step in STEPS for part in parts]
    missing = [text for text in quoted if text not in sheet]
    assert not missing, f"docs/{SHEETS[language]} lacks {missing}"
