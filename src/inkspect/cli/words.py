"""Numbers in text."""


def counted(count: int, noun: str) -> str:
    """Return a number with its noun: 1 epoch, 2 epochs, 1,000 epochs."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
