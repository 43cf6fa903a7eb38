"""Importers: handwriting in other formats → stroke files."""
