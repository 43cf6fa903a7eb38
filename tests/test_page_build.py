"""The page is the committed template filled with data that no browser executes; it is built whole or not at all."""

import base64
import hashlib
import html.parser
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkspect.network.network import Network
from inkspect.network.weights import parse_weights, published_weights, save_weights
from inkspect.page.build import InitialDrawing, build_page, fill_blocks
from inkspect.page.measured_steps import measured_steps
from inkspect.system.errors import InkspectError
from page_size import unpacked_script, unpacked_style

TEMPLATE = '<script id="a">{{weights}}</script><p>{{weights}}</p><script id="b">{{drawing}}</script>'


class Scripts(html.parser.HTMLParser):
    """The script elements of a page, by id and by type, read as a browser reads them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.blocks: dict[str, str] = {}
        self.executed: list[str] = []
        self._open: dict[str, str | None] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = dict(attrs) if tag == "script" else None

    def handle_endtag(self, tag: str) -> None:
        self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is None:
            return
        if self._open.get("type") == "application/json":
            self.blocks[self._open["id"] or ""] = data
        else:
            self.executed.append(data)


@pytest.fixture(scope="module")
def published_page() -> str:
    return build_page(published_weights()).decode()


def test_the_page_holds_the_weights_and_their_files_sum_but_of_the_training_only_how_long_it_took(
    published_page: str,
) -> None:
    block = json.loads(Scripts(published_page).blocks["data-weights"])
    content = published_weights().read_bytes()
    assert block["sha256"] == hashlib.sha256(content).hexdigest()
    published, metadata = parse_weights(content, "published")
    shown, told = parse_weights(base64.b64decode(block["safetensors"]), "in the page")
    assert (shown.parameter_vector == published.parameter_vector).all()
    assert shown.verdict_rule == published.verdict_rule
    seconds = sum(epoch["seconds"] for epoch in json.loads(metadata.pop("history")))
    assert float(told.pop("training_seconds")) == pytest.approx(seconds, rel=1e-5)
    assert json.loads(told.pop("preprocessing")) == measured_steps(block["sha256"])
    assert told == metadata, "all else that the file tells is there"


def test_what_the_steps_of_the_ink_rule_are_worth_was_measured_with_the_published_weights_alone() -> None:
    measured = measured_steps(hashlib.sha256(published_weights().read_bytes()).hexdigest())
    assert measured is not None, "the weights have changed: run `python -m benchmarks.preprocessing --keep`"
    assert measured["none"] < min(measured["fit"], measured["mass"], measured["pen"]) < measured["all"] <= 1
    assert measured["drawings"] > 1000
    assert measured_steps("0" * 64) is None


@pytest.mark.parametrize(
    "history",
    ["", "no JSON", "[]", "7", '[{"epoch": 1}]', '[{"seconds": "long"}]', '[{"seconds": 1e999}]', "[" * 100_000],
)
def test_a_history_that_tells_no_time_is_no_error(tmp_path: Path, history: str) -> None:
    own = tmp_path / "own.safetensors"
    save_weights(own, Network.initialized(1), {"history": history, "seed": "1"})
    block = json.loads(Scripts(build_page(own).decode()).blocks["data-weights"])
    _, told = parse_weights(base64.b64decode(block["safetensors"]), "in the page")
    assert told == {"seed": "1", "format_version": "1"}


def test_without_a_drawing_the_page_opens_empty(published_page: str) -> None:
    assert json.loads(Scripts(published_page).blocks["data-drawing"]) is None


def test_no_slot_of_the_template_is_left_over(published_page: str) -> None:
    assert "{{" not in re.sub(r"<script>.*?</script>", "", published_page, flags=re.DOTALL)


def test_the_policy_allows_the_one_script_what_it_unpacks_its_webassembly_and_the_one_style_and_nothing_else(
    published_page: str,
) -> None:
    def allowed(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    found = re.search(r'Content-Security-Policy" content="([^"]+)"', published_page)
    assert found, "the page has no Content-Security-Policy"
    policy = dict(rule.split(" ", 1) for rule in found[1].split("; "))
    (script,) = Scripts(published_page).executed
    (waiting,) = re.findall(r"<style>(.*?)</style>", published_page, re.DOTALL)
    assert policy["default-src"] == "'none'"
    unpacked = unpacked_script(published_page)
    assert policy["script-src"] == f"{allowed(script)} {allowed(unpacked)} 'wasm-unsafe-eval'"
    assert policy["style-src"] == f"{allowed(waiting)} {allowed(unpacked_style(published_page))}"
    assert " style=" not in published_page.replace(script, ""), "a style attribute would be refused by the policy"


def test_the_page_names_no_other_file_to_fetch(published_page: str) -> None:
    assert not re.findall(r"<(?:link|img|iframe|script[^>]* src)[ >]", published_page)


def test_weights_of_ones_own_are_embedded(tmp_path: Path) -> None:
    own = tmp_path / "own.safetensors"
    save_weights(own, Network.initialized(1), {"seed": "1"}, "F32")
    block = json.loads(Scripts(build_page(own).decode()).blocks["data-weights"])
    assert base64.b64decode(block["safetensors"]) == own.read_bytes()


def test_a_drawing_to_begin_with_is_embedded() -> None:
    drawing = InitialDrawing([[[0.5, 1, 20], [3, 4, 30]], [[5, 6, 40]]], placed=True)
    block = json.loads(Scripts(build_page(published_weights(), drawing).decode()).blocks["data-drawing"])
    assert block == {"strokes": [[[0.5, 1, 20], [3, 4, 30]], [[5, 6, 40]]], "placed": True}


def test_a_drawing_with_a_number_that_is_none_is_refused_in_one_line() -> None:
    with pytest.raises(InkspectError, match="drawing cannot be written as JSON") as refused:
        build_page(published_weights(), InitialDrawing([[[float("nan"), 0]]]))
    assert "\n" not in str(refused.value)


def test_weights_that_are_missing_or_damaged_give_no_page_but_one_line_that_names_the_file(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(published_weights().read_bytes()[:-1])
    for path in (tmp_path / "missing.safetensors", damaged, tmp_path):
        with pytest.raises(InkspectError) as refused:
            build_page(path)
        assert str(path) in str(refused.value)
        assert "\n" not in str(refused.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["</script>", "<!--", "{{drawing}}"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(JSON, JSON)
def test_whatever_a_block_holds_arrives_unchanged_and_cannot_end_its_element(weights: object, drawing: object) -> None:
    page = fill_blocks(
        '<script type="application/json" id="w">{{weights}}</script>'
        '<script type="application/json" id="d">{{drawing}}</script>',
        {"weights": weights, "drawing": drawing},
    )
    assert page.count("<") == 4, "content can open or close an element"
    blocks = Scripts(page).blocks
    assert json.loads(blocks["w"]) == weights
    assert json.loads(blocks["d"]) == drawing


def test_a_template_that_does_not_ask_for_exactly_these_blocks_is_refused() -> None:
    assert fill_blocks(TEMPLATE, {"weights": 1, "drawing": 2}).count("{{weights}}") == 1, (
        "only script elements are filled"
    )
    for blocks in ({"weights": 1}, {"weights": 1, "drawing": 2, "map": 3}):
        with pytest.raises(InkspectError, match="template has the blocks"):
            fill_blocks(TEMPLATE, blocks)
