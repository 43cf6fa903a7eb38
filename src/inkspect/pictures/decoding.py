"""Decode a file, its bytes, an image or an array to one upright greyscale picture."""

import io
import math
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from inkspect.pictures.filters import Grey
from inkspect.pictures.formats import other_format
from inkspect.system.errors import InkspectError, InvalidValueError

Source: TypeAlias = str | Path | bytes | Image.Image | NDArray[np.generic]
Result = TypeVar("Result")

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF")
_KNOWN = ", ".join(FORMATS[:-1]) + " or " + FORMATS[-1]
LARGEST_FILE_BYTES = 128 * 2**20
# Below Pillow's own limit, which only warns up to twice its size.
LARGEST_PIXELS = 64_000_000
# The longer side when searching for ink: a pen's line is still a pixel wide, and a photograph takes half a second.
WORKING_SIDE = 1200
# How much (of 0..1) visible pixels must differ for a picture with transparent parts to show both paper and ink.
_PAPER_AND_INK = 0.4


class PictureError(InkspectError):
    """A picture that cannot be read, or that does not hold exactly one drawing."""


class NotAPictureError(PictureError):
    """Bytes that are not a picture in any known format."""


class InvalidArrayError(PictureError, InvalidValueError):
    """An array that is not a picture."""


def decode(source: Source, name: str) -> Grey:
    """Return the picture as grey, (h, w) 0..1, upright, without transparency, its longer side at most WORKING_SIDE.

    Raises:
        PictureError: the file is missing, not a picture, damaged or too large; the message has the name.
    """
    if isinstance(source, np.ndarray):
        image = _image_of(source, name)
    elif isinstance(source, Image.Image):
        image = source
    else:
        image = _open(source if isinstance(source, bytes) else _content(Path(source), name), name)
    _check_size(image, name)
    return _guarded(lambda: _grey(image), name)


