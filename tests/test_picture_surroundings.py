"""What lies around a digit in a picture, a table, a frame, a ring, an underline, is not the digit."""

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageOps

from drawn_sheets import assert_read, refusal, sheet
from inkspect.network.network import Network
from inkspect.network.weights import load_weights, published_weights
from inkspect.pictures import read_picture
from inkspect.reading import read

Path = Sequence[tuple[float, float]]
SEVEN: Path = [(30, 20), (66, 20), (46, 84)]
RING = "a line surrounds the drawing; crop the picture to what is inside it"
BAR = "there is a bar close below the drawing; crop it away, or join it to the drawing"


@pytest.fixture(scope="module")
def network() -> Network:
    return load_weights(published_weights())[0]


class TestAFrame:
    def test_a_printed_box_is_not_a_0(self, network: Network) -> None:
        image, pen = sheet(60, 60)
        pen.rectangle((3, 3, 56, 56), outline=100)
        pen.line((30, 12, 30, 47), fill=0, width=3)
        assert_read(image, 1, network)

    @pytest.mark.parametrize("width", [1, 3])
    def test_a_sheet_on_a_table_is_not_a_0(self, network: Network, width: int) -> None:
        image, pen = sheet(120, 160, (90, 60, 40))
        pen.rectangle((16, 20, 103, 139), fill=(236, 232, 225))
        pen.line((60, 55, 60, 105), fill=(0, 0, 0), width=width)
        assert_read(image, 1, network)

    def test_a_sheet_that_runs_off_the_picture_is_one_all_the_same(self, network: Network) -> None:
        image, pen = sheet(160, 160, 60)
        pen.polygon([(-10, 30), (120, 20), (130, 170), (-10, 170)], fill=235)
        pen.line((60, 60, 60, 120), fill=20, width=4)
        assert_read(image, 1, network)

    def test_a_dark_card_with_chalk_is_read(self, network: Network) -> None:
        image, pen = sheet(160, 200, 220)
        pen.rectangle((20, 25, 139, 174), fill=30)
        pen.line((80, 60, 80, 140), fill=240, width=6)
        assert_read(image, 1, network)

    def test_a_box_in_a_box_is_opened_twice(self, network: Network) -> None:
        image, pen = sheet(200, 200)
        pen.rectangle((10, 10, 189, 189), outline=0, width=3)
        pen.rectangle((30, 30, 169, 169), outline=90, width=2)
        pen.line((100, 60, 100, 140), fill=0, width=6)
        assert_read(image, 1, network)

    def test_a_slanted_box_and_one_with_a_gap_are_frames(self, network: Network) -> None:
        image, pen = sheet(200, 200)
        pen.line([(30, 20), (180, 35), (170, 185), (20, 170), (26, 60)], fill=0, width=4)
        pen.line((100, 70, 95, 140), fill=0, width=6)
        assert_read(image, 1, network)

    def test_pencil_in_a_black_frame_is_read(self, network: Network) -> None:
        image, pen = sheet(200, 200)
        pen.rectangle((10, 10, 189, 189), outline=0, width=5)
        pen.line((100, 60, 100, 140), fill=140, width=5)
        assert_read(image, 1, network)

    def test_in_a_field_of_several_cells_the_one_that_is_filled_is_read(self, network: Network) -> None:
        image, pen = sheet(300, 140)
        for left in (20, 106, 192):
            pen.rectangle((left, 20, left + 86, 120), outline=60, width=2)
        pen.line((235, 40, 235, 100), fill=0, width=5)
        assert_read(image, 1, network)

    def test_two_cells_filled_are_two_drawings(self) -> None:
        image, pen = sheet(300, 140)
        for left in (20, 106, 192):
            pen.rectangle((left, 20, left + 86, 120), outline=60, width=2)
        pen.line((235, 40, 235, 100), fill=0, width=5)
        pen.line((63, 40, 63, 100), fill=0, width=5)
        assert refusal(image) == "holds 2 separate drawings; crop it to one"

    @pytest.mark.parametrize("line, shade", [(3, 0), (2, 150)])
    def test_a_digit_that_touches_its_box_cannot_be_told_from_it(self, line: int, shade: int) -> None:
        image, pen = sheet(200, 200)
        pen.rectangle((20, 20, 180, 180), outline=shade, width=line)
        pen.line((60, 50, 140, 50, 90, 178), fill=0, width=6)
        assert refusal(image) == RING

    @pytest.mark.parametrize("bar, digit", [(False, 0), (True, 8)])
    @pytest.mark.parametrize("pen_width", [6, 12, 20, 24, 28])
    def test_digits_of_straight_strokes_are_no_boxes(
        self, network: Network, bar: bool, digit: int, pen_width: int
    ) -> None:
        image, pen = sheet(140, 200)
        pen.rectangle((30, 30, 110, 170), outline=0, width=pen_width)
        if bar:
            pen.line((30, 100, 110, 100), fill=0, width=pen_width)
        for each in (image, ImageOps.invert(image)):
            reading = read(each, network)
            assert reading.probabilities is not None
            assert digit in np.argsort(reading.probabilities)[-2:], "one of the two that it is most like"


