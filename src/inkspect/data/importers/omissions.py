"""What an import leaves out."""

from dataclasses import dataclass, field


@dataclass
class Omissions:
    """What an import leaves out, to be reported.

    Attributes:
        dropped: the number of UNIPEN's digits dropped.
        missing_includes: included UNIPEN files that are missing.
        loose_strokes: the number of InkML strokes that no group of their file contains.
        unknown_time_units: units of InkML times that cannot be converted to milliseconds; those times are left out.
        passed_over: files of a folder that hold nothing to import.
    """

    dropped: int = 0
    missing_includes: list[str] = field(default_factory=list)
    loose_strokes: int = 0
    unknown_time_units: set[str] = field(default_factory=set)
    passed_over: list[str] = field(default_factory=list)
