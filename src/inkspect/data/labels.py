"""What a picture or a drawing is labelled with: one of ten digits, or that it shows none."""

DIGITS = tuple("0123456789")
"""The labels of digits, as stroke files write them; a digit's place is its class."""

NEGATIVE = len(DIGITS)
"""The class of a negative, which shows no digit: the network should find all ten equally likely there."""
