"""The two networks, as the value of the option `--network`."""

from enum import StrEnum


class NetworkName(StrEnum):
    """Which network a command is about."""

    PICTURE = "picture"
    PEN = "pen"
