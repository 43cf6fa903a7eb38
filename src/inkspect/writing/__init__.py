"""Digits that the pen's network writes, and drawings that it finishes: asked for, as pictures, and as text."""
