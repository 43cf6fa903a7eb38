"""The labels of pictures and drawings: one of ten digits, or negative."""

DIGITS = tuple("0123456789")
"""The digits' labels in stroke files; a digit's index is its class."""

NEGATIVE = len(DIGITS)
"""The class of a negative, for which the network should find all ten digits equally likely."""
