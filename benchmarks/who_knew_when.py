"""Measure how early the pen's and the picture's network know digits, and draw the picture of it for the documents.

The digits of a stroke file are cut off after each twentieth of their ink, at a kept point, and read by both networks:
the picture's sees what the ink looks like, the pen's guesses what it will become. Drawing needs matplotlib
(pip install 'inkspect[report]').
"""

import argparse
import sys
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

from threadpoolctl import threadpool_limits

from benchmarks.measuring import write_json
from inkspect.data.stroke_files import read_strokes
from inkspect.network.weights import load_weights as load_picture_weights
from inkspect.network.weights import published_weights as published_picture_weights
from inkspect.pen.weights import load_weights, published_weights
from inkspect.report.charts import knowing_curve
from inkspect.report.drawing import Colour, check_that_charts_can_be_drawn
from inkspect.report.elements import element
from inkspect.report.knowing import KnowingResults, measure_knowing
from inkspect.system.errors import InkspectError
from inkspect.system.files import check_writable, write_atomically

DRAWINGS = Path(__file__).resolve().parent.parent / "tests" / "golden" / "drawings.jsonl"
PAPER = "#fbf8f1"
SCALE = 2


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if a file cannot be read or written, or has no digits."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.who_knew_when", description=__doc__)
    parser.add_argument("--weights", type=Path, metavar="FILE", help="a pen's network (default: the published one)")
    parser.add_argument(
        "--strokes", type=Path, metavar="FILE", default=DRAWINGS, help="labelled digits (default: the golden ones)"
    )
    parser.add_argument("--output", type=Path, metavar="FILE.svg", help="also draw the picture")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    options = parser.parse_args(arguments)
    try:
        if options.output is not None:
            check_that_charts_can_be_drawn()
            check_writable(options.output)
        pen = load_weights(options.weights or published_weights())
        picture, _ = load_picture_weights(published_picture_weights())
        with threadpool_limits(limits=1, user_api="blas"):  # the matrices are so small that threads mostly wait
            measured = measure_knowing(picture, pen, options.strokes.name, read_strokes(options.strokes))
        if measured is None:
            raise InkspectError(f"{options.strokes} has no drawing with ink that is labelled as a digit")
        write_json(options.json, {f"{right.share:g}": right.to_json() for right in measured.rows})
        if options.output is not None:
            write_atomically(options.output, as_file(measured))
    except InkspectError as error:
        print(f"who_knew_when: {error}", file=sys.stderr)
        return 1
    print(f"{measured.rows[-1].count:,} digits of {measured.name}, read right\n ink   pen's  picture's")
    for right in measured.rows:
        print(f"{right.share:>4.0%}  {right.pen_accuracy:>6.1%}  {right.picture_accuracy:>9.1%}")
    return 0


def as_file(measured: KnowingResults) -> bytes:
    """Return the report's chart as an SVG file of its own, on paper, with its colours in it."""
    chart = knowing_curve("who-knew-when", measured.name, measured.rows)
    width, height = (float(size) for size in chart.get("viewBox", "").split()[2:])
    styles = [f".{kind}-{colour.name.lower()}{{{kind}:{colour}}}" for kind in ("fill", "stroke") for colour in Colour]
    picture = element(
        "svg",
        element("title", chart.get("aria-label")),
        element("style", "text{font-family:system-ui,sans-serif}" + "".join(styles)),
        element("rect", width=width, height=height, fill=PAPER),
        list(chart),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        width=SCALE * width,
        height=SCALE * height,
        stroke_linejoin="round",
    )
    return _as_xml(picture)


def _as_xml(picture: Element) -> bytes:
    return f"{tostring(picture, encoding='unicode')}\n".encode()


if __name__ == "__main__":
    sys.exit(main())
