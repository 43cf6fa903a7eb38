"""The same file in Firefox and WebKit: the essential path, driven by each engine's own WebDriver."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.by import By
from selenium.webdriver.firefox.service import Service as FirefoxService
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.webkitgtk.options import Options as WebKitOptions
from selenium.webdriver.webkitgtk.service import Service as WebKitService

import engines
import golden
import inkspect
from inkspect.data.stroke_files import read_strokes
from inkspect.explaining.pen_explanation import explain_strokes
from pen import on_pad, own_digits

Engine = Callable[[], AbstractContextManager[WebDriver]]


def skip_unless_all_there(engine: str, missing: list[str]) -> None:
    """Skip the test if its engine is missing; under CI=true, fail instead."""
    if missing:
        reason = f"{engine} is not tested: {', '.join(missing)} missing (python tools/engines.py installs them by apt)"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)


@contextmanager
def screen() -> Iterator[str]:
    """The name of a separate X display."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        [str(engines.xvfb()), "-displayfd", str(writing), "-screen", "0", "1280x1000x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    try:
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(timeout=10)


@contextmanager
def firefox() -> Iterator[WebDriver]:
    skip_unless_all_there("Firefox", engines.missing_for_firefox())
    options = webdriver.FirefoxOptions()
    options.add_argument("-headless")
    options.binary_location = str(engines.firefox())
    driver = webdriver.Firefox(options=options, service=FirefoxService(str(engines.geckodriver())))
    try:
        yield driver
    finally:
        driver.quit()


@contextmanager
def webkit() -> Iterator[WebDriver]:
    skip_unless_all_there("WebKitGTK", engines.missing_for_webkit())
    options = WebKitOptions()
    options.binary_location = str(engines.webkit())
    options.add_argument("--automation")
    with screen() as display:
        environment = os.environ | {"DISPLAY": display, "GDK_BACKEND": "x11"}
        service = WebKitService(str(engines.webkit_driver()), env=environment)
        driver = webdriver.WebKitGTK(options=options, service=service)
        try:
            yield driver
        finally:
            driver.quit()


def draw(driver: WebDriver, digit: str) -> None:
    """Draw one of the project's own digits with the engine's pointer."""
    box = driver.find_element(By.ID, "ink").rect
    actions = ActionBuilder(driver, duration=0)
    pointer = actions.pointer_action
    for stroke in on_pad(own_digits()[digit], most_points=16):
        points = [(round(box["x"] + x * box["width"]), round(box["y"] + y * box["height"])) for x, y in stroke]
        pointer.move_to_location(*points[0])
        pointer.pointer_down()
        for point in points[1:]:
            pointer.move_to_location(*point)
        pointer.pointer_up()
    actions.perform()


def wait_for(driver: WebDriver, script: str, wanted: str | bool) -> None:
    """Wait for the page to paint, which takes at most a frame; WebDriver cannot wait for frames."""
    deadline = time.monotonic() + 5
    while (shown := driver.execute_script(f"return {script}")) != wanted:
        assert time.monotonic() < deadline, f"{script} is {shown!r}, not {wanted!r}"
        time.sleep(0.02)


def wait_for_verdict(driver: WebDriver, verdict: str) -> None:
    wait_for(driver, "document.querySelector('#verdict').dataset.verdict", verdict)


def most_probable(driver: WebDriver) -> str:
    cells = driver.find_elements(By.CSS_SELECTOR, "[data-digit][data-probability]")
    shares = {cell.get_attribute("data-digit"): float(cell.get_attribute("data-probability") or 0) for cell in cells}
    assert len(shares) == 10, f"the dial is not filled: {shares}"
    return str(max(shares, key=lambda digit: shares[digit]))


# Selenium's WebKitGTK driver calls its base class in a way that Selenium itself has deprecated.
@pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning")
@pytest.mark.parametrize("engine", [firefox, webkit])
def test_drawing_clearing_undo_and_language_work(engine: Engine, page_file: Path) -> None:
    with engine() as driver:
        driver.set_window_size(1280, 900)
        driver.get(page_file.as_uri() + "?lang=en")
        wait_for_verdict(driver, "empty")
        for digit in ("3", "7"):
            draw(driver, digit)
            wait_for_verdict(driver, "digit")
            assert most_probable(driver) == digit
            driver.find_element(By.ID, "clear").click()
            wait_for_verdict(driver, "empty")
        driver.find_element(By.ID, "undo").click()
        wait_for_verdict(driver, "digit")
        assert most_probable(driver) == "7"
        driver.find_element(By.ID, "language").click()
        wait_for(driver, "document.documentElement.lang", "ja")
        assert most_probable(driver) == "7"


@pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning")
@pytest.mark.parametrize("engine", [firefox, webkit])
def test_the_pens_network_reads_explains_and_writes(engine: Engine, page_file: Path) -> None:
    with engine() as driver:
        driver.set_window_size(1280, 900)
        driver.get(f"{page_file.as_uri()}#place=pen")
        (three,) = [drawing for drawing in read_strokes(golden.FOLDER / "drawings.jsonl") if drawing.label == "3"][:1]
        strokes = [stroke.tolist() for stroke in three.kept]
        driver.execute_script("window.inkspect.draw(arguments[0], { placed: true })", strokes)
        wait_for_verdict(driver, "digit")
        told = driver.execute_script("return window.inkspect.explain('pen')")
        python = explain_strokes(three.kept, inkspect.load("pen")).to_json()
        assert told["tokens"] == python["tokens"]
        assert told["probabilities"] == pytest.approx(python["probabilities"], abs=1e-5)
        wait_for(driver, "document.querySelector('.pen-sentence').textContent.slice(0, 6)", "Token ")
        driver.execute_script("location.hash = 'place=pen&view=write&write=7&seed=1'")
        wait_for(driver, "document.querySelector('.pen-writing').hidden", False)
        ends = [one for one in driver.find_elements(By.CSS_SELECTOR, ".pen-writing button") if one.text == "To the end"]
        ends[0].click()
        written = inkspect.write(7, seed=1)
        wait_for(driver, "document.querySelector('#timeline').dataset.moments", str(sum(map(len, written.strokes))))
