"""Pictures of digits, however they were made, come to the network as one digit or not at all."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

import photographs as made
from inkspect.data.stroke_files import read_strokes
from inkspect.data.strokes import Drawing
from inkspect.ink import rasterize
from inkspect.network.architecture import load_architecture
from inkspect.network.network import Network
from inkspect.network.weights import load_weights, published_weights
from inkspect.pictures import PictureError, Source, read_picture

Pixels = NDArray[np.float64]
INK = load_architecture().ink
STYLES = made.one_of_each_style()
FIVE = next(drawing for drawing in STYLES if drawing.extra["name"] == "5 in two strokes, 4")
SLASHED = next(drawing for drawing in STYLES if drawing.extra["name"] == "0 slashed, 4")
SEVEN = next(drawing for drawing in STYLES if drawing.label == "7")
ROTATIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""EXIF's orientation, and what was done to a picture that it undoes."""


@pytest.fixture(scope="module")
def network() -> Network:
    return load_weights(published_weights())[0]


def read(source: Source) -> Pixels:
    return read_picture(source).pixels


def assert_alike(pixels: Pixels, expected: Pixels, tolerance: float = 0.02) -> None:
    """Compare by the mean difference of all 784 cells; the two most alike digits here are 0.07 apart."""
    off = np.abs(pixels - expected).mean()
    assert off <= tolerance, f"cells differ by {off:.3f} on average; the digit was fitted differently"


def refusal(source: Source, name: str | None = "photo.png") -> str:
    with pytest.raises(PictureError) as caught:
        read_picture(source, name)
    line = str(caught.value)
    assert "\n" not in line
    return line


def misread(network: Network, pictures: list[Pixels], drawings: list[Drawing]) -> list[str]:
    digits = network.predict_logits(np.stack(pictures)).argmax(axis=1)
    return [f"{d.extra['name']} as {n}" for d, n in zip(drawings, digits, strict=True) if d.label != str(n)]


class TestTheRule:
    @pytest.mark.parametrize("drawing", STYLES, ids=lambda drawing: str(drawing.extra["name"]))
    def test_a_picture_of_strokes_comes_to_what_the_strokes_come_to(self, drawing: Drawing) -> None:
        assert_alike(read(made.on_paper(made.drawn(drawing))), rasterize(drawing.strokes))

    @pytest.mark.parametrize("pen", [1, 2, 5, 12, 24])
    def test_thin_and_thick_pens_come_to_the_same(self, pen: float) -> None:
        assert_alike(read(made.on_paper(made.drawn(FIVE, pen=pen))), rasterize(FIVE.strokes), 0.03)

    @pytest.mark.parametrize("pen", [36, 44])
    def test_a_marker_as_wide_as_a_fifth_of_the_digit_is_read(self, network: Network, pen: float) -> None:
        pictures = [read(made.on_paper(made.drawn(drawing, pen=pen))) for drawing in STYLES]
        wrong = misread(network, pictures, STYLES)
        assert len(wrong) <= 2, f"misread: {wrong}"

    def test_the_ink_spans_20_cells_and_its_mass_is_at_the_centre(self) -> None:
        pixels = read(made.on_paper(made.drawn(SEVEN)))
        rows, columns = np.nonzero(pixels >= 0.5)
        centres = np.arange(28) + 0.5
        assert max(np.ptp(rows), np.ptp(columns)) + 1 == pytest.approx(INK.ink_span, abs=1)
        for axis in (0, 1):
            assert centres @ pixels.sum(axis=axis) / pixels.sum() == pytest.approx(INK.mass_center, abs=0.1)

    def test_values_are_float64_from_0_to_1(self) -> None:
        pixels = read(made.on_paper(made.drawn(SEVEN)))
        assert pixels.shape == (28, 28)
        assert pixels.dtype == np.float64
        assert (pixels.min(), pixels.max()) == (0, 1)

    @pytest.mark.parametrize("negative", [False, True])
    def test_what_follows_mnists_rule_already_is_kept_bit_for_bit(self, negative: bool) -> None:
        values = np.rint(rasterize(SEVEN.strokes) * 255).astype(np.uint8)
        image = Image.fromarray(255 - values if negative else values)
        assert np.abs(read(made.encoded(image)) - values / 255).max() < 1e-6

    def test_28_pixels_that_do_not_follow_it_are_fitted(self) -> None:
        small = made.drawn(SEVEN, side=14, pen=2, margin=0.05)
        corner = np.zeros((28, 28))
        corner[: small.shape[0], : small.shape[1]] = small
        assert_alike(read(corner), rasterize(SEVEN.strokes), 0.06)


