"""Pictures of a digit, drawn or photographed, as the network's input: find the ink, fit it, centre its mass.

`decoding` opens what people hand over, `sheet` leaves out the table, `paper` tells ink from paper, `ruling` takes off
the lines that cross it, `drawing` finds the one drawing (`frames` and `underline` what is beside it, `marks` and
`skips` its parts), `fitting` puts it on the grid.
"""

from inkspect.pictures.decoding import LARGEST_FILE_BYTES, NotAPictureError, PictureError, Source
from inkspect.pictures.reading import Picture, read_picture

__all__ = ["LARGEST_FILE_BYTES", "NotAPictureError", "Picture", "PictureError", "Source", "read_picture"]
