"""Inkspect: a small convolutional network, trained from scratch in NumPy, and the page that shows it thinking."""