class TestAnyPicture:
    # Cropped closer than a twentieth, thick ink outweighs the paper of a small picture. A slashed 0 of 40 pixels by the
    # thickest pen is the least like its strokes: 0.051 away.
    @example(drawing=SLASHED, side=40, pen=0.14, margin=0.5, negative=False, orientation=1, kind="WEBP")
    @example(drawing=SLASHED, side=40, pen=0.14, margin=0.05, negative=True, orientation=6, kind="JPEG")
    @given(
        drawing=st.sampled_from(STYLES),
        side=st.integers(40, 500),
        pen=st.floats(0.04, 0.14),
        margin=st.floats(0.05, 1),
        negative=st.booleans(),
        orientation=st.sampled_from([1, *ROTATIONS]),
        kind=st.sampled_from(["PNG", "JPEG", "WEBP"]),
    )
    def test_size_margin_pen_inversion_rotation_and_format_do_not_matter(
        self, drawing: Drawing, side: int, pen: float, margin: float, negative: bool, orientation: int, kind: str
    ) -> None:
        coverage = made.drawn(drawing, side, max(1.5, pen * side), margin)
        image = made.on_paper(1 - coverage if negative else coverage)
        if orientation in ROTATIONS:
            image = image.transpose(ROTATIONS[orientation])
        exif = Image.Exif()
        exif[0x0112] = orientation
        assert_alike(read(made.encoded(image, kind, exif=exif)), rasterize(drawing.strokes), 0.055)

    @pytest.mark.parametrize(
        "convert",
        [
            pytest.param(lambda image: image.convert("1"), id="black and white"),
            pytest.param(lambda image: image.convert("RGB"), id="RGB"),
            pytest.param(lambda image: image.convert("P"), id="palette"),
            pytest.param(lambda image: image.convert("LA"), id="grey and opacity"),
            pytest.param(lambda image: image.convert("LA").convert("La"), id="premultiplied grey"),
            pytest.param(lambda image: image.convert("RGBA"), id="RGBA"),
            pytest.param(lambda image: image.convert("RGBA").convert("RGBa"), id="premultiplied RGBA"),
            pytest.param(lambda image: image.convert("RGB").convert("HSV"), id="HSV"),
            pytest.param(lambda image: image.convert("RGB").convert("YCbCr"), id="YCbCr"),
            pytest.param(lambda image: image.convert("RGB").convert("CMYK"), id="CMYK"),
            pytest.param(lambda image: image.convert("I"), id="32-bit integers"),
            pytest.param(lambda image: image.convert("F"), id="floating point"),
            pytest.param(lambda image: Image.fromarray(np.asarray(image).astype(np.uint16) * 257), id="16-bit"),
        ],
    )
    def test_every_kind_of_pixel_is_read(self, convert: Callable[[Image.Image], Image.Image]) -> None:
        image = convert(made.on_paper(made.drawn(FIVE)))
        if image.mode == "I":
            image = Image.fromarray(np.asarray(image) * 257)
        assert_alike(read(image), rasterize(FIVE.strokes))

    @pytest.mark.parametrize(
        "kind, options",
        [("PNG", {}), ("JPEG", {"quality": 40}), ("WEBP", {"quality": 40}), ("BMP", {}), ("GIF", {})],
    )
    def test_every_format_is_read(self, kind: str, options: dict[str, int]) -> None:
        assert_alike(read(made.encoded(made.on_paper(made.drawn(FIVE)), kind, **options)), rasterize(FIVE.strokes))

    def test_a_16_bit_png_is_read(self) -> None:
        values = np.rint(65535 * (1 - made.drawn(FIVE))).astype(np.uint16)
        assert_alike(read(made.encoded(Image.fromarray(values))), rasterize(FIVE.strokes))

    def test_a_cmyk_jpeg_is_read(self) -> None:
        image = made.on_paper(made.drawn(FIVE)).convert("RGB").convert("CMYK")
        assert_alike(read(made.encoded(image, "JPEG")), rasterize(FIVE.strokes))

    @pytest.mark.parametrize("ink", [(0, 0, 0), (255, 255, 255), (200, 30, 40)])
    def test_ink_on_nothing_is_read_whatever_its_colour(self, ink: tuple[int, int, int]) -> None:
        coverage = made.drawn(FIVE)
        pixels = np.zeros((*coverage.shape, 4), np.uint8)
        pixels[..., :3] = ink
        pixels[..., 3] = np.rint(255 * coverage)
        assert_alike(read(made.encoded(Image.fromarray(pixels))), rasterize(FIVE.strokes))

    def test_a_sticker_on_nothing_is_read_by_its_ink(self) -> None:
        coverage = made.drawn(FIVE, margin=0.3)
        image = made.on_paper(coverage).convert("RGBA")
        around = Image.new("RGBA", (image.width + 80, image.height + 80), (0, 0, 0, 0))
        around.paste(image, (40, 40))
        assert_alike(read(made.encoded(around)), rasterize(FIVE.strokes))

    def test_red_ink_on_green_paper_of_the_same_lightness_is_read(self) -> None:
        coverage = made.drawn(FIVE)[..., None]
        colours = coverage * np.array([220, 60, 40]) + (1 - coverage) * np.array([60, 142, 40])
        assert_alike(read(Image.fromarray(colours.astype(np.uint8))), rasterize(FIVE.strokes))

    def test_a_palette_with_transparency_is_read(self) -> None:
        image = made.on_paper(made.drawn(FIVE)).convert("1").convert("P")
        white = image.getpixel((0, 0))
        assert_alike(read(made.encoded(image, "PNG", transparency=white)), rasterize(FIVE.strokes), 0.03)

    @pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int64, np.float32, np.float64, np.bool_])
    def test_arrays_of_every_type_are_read(self, dtype: type[np.generic]) -> None:
        white = {np.uint16: 65535, np.uint8: 255, np.int64: 255}.get(dtype, 1)
        values = (1 - made.drawn(FIVE)) * white
        array = (values > 0.5).astype(dtype) if dtype is np.bool_ else values.astype(dtype)
        assert_alike(read(array), rasterize(FIVE.strokes), 0.03)

    @pytest.mark.parametrize("channels", [1, 2, 3, 4])
    def test_arrays_with_channels_are_read(self, channels: int) -> None:
        array = np.repeat((255 * (1 - made.drawn(FIVE)))[..., None], channels, axis=2).astype(np.uint8)
        if channels in (2, 4):
            array[..., -1] = 255
        assert_alike(read(array), rasterize(FIVE.strokes))

    def test_a_large_picture_is_read_with_a_thin_pen(self) -> None:
        assert_alike(read(made.encoded(made.on_paper(made.drawn(SEVEN, 2400, 20)), "JPEG")), rasterize(SEVEN.strokes))

    def test_a_path_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "sieben.webp"
        made.on_paper(made.drawn(SEVEN)).save(path)
        assert_alike(read(path), read(str(path)), 0)

    def test_what_is_handed_over_is_not_changed(self) -> None:
        array = 255 * (1 - made.drawn(FIVE))
        image = made.on_paper(made.drawn(FIVE))
        kept, kept_image = array.copy(), image.copy()
        read(array)
        read(image)
        assert np.array_equal(array, kept) and image == kept_image


