"""The page: the built template and the data it is filled with, as one HTML file."""
