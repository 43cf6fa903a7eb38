"""The page: the built template, filled with data, as one HTML file."""