class TestPhotographs:
    @pytest.mark.parametrize("shadow", [False, True], ids=["uneven light", "a shadow's edge"])
    def test_the_network_reads_digits_photographed_in(self, network: Network, shadow: bool) -> None:
        random = np.random.default_rng(20)
        pictures = []
        for drawing in STYLES:
            pen, margin = random.uniform(4, 22), random.uniform(0.3, 0.9)
            pictures.append(read(made.photographed(made.drawn(drawing, 200, pen, margin), random, shadow=shadow)))
        wrong = misread(network, pictures, STYLES)
        assert len(wrong) <= 1, f"misread: {wrong}"

    def test_the_network_reads_chalk_on_a_blackboard(self, network: Network) -> None:
        random = np.random.default_rng(21)
        pictures = [read(made.photographed(made.drawn(d, margin=0.5), random, light_ink=True)) for d in STYLES]
        wrong = misread(network, pictures, STYLES)
        assert len(wrong) <= 1, f"misread: {wrong}"

    def test_squared_paper_is_no_ink(self, network: Network) -> None:
        random = np.random.default_rng(22)
        coverage = made.drawn(SEVEN, 300, 16, 0.5)
        coverage[::40] = np.maximum(coverage[::40], 0.25)
        coverage[:, ::40] = np.maximum(coverage[:, ::40], 0.25)
        assert misread(network, [read(made.photographed(coverage, random))], [SEVEN]) == []

    def test_dust_is_no_ink(self) -> None:
        coverage = made.drawn(SEVEN, margin=0.5)
        plain = read(made.on_paper(coverage))
        coverage[10:14, 10:14] = coverage[-30:-27, 20:26] = 1
        assert_alike(read(made.on_paper(coverage)), plain, 0.001)

    def test_real_pen_strokes_are_read_from_photographs_as_from_the_strokes(
        self, network: Network, stroke_folder: Path
    ) -> None:
        random = np.random.default_rng(23)
        everyone = read_strokes(stroke_folder / "digits-train.jsonl.gz")
        drawings = [everyone[index] for index in random.choice(len(everyone), 100, replace=False)]
        right = refused = 0
        for drawing in drawings:
            coverage = made.drawn(drawing, 160, random.uniform(3, 20), random.uniform(0.2, 0.8))
            try:
                pixels = read(made.photographed(coverage, random, shadow=bool(random.random() < 0.5)))
            except PictureError:
                refused += 1
                continue
            right += str(network.predict_logits(pixels).argmax()) == drawing.label
        by_strokes = network.predict_logits(np.stack([rasterize(d.strokes) for d in drawings])).argmax(axis=1)
        right_by_strokes = sum(str(n) == d.label for n, d in zip(by_strokes, drawings, strict=True))
        assert refused <= 3, f"{refused} of 100 photographs of one digit were refused"
        assert right >= right_by_strokes - 4, (
            f"{right} of 100 read right, {right_by_strokes} from the strokes themselves"
        )


