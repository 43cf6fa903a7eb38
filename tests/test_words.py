"""Every text of the page, in every language: complete, with the same placeholders, and none of them left over."""

import json
import re
from pathlib import Path

import pytest

from inkspect.drawing.forms import FORMS

PROJECT = Path(__file__).resolve().parent.parent
LANGUAGES = sorted(path.stem for path in (PROJECT / "words").glob("*.json"))
PAGE_SOURCES = [
    path for path in sorted((PROJECT / "web" / "src").rglob("*")) if path.suffix in {".ts", ".html"} and path.is_file()
]


def words(language: str) -> dict[str, str]:
    loaded: dict[str, str] = json.loads((PROJECT / "words" / f"{language}.json").read_text(encoding="utf-8"))
    return loaded


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_japanese_and_english_are_there() -> None:
    assert {"en", "ja"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_text(language: str) -> None:
    missing = set(words("en")) - set(words(language))
    unknown = set(words(language)) - set(words("en"))
    assert not missing, f"words/{language}.json lacks {sorted(missing)}"
    assert not unknown, f"words/{language}.json has keys that words/en.json has not: {sorted(unknown)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_fills_in_the_same_values(language: str) -> None:
    english = words("en")
    different = {
        key: (placeholders(english[key]), placeholders(text))
        for key, text in words(language).items()
        if placeholders(text) != placeholders(english[key])
    }
    assert not different, f"words/{language}.json: other placeholders than in English: {different}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_has_stray_space(language: str) -> None:
    careless = [key for key, text in words(language).items() if not text or text != text.strip() or "  " in text]
    assert not careless, f"words/{language}.json: empty, or with stray spaces: {careless}"


def test_the_page_uses_every_text() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in PAGE_SOURCES)
    assert PAGE_SOURCES, "no sources of the page found"
    whole = set(re.findall(r"""['"`]([a-zA-Z]+\.[\w.]+)['"`]""", sources))
    # Keys put together from a part that varies, such as `theme.${theme}`; what varies is typed in TypeScript.
    beginnings = tuple(re.findall(r"`([a-zA-Z]+\.[\w.]*)\$\{", sources))
    unused = [key for key in words("en") if key not in whole and not (beginnings and key.startswith(beginnings))]
    assert not unused, f"words that no file in web/src uses: {unused}"


def test_every_form_of_a_digit_has_words_and_no_other() -> None:
    named = {key.removeprefix("form.") for key in words("en") if key.startswith("form.")}
    assert named == {name.removesuffix(f"_{form.digit}") for name, form in FORMS.items()}
    assert len(named) == len(FORMS), "two forms share their words"
