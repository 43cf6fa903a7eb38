"""Errors whose causes a user can see and fix."""


class InkspectError(Exception):
    """An error whose message is one clear line: what was wrong, where, and what to do."""


class InvalidValueError(InkspectError, ValueError):
    """A value passed by the caller has the wrong type, shape or range."""