class TestOneOrNone:
    @pytest.mark.parametrize("gap", [0.1, 0.3, 1, 3])
    def test_two_digits_are_said_not_guessed(self, gap: float) -> None:
        first, second = (made.drawn(drawing, margin=0.02) for drawing in (SEVEN, STYLES[0]))
        both = np.pad(made.side_by_side(first, np.zeros((1, int(gap * 200))), second), 30)
        assert refusal(made.on_paper(both)) == "photo.png: holds 2 separate drawings; crop it to one"

    def test_a_photograph_of_three_digits_is_said(self) -> None:
        random = np.random.default_rng(24)
        coverage = made.side_by_side(*(made.drawn(d, 120, 8, 0.15) for d in (SEVEN, STYLES[0], FIVE)))
        line = refusal(made.photographed(np.pad(coverage, 40), random))
        assert line == "photo.png: holds 3 separate drawings; crop it to one"

    def test_digits_one_above_the_other_are_said(self) -> None:
        first, second = (made.drawn(drawing, margin=0.1).T for drawing in (SEVEN, FIVE))
        column = made.side_by_side(first, second).T
        assert "2 separate drawings" in refusal(made.on_paper(column))

    def test_parts_of_one_digit_are_one(self) -> None:
        roof, body = FIVE.strokes if len(FIVE.strokes[0]) < len(FIVE.strokes[1]) else FIVE.strokes[::-1]
        apart = Drawing((roof - np.array([0, 260, 0])[: roof.shape[1]], body))
        assert_alike(read(made.on_paper(made.drawn(apart))), rasterize(apart.strokes))

    def test_a_broken_stroke_is_one(self) -> None:
        coverage = made.drawn(SEVEN, margin=0.3)
        whole = read(made.on_paper(coverage))
        for row in range(100, 260, 40):
            coverage[row : row + 5] = 0
        assert_alike(read(made.on_paper(coverage)), whole, 0.03)

    @pytest.mark.parametrize("grey", [0, 90, 255])
    @pytest.mark.parametrize("shape", [(1, 1), (1, 50), (28, 28), (300, 200)])
    def test_nothing_is_said(self, grey: int, shape: tuple[int, int]) -> None:
        line = refusal(np.full(shape, grey, np.uint8))
        assert line == "photo.png: holds no drawing; nothing in it stands out from the paper"

    @pytest.mark.parametrize("shadow", [False, True], ids=["uneven light", "a shadow's edge"])
    def test_bare_paper_holds_nothing_in(self, shadow: bool) -> None:
        random = np.random.default_rng(26)
        for _ in range(12):
            bare = np.zeros(random.integers(60, 400, 2))
            assert "holds no drawing" in refusal(made.photographed(bare, random, shadow=shadow))

    def test_all_transparent_holds_nothing(self) -> None:
        assert "holds no drawing" in refusal(Image.new("RGBA", (50, 50), (10, 20, 30, 0)))

    def test_noise_is_no_drawing(self) -> None:
        random = np.random.default_rng(25)
        refusal(random.random((200, 200)))

    def test_a_pattern_is_no_drawing(self) -> None:
        pattern = np.zeros((300, 300))
        pattern[10::30, 10::30] = pattern[11::30, 10::30] = pattern[10::30, 11::30] = pattern[11::30, 11::30] = 1
        assert "separate marks" in refusal(made.on_paper(pattern))


