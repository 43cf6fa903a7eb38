"""What goes wrong for reasons a user can see and change."""


class InkspectError(Exception):
    """One clear line: what was wrong, where, and what to do."""


class InvalidValueError(InkspectError, ValueError):
    """A value that a caller hands in is not what was asked for."""
