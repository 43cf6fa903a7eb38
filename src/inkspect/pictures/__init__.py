"""Pictures of a digit, drawn or photographed, as the network's input: find the ink, fit it, centre its mass.

`decoding` opens what people hand over, `paper` tells ink from paper, `drawing` finds the one drawing, `fitting` puts
it on the grid.
"""

from inkspect.pictures.decoding import PictureError, Source
from inkspect.pictures.reading import Picture, read_picture

__all__ = ["Picture", "PictureError", "Source", "read_picture"]