def png_that_claims(width: int, height: int) -> bytes:
    """Return a PNG whose header promises this size and whose pixels are missing."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


class TestBadFiles:
    @pytest.mark.parametrize("size", [(8001, 8001), (12_000, 12_000), (100_000, 100_000), (2**31 - 1, 1)])
    def test_a_decompression_bomb_is_refused_unopened(self, size: tuple[int, int]) -> None:
        line = refusal(png_that_claims(*size), "bomb.png")
        assert line.startswith("bomb.png: ")
        assert "64 million" in line

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
    @pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
    def test_a_truncated_file_is_said(self, kind: str, share: float) -> None:
        content = made.encoded(made.on_paper(made.drawn(FIVE)).convert("RGB"), kind)
        line = refusal(content[: int(share * len(content))], "half.img")
        assert line.startswith("half.img: ")
        assert "truncated or damaged" in line or "not a picture" in line

    def test_a_file_that_is_no_picture_is_said(self, tmp_path: Path) -> None:
        path = tmp_path / "notes.png"
        path.write_text("a text, not a picture")
        assert refusal(path, None) == (
            f"{path}: not a picture that can be read (PNG, JPEG, WEBP, BMP or GIF); save it as PNG"
        )

    def test_an_unusual_format_is_not_opened(self) -> None:
        assert "not a picture that can be read" in refusal(made.encoded(made.on_paper(made.drawn(FIVE)), "TIFF"))

    @pytest.mark.parametrize(
        "start, kind, way",
        [
            pytest.param(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC", "JPEG", id="HEIC"),
            pytest.param(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC", "JPEG", id="HEIC of another make"),
            pytest.param(b"\0\0\0\x1cftypavif\0\0\0\0", "AVIF", "PNG", id="AVIF"),
            pytest.param(b"II*\0\x08\0\0\0", "TIFF", "PNG", id="TIFF"),
            pytest.param(b"MM\0*\0\0\0\x08", "TIFF", "PNG", id="TIFF, the other way round"),
            pytest.param(b"%PDF-1.7\n", "PDF", "screenshot", id="PDF"),
            pytest.param(b'<?xml version="1.0"?><svg>', "SVG", "PNG", id="SVG"),
        ],
    )
    def test_a_format_that_is_not_opened_is_named_with_a_way_out(self, start: bytes, kind: str, way: str) -> None:
        line = refusal(start + bytes(200))
        assert line.startswith(f"photo.png: {kind}, not a picture that can be read (")
        assert way in line.rpartition("; ")[2]

    def test_a_tiff_as_it_is_saved_is_named(self) -> None:
        assert refusal(made.encoded(made.on_paper(made.drawn(FIVE)), "TIFF")).startswith("photo.png: TIFF, not a")

    def test_missing_and_unreadable_files_are_said(self, tmp_path: Path) -> None:
        missing = tmp_path / "none.png"
        assert refusal(missing, None) == f"cannot read {missing}: No such file or directory"
        assert "directory" in refusal(tmp_path, None)
        assert "cannot read" in refusal(f"{tmp_path}/a\0b.png", None)

    def test_an_empty_file_is_said(self) -> None:
        assert refusal(b"") == "photo.png: is empty"

    def test_a_file_too_large_is_not_read_whole(self, tmp_path: Path) -> None:
        path = tmp_path / "huge.png"
        with path.open("wb") as file:
            file.truncate(2**30)
        assert "larger than 128 MB" in refusal(path)

    @pytest.mark.parametrize(
        "array",
        [
            pytest.param(np.zeros(5), id="one axis"),
            pytest.param(np.zeros((2, 3, 5)), id="five channels"),
            pytest.param(np.zeros((0, 4)), id="no rows"),
            pytest.param(np.full((4, 4), np.nan), id="NaN"),
            pytest.param(np.full((4, 4), -1), id="negative"),
            pytest.param(np.full((4, 4), 1e9), id="far too large"),
            pytest.param(np.full((4, 4), "x"), id="text"),
            pytest.param(np.full((4, 4), 1j), id="complex"),
        ],
    )
    def test_an_array_that_is_no_picture_is_said(self, array: NDArray[np.generic]) -> None:
        assert refusal(array, None).startswith("the picture: ")

    @given(
        st.binary(max_size=400),
        st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF", b"GIF89a", b"BM"]),
    )
    def test_random_bytes_raise_nothing_else(self, content: bytes, magic: bytes) -> None:
        refusal(magic + content)

    @given(
        st.sampled_from(["PNG", "JPEG", "WEBP", "GIF", "BMP"]),
        st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=20),
    )
    def test_a_damaged_file_is_read_or_refused(self, kind: str, damage: list[tuple[float, int]]) -> None:
        content = bytearray(made.encoded(made.on_paper(made.drawn(FIVE, 60, 5)), kind))
        for place, value in damage:
            content[int(place * len(content))] = value
        try:
            pixels = read(bytes(content))
        except PictureError as error:
            assert "\n" not in str(error)
        else:
            assert np.isfinite(pixels).all() and 0 <= pixels.min() <= pixels.max() <= 1

    @given(st.integers(1, 12), st.integers(1, 12), st.data())
    def test_the_smallest_pictures_are_read_or_refused(self, height: int, width: int, data: st.DataObject) -> None:
        levels = st.lists(st.integers(0, 255), min_size=height * width, max_size=height * width)
        array = np.array(data.draw(levels), np.uint8).reshape(height, width)
        try:
            pixels = read(array)
        except PictureError:
            return
        assert np.isfinite(pixels).all() and 0 <= pixels.min() <= pixels.max() <= 1

    def test_a_file_still_open_in_pillow_that_is_damaged_is_said(self) -> None:
        content = made.encoded(made.on_paper(made.drawn(FIVE)))
        with Image.open(io.BytesIO(content[: len(content) // 2])) as image:
            assert "truncated or damaged" in refusal(image)
