"""The page stays light: each part of it has a limit, and the parts are all there is."""

import pytest

import page_size
from inkspect.network.weights import published_weights
from inkspect.page.build import build_page


@pytest.fixture(scope="module")
def sizes() -> dict[str, int]:
    return page_size.sizes_of(build_page(published_weights()).decode(), page_size.script_parts())


def test_no_part_of_the_page_is_beyond_its_limit(sizes: dict[str, int]) -> None:
    assert page_size.over(sizes) == []


def test_the_parts_are_the_page(sizes: dict[str, int]) -> None:
    networks = [f"{network}: {part}" for network in ("weights", "pen") for part in ("parameters", "what they say")]
    in_file, unpacked = ["document", *networks, "script, packed"], ["style, unpacked", page_size.SCRIPT]
    assert sum(sizes[part] for part in in_file) == pytest.approx(sizes[page_size.WHOLE], abs=100)
    of_script = [size for part, size in sizes.items() if part.startswith("script: ")]
    assert sum(of_script) == pytest.approx(sizes[page_size.SCRIPT], rel=0.02)
    assert len(sizes) == 1 + len(in_file) + len(unpacked) + len(of_script), "a part is counted nowhere"
    assert min(sizes.values()) >= 0
    assert sizes["weights: parameters"] > 27_690 * 2 and sizes["pen: parameters"] > 27_256 * 2


def test_every_limit_is_that_of_a_part(sizes: dict[str, int]) -> None:
    assert page_size.LIMITS.keys() <= sizes.keys()


def test_a_part_beyond_its_limit_is_named_with_what_it_has_too_much(sizes: dict[str, int]) -> None:
    (line,) = page_size.over({**sizes, "document": page_size.LIMITS["document"] + 1234})
    assert "document" in line and "1,234 more" in line
