"""`inkspect open --network pen`: the page with a pen's network of one's own, opened at its place."""

import base64
import json
import os
import re
import stat
from pathlib import Path

import numpy as np
import pytest

from inkspect.network.weights import published_weights
from inkspect.pen.weights import parse_weights, rounded
from pen_material import lively_network
from shell import assert_one_clear_line, inkspect


def test_the_page_holds_the_pens_network_that_is_given_and_the_published_one_of_the_picture(tmp_path: Path) -> None:
    own = rounded(lively_network(5).as_type(np.float32))
    own.save(tmp_path / "own.safetensors")
    done = inkspect("open", "--no-browser", "--network", "pen", "--weights", "own.safetensors", folder=tmp_path)
    assert done.returncode == 0, done
    page = (tmp_path / "inkspect.html").read_text(encoding="utf-8")
    blocks = {name: json.loads(re.findall(rf'id="data-{name}"[^>]*>([^<]*)<', page)[0]) for name in ("weights", "pen")}
    held = parse_weights(base64.b64decode(blocks["pen"]["safetensors"]), "in the page")
    np.testing.assert_array_equal(held.parameter_vector, own.parameter_vector)
    assert base64.b64decode(blocks["weights"]["safetensors"])[-100:] == published_weights().read_bytes()[-100:]


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for a browser is a shell script")
def test_it_opens_at_the_place_of_the_pen(tmp_path: Path) -> None:
    opened, browser = tmp_path / "opened", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', encoding="utf-8")
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    done = inkspect("open", "--network", "pen", folder=tmp_path, BROWSER=f"{browser} %s")
    assert done.returncode == 0, done
    assert opened.read_text(encoding="utf-8").strip() == (tmp_path / "inkspect.html").as_uri() + "#place=pen"


def test_weights_that_are_damaged_or_of_the_other_network_give_one_line_and_no_page(tmp_path: Path) -> None:
    (tmp_path / "cut.safetensors").write_bytes(b"\x10\0\0\0\0\0\0\0{}")
    (tmp_path / "picture.safetensors").write_bytes(published_weights().read_bytes())
    for weights in ("cut.safetensors", "picture.safetensors", "missing.safetensors"):
        done = inkspect("open", "--no-browser", "--network", "pen", "--weights", weights, folder=tmp_path)
        assert_one_clear_line(done, weights)
    assert not (tmp_path / "inkspect.html").exists()