def _content(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise PictureError(f"cannot read {name}: {reason}") from error
    return content


def _open(content: bytes, name: str) -> Image.Image:
    if not content:
        raise PictureError(f"{name}: is empty")
    if len(content) > LARGEST_FILE_BYTES:
        limit = LARGEST_FILE_BYTES // 2**20
        raise PictureError(f"{name}: larger than {limit} MB, the limit for pictures; save it smaller")
    try:
        return _guarded(lambda: Image.open(io.BytesIO(content), formats=FORMATS), name)
    except NotAPictureError:
        if (other := other_format(content[:64])) is None:
            raise
        raise NotAPictureError(
            f"{name}: {other.name}, not a picture that can be read ({_KNOWN}); {other.way}"
        ) from None


def _check_size(image: Image.Image, name: str) -> None:
    width, height = image.size
    if width * height > LARGEST_PIXELS:
        limit = LARGEST_PIXELS // 1_000_000
        raise PictureError(f"{name}: {width}×{height} pixels, more than {limit} million; save it smaller")
    if width == 0 or height == 0:
        raise PictureError(f"{name}: has no pixels")


def _guarded(step: Callable[[], Result], name: str) -> Result:
    """Run a step of Pillow's, turning every exception into a one-line error."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about damaged metadata, which the pixels do not need
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return step()
    except PictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        limit = LARGEST_PIXELS // 1_000_000
        raise PictureError(f"{name}: more than {limit} million pixels; save it smaller") from error
    except UnidentifiedImageError as error:
        raise NotAPictureError(f"{name}: not a picture that can be read ({_KNOWN}); save it as PNG") from error
    except Exception as error:  # decoders raise anything on damaged files: struct.error, IndexError, SyntaxError …
        reason = " ".join(str(error).split()) or type(error).__name__
        raise PictureError(f"{name}: the picture is truncated or damaged ({reason})") from error


def _image_of(pixels: NDArray[np.generic], name: str) -> Image.Image:
    """Return an array (h, w), (h, w, 1 … 4) of 0..1, 0..255 or 16-bit numbers as an image."""
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    if pixels.ndim != 2 and not (pixels.ndim == 3 and pixels.shape[2] in (2, 3, 4)):
        raise InvalidArrayError(
            f"{name}: an array of shape {pixels.shape}, not (height, width) or (…, 1 to 4 channels)"
        )
    if pixels.dtype.kind not in "buif":
        raise InvalidArrayError(f"{name}: an array of {pixels.dtype}; a picture must hold numbers")
    if pixels.size == 0:
        raise InvalidArrayError(f"{name}: has no pixels")
    values = pixels.astype(np.float64)
    if not np.isfinite(values).all() or values.min() < 0 or values.max() > 65535:
        raise InvalidArrayError(f"{name}: its numbers must be in 0..1, 0..255 or 0..65535")
    largest = _largest_value(pixels.dtype, float(values.max()))
    if values.ndim == 2:
        return Image.fromarray((values / largest).astype(np.float32))
    return Image.fromarray(np.rint(values * (255 / largest)).astype(np.uint8))


def _largest_value(dtype: np.dtype[np.generic], largest: float) -> float:
    """Return the value of white in an array whose largest number is `largest`: 1, 255 or 65535."""
    if dtype == np.uint16 or largest > 255:
        return 65535.0
    if dtype == np.bool_ or (dtype.kind == "f" and largest <= 1):
        return 1.0
    return 255.0


def _grey(image: Image.Image) -> Grey:
    # JPEG can be decoded at half, a quarter or an eighth of its size; other formats ignore this.
    image.draft(None, (WORKING_SIDE, WORKING_SIDE))
    upright = ImageOps.exif_transpose(image)
    factor = math.ceil(max(upright.size) / WORKING_SIDE)
    if upright.mode in ("I", "F") or upright.mode.startswith("I;"):
        return _scalar_grey(upright, factor)
    transparent = "transparency" in upright.info or upright.mode in ("PA", "LA", "La", "RGBA", "RGBa")
    colour = upright if upright.mode in ("L", "RGB") and not transparent else _converted(upright, transparent)
    reduced = colour.reduce(factor) if factor > 1 else colour
    levels = np.asarray(reduced, dtype=np.float32) / np.float32(255)
    if levels.ndim == 2:
        return levels
    if levels.shape[2] == 4:
        levels = _opaque(levels[:, :, :3], levels[:, :, 3])
    return _most_telling(levels)


def _converted(image: Image.Image, transparent: bool) -> Image.Image:
    # "La" and "RGBa" convert only to "LA" and "RGBA", and "1" can be reduced only as grey.
    plain = image.convert({"La": "LA", "RGBa": "RGBA"}[image.mode]) if image.mode in ("La", "RGBa") else image
    if transparent:
        return plain.convert("RGBA")
    return plain.convert("L" if plain.mode == "1" else "RGB")


def _scalar_grey(image: Image.Image, factor: int) -> Grey:
    """Return grey with more than 8 bits, (h, w), as 0..1."""
    levels = np.asarray(image).astype(np.float32)
    if image.mode != "F":
        levels = np.clip(levels / 65535, 0, 1)
    elif not np.isfinite(levels).all() or levels.min() < 0 or levels.max() > 1:
        levels = np.nan_to_num(levels, nan=0.0, posinf=255.0, neginf=0.0)
        levels = np.clip(levels / 255, 0, 1)
    if factor == 1:
        return levels
    return np.asarray(Image.fromarray(levels).reduce(factor), dtype=np.float32)


def _opaque(levels: NDArray[np.float32], opacity: Grey) -> NDArray[np.float32]:
    """Composite colours (h, w, 3) with an opacity (h, w) on a background that makes them visible.

    If only ink is visible, the background is its contrast, white or black. If both paper and ink are visible, it is the
    paper's grey.
    """
    visible = opacity > 0.5
    if visible.all() or not visible.any():
        return levels * opacity[:, :, None] + (1 - opacity[:, :, None])
    luminance = _luminance(levels)[visible]
    low, middle, high = np.quantile(luminance, [0.02, 0.5, 0.98])
    contrast = 0.0 if luminance.mean() > 0.5 else 1.0
    ground = float(middle) if high - low > _PAPER_AND_INK else contrast
    return levels * opacity[:, :, None] + np.float32(ground) * (1 - opacity[:, :, None])


def _luminance(levels: NDArray[np.float32]) -> Grey:
    return levels @ np.array([0.299, 0.587, 0.114], dtype=np.float32)


def _most_telling(levels: NDArray[np.float32]) -> Grey:
    """Return the luminance of (h, w, 3), or one channel if it has far more contrast, as for red ink on green paper."""
    luminance = _luminance(levels)
    channel = max(range(3), key=lambda index: _spread(levels[:, :, index]))
    return levels[:, :, channel] if _spread(levels[:, :, channel]) > 2 * _spread(luminance) else luminance


def _spread(grey: Grey) -> float:
    low, high = np.quantile(grey, [0.001, 0.999])
    return float(high - low)
