"""Picture formats that are not supported, with advice on how to convert each."""

from typing import NamedTuple

_FTYP = slice(4, 8)
_BRAND = slice(8, 12)


class OtherFormat(NamedTuple):
    """An unsupported format.

    Attributes:
        name: the format's name.
        way: how to convert such a file to a supported format.
    """

    name: str
    way: str


_SAVE = "open it in a picture viewer and save it as PNG or JPEG"
_BEGINNINGS = (
    ((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"), OtherFormat("TIFF", _SAVE)),
    ((b"%PDF",), OtherFormat("PDF", "save the page as PNG, or take a screenshot of it")),
    ((b"\xff\x0a", b"\0\0\0\x0cJXL "), OtherFormat("JPEG XL", _SAVE)),
    ((b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51"), OtherFormat("JPEG 2000", _SAVE)),
    ((b"8BPS",), OtherFormat("Photoshop", "export it as PNG")),
    ((b"<svg", b"<?xml"), OtherFormat("SVG", "export it as PNG, or take a screenshot of it")),
)
_HEIC = OtherFormat("HEIC", "share or export it as JPEG, or let the phone's camera save JPEG")
_BRANDS = (
    ((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), _HEIC),
    ((b"avif", b"avis"), OtherFormat("AVIF", _SAVE)),
)


def other_format(start: bytes) -> OtherFormat | None:
    """Return the unsupported format of a file, from its first bytes; None if it is unknown."""
    if start[_FTYP] == b"ftyp":
        for brands, known in _BRANDS:
            if start[_BRAND] in brands:
                return known
    for beginnings, known in _BEGINNINGS:
        if start.lstrip().startswith(beginnings) or start.startswith(beginnings):
            return known
    return None
