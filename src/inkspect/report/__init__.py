"""The report: one HTML file of how a network was trained, what it reads right and wrong, and what it refuses."""
