"""Facts about the project that several files state agree in all of them."""

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parent.parent
SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def read_yaml(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((PROJECT / name).read_text(encoding="utf-8"))
    return content


def supported_pythons() -> list[str]:
    """The versions named by the classifiers, in order."""
    return re.findall(r"Programming Language :: Python :: (3\.\d+)", "\n".join(SETTINGS["classifiers"]))


def test_the_oldest_python_is_the_required_one() -> None:
    assert SETTINGS["requires-python"] == f">={supported_pythons()[0]}"


def test_the_licence_is_an_spdx_expression_and_not_a_classifier() -> None:
    assert SETTINGS["license"] == "MIT"
    assert not [name for name in SETTINGS["classifiers"] if name.startswith("License ::")]


def test_the_citation_names_this_version_its_authors_and_its_licence() -> None:
    citation = read_yaml("CITATION.cff")
    assert citation["version"] == SETTINGS["version"]
    assert citation["authors"] == SETTINGS["authors"]
    assert citation["license"] == SETTINGS["license"]


def test_the_workflow_tests_every_supported_python_and_three_systems() -> None:
    matrix = read_yaml(".github/workflows/test.yml")["jobs"]["test"]["strategy"]["matrix"]
    assert matrix["python"] == supported_pythons()
    systems = [*matrix["system"], *(other["system"] for other in matrix["include"])]
    assert {system.split("-")[0] for system in systems} == {"ubuntu", "macos", "windows"}
