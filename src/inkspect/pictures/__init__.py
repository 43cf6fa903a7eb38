"""Pictures of a digit, drawn or photographed, as the network's input: find the ink, fit it, centre its mass.

`decoding` opens the source, `sheet` finds the paper on a table, `paper` separates ink from paper, `ruling` removes
lines across the paper, `drawing` finds the one drawing (`frames` and `underline` handle what is around it, `marks` and
`skips` its parts), and `fitting` puts it on the grid.
"""

from inkspect.pictures.decoding import LARGEST_FILE_BYTES, NotAPictureError, PictureError, Source
from inkspect.pictures.reading import Picture, read_picture

__all__ = ["LARGEST_FILE_BYTES", "NotAPictureError", "Picture", "PictureError", "Source", "read_picture"]
