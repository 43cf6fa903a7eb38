"""What takes long to measure, and is measured on request: `make bench`."""
