"""What paper, light and pen do to a picture, printed lines, creases, glare, gaps in strokes, is not the digit."""

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

import photographs as made
import scenes
from drawn_sheets import assert_read, refusal, sheet
from inkspect.network.network import Network
from inkspect.network.weights import load_weights, published_weights
from inkspect.pictures import read_picture

Path = Sequence[tuple[float, float]]
STYLES = made.one_of_each_style()


@pytest.fixture(scope="module")
def network() -> Network:
    return load_weights(published_weights())[0]


class TestGlare:
    @pytest.mark.parametrize("at", [(200, 54), (40, 54), (200, 270), (40, 270)])
    @pytest.mark.parametrize("brightness", [60, 90, 120, 150])
    def test_light_on_a_board_is_not_ink(self, network: Network, at: tuple[int, int], brightness: float) -> None:
        y, x = np.mgrid[0:320, 0:240]
        board = 195 * (1 - 0.7 * ((x / 240 - 0.5) ** 2 + (y / 320 - 0.5) ** 2))
        seven = scenes.traced(board.shape, [[(80, 110), (150, 108), (110, 210)]], 5)
        light = brightness * np.exp(-(((x - at[0]) / 32) ** 2) - ((y - at[1]) / 24) ** 2)
        grey = np.clip(board * (1 - seven) + 70 * seven + light, 0, 255)
        assert_read(Image.fromarray(grey.astype(np.uint8)), 7, network)


def squared(width: int = 300, height: int = 400, pitch: int = 16) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image, pen = sheet(width, height, (255, 255, 255))
    for place in range(8, max(width, height), pitch):
        pen.line((0, place, width, place), fill=(150, 160, 200))
        pen.line((place, 0, place, height), fill=(150, 160, 200))
    return image, pen


class TestPrintedLines:
    @pytest.mark.parametrize("blur", [0, 1])
    def test_a_line_on_squared_paper_is_a_1(self, network: Network, blur: float) -> None:
        image, pen = squared()
        pen.line((150, 120, 150, 270), fill=(0, 0, 0), width=4)
        assert_read(image.filter(ImageFilter.GaussianBlur(blur)), 1, network)

    def test_a_grid_alone_is_no_drawing(self) -> None:
        for pitch in (12, 16, 30):
            assert "holds no drawing" in refusal(squared(pitch=pitch)[0])

    @pytest.mark.parametrize("pitch", [14, 24, 40])
    @pytest.mark.parametrize("both_ways", [False, True])
    def test_strokes_are_kept_where_lines_cross_them(self, pitch: int, both_ways: bool) -> None:
        for drawing in STYLES[::4]:
            ink = np.pad(made.drawn(drawing, 180, 7), 40)
            lined = ink.copy()
            lined[5::pitch] = np.maximum(lined[5::pitch], 0.4)
            if both_ways:
                lined[:, 5::pitch] = np.maximum(lined[:, 5::pitch], 0.4)
            plain, read_through = (read_picture(made.on_paper(coverage)).pixels for coverage in (ink, lined))
            assert np.abs(plain - read_through).mean() < 0.03, drawing.extra["name"]

    def test_a_digits_straight_strokes_are_no_lines_however_close_it_is_cropped(self, network: Network) -> None:
        for margin in (0.0, 0.02):
            image, pen = sheet(100, 160)
            edge = margin * 160
            pen.line([(edge, 3 + edge), (97 - edge, 3 + edge), (50, 157 - edge)], fill=0, width=7)
            assert_read(image, 7, network)

    @pytest.mark.parametrize("ink", [60, 140, 170])
    @pytest.mark.parametrize("ends", [((0, 60), (219, 240)), ((90, 0), (120, 299)), ((0, 150), (219, 140))])
    def test_a_crease_is_no_stroke(self, network: Network, ink: int, ends: Path) -> None:
        paper, seven = np.full((300, 220), 215.0), made.drawn(STYLES[-1], 180, 6, 0.05)
        paper -= 25 * scenes.traced(paper.shape, [ends], 4)
        grey = paper.copy()
        part = np.s_[40 : 40 + seven.shape[0], 50 : 50 + seven.shape[1]]
        grey[part] = np.minimum(paper[part], 215 + (ink - 215) * seven)
        assert_read(Image.fromarray(grey.astype(np.uint8)), int(str(STYLES[-1].label)), network)


class TestAPenThatSkips:
    @staticmethod
    def pieces(count: int, gap: float) -> Image.Image:
        image, pen = sheet(160, 200)
        length = 120 * (1 - (count - 1) * gap) / count
        for number in range(count):
            top = 30 + number * (length + 120 * gap)
            pen.line((80 + number * 2, top, 82 + number * 2, top + length), fill=0, width=6)
        return image

    @pytest.mark.parametrize("count", [3, 4])
    @pytest.mark.parametrize("gap", [0.03, 0.05])
    def test_pieces_of_one_stroke_are_one(self, network: Network, count: int, gap: float) -> None:
        assert_read(self.pieces(count, gap), 1, network)

    def test_wider_gaps_are_said(self) -> None:
        assert "separate drawings" in refusal(self.pieces(3, 0.1))

    @pytest.mark.parametrize("gap", [4, 6, 10, 20])
    def test_11_and_10_are_two(self, gap: int) -> None:
        for second in ("1", "0"):
            image, pen = sheet(200, 180)
            pen.line((43, 30, 43, 150), fill=0, width=6)
            if second == "1":
                pen.line((49 + gap, 30, 49 + gap, 150), fill=0, width=6)
            else:
                pen.ellipse((46 + gap, 30, 110 + gap, 150), outline=0, width=6)
            assert refusal(image) == "holds 2 separate drawings; crop it to one"
