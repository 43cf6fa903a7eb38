"""Numbers and types in text."""


def counted(count: int, noun: str) -> str:
    """Return a number with its noun: 1 epoch, 2 epochs, 1,000 epochs."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def with_article(noun: str) -> str:
    """Return a noun with its indefinite article: a list, an int."""
    return f"{'an' if noun[0].lower() in 'aeiou' else 'a'} {noun}"
