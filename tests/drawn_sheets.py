"""Sheets that a test draws on itself, and what must come of reading them."""

import pytest
from PIL import Image, ImageDraw

from inkspect.network.network import Network
from inkspect.pictures import PictureError, read_picture
from inkspect.reading import read

Colour = int | tuple[int, int, int]


def sheet(width: int, height: int, paper: Colour = 255) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("L" if isinstance(paper, int) else "RGB", (width, height), paper)
    return image, ImageDraw.Draw(image)


def refusal(image: Image.Image) -> str:
    with pytest.raises(PictureError) as caught:
        read_picture(image, "photo.png")
    return str(caught.value).removeprefix("photo.png: ")


def assert_read(image: Image.Image, digit: int, network: Network) -> None:
    reading = read(image, network)
    assert (reading.verdict, reading.digit) == ("digit", digit)
