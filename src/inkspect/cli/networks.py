"""Which of the two networks a command is about."""

from enum import StrEnum


class NetworkName(StrEnum):
    """The networks: the picture's, which sees a drawing's ink, and the pen's, which follows its movements."""

    PICTURE = "picture"
    PEN = "pen"