class TestARing:
    @pytest.mark.parametrize("what", [(0.5, 0.9), (0.5, 0.6)])
    def test_a_mark_of_half_its_height_or_more_cannot_be_told_from_a_0s(self, what: tuple[float, float]) -> None:
        for share in what:
            image, pen = sheet(120, 160)
            pen.ellipse((20, 20, 100, 140), outline=0, width=4)
            reach = share * 112 / 2 * 1.02
            pen.line((60, 80 - reach, 60, 80 + reach), fill=0, width=4)
            assert refusal(image) == RING

    @pytest.mark.parametrize("inner", [(45, 50, 75, 110), (28, 28, 92, 132)])
    def test_two_ellipses_are_refused(self, inner: tuple[int, int, int, int]) -> None:
        image, pen = sheet(120, 160)
        pen.ellipse((20, 20, 100, 140), outline=0, width=4)
        pen.ellipse(inner, outline=0, width=4)
        assert refusal(image) == RING

    def test_a_fainter_line_that_does_not_quite_close_is_a_ring(self) -> None:
        image, pen = sheet(160, 200)
        pen.arc((20, 20, 140, 180), 20, 375, fill=150, width=2)
        pen.line((80, 50, 80, 150), fill=0, width=8)
        assert refusal(image) == RING

    @pytest.mark.parametrize(
        "mark",
        [
            pytest.param([(30, 110), (90, 50)], id="a slash that touches"),
            pytest.param([(45, 95), (75, 65)], id="a short slash"),
            pytest.param([(60, 78), (60, 82)], id="a dot"),
            pytest.param([(45, 80), (75, 80)], id="a bar"),
            pytest.param([(60, 56), (60, 104)], id="an upright bar of less than half"),
        ],
    )
    def test_what_is_smaller_or_touches_belongs_to_a_0(self, network: Network, mark: Path) -> None:
        image, pen = sheet(120, 160)
        pen.ellipse((20, 20, 100, 140), outline=0, width=4)
        pen.line(list(mark), fill=0, width=4)
        assert_read(image, 0, network)


class TestAnUnderline:
    def test_a_bar_well_below_is_dropped(self, network: Network) -> None:
        image, pen = sheet(100, 130)
        pen.line(list(SEVEN), fill=0, width=4)
        pen.line((22, 96, 78, 96), fill=0, width=4)
        assert_read(image, 7, network)

    @pytest.mark.parametrize("height", [44, 120, 400])
    @pytest.mark.parametrize(
        "gap, outcome", [(0.03, "joined"), (0.075, "refused"), (0.16, "dropped"), (0.3, "dropped"), (0.6, "dropped")]
    )
    def test_its_gap_decides_by_the_digits_height(self, height: int, gap: float, outcome: str) -> None:
        line = max(2, height // 24)

        def seven(*, with_bar: bool) -> Image.Image:
            image, pen = sheet(height * 2, height * 2)
            scale = (height - line) / 64
            pen.line([(x * scale + 20, (y - 20) * scale + 20 + line / 2) for x, y in SEVEN], fill=0, width=line)
            rows = np.flatnonzero((np.asarray(image) < 128).any(axis=1))
            top = round(rows[-1] + 1 + gap * np.ptp(rows))
            if with_bar:
                pen.rectangle((22 * scale + 20, top, 78 * scale + 20, top + line - 1), fill=0)
            return image

        if outcome == "refused":
            assert refusal(seven(with_bar=True)) == BAR
            return
        without, bar = (read_picture(seven(with_bar=with_bar)).pixels for with_bar in (False, True))
        assert (np.abs(without - bar).mean() < 0.01) == (outcome == "dropped")

    def test_two_bars_are_both_dropped(self, network: Network) -> None:
        image, pen = sheet(100, 150)
        pen.line(list(SEVEN), fill=0, width=4)
        for y in (102, 109):
            pen.line((22, y, 78, y + 3), fill=0, width=3)
        assert_read(image, 7, network)

    def test_a_digits_own_bars_stay(self, network: Network) -> None:
        image, pen = sheet(100, 120)
        pen.line([(35, 40), (50, 20), (50, 92)], fill=0, width=5)
        pen.line((32, 98, 68, 98), fill=0, width=5)
        assert_read(image, 1, network)
        with_foot = read_picture(image).pixels
        pen.rectangle((30, 95, 70, 101), fill=255)
        assert np.abs(read_picture(image).pixels - with_foot).mean() > 0.02, "the foot was dropped"

    def test_two_digits_underlined_are_two(self) -> None:
        image, pen = sheet(160, 130)
        for x in (40, 100):
            pen.line((x, 20, x, 84), fill=0, width=4)
        pen.line((20, 106, 130, 106), fill=0, width=4)
        assert refusal(image) == "holds 2 separate drawings; crop it to one"
