"""A drawing over time: what a network reads in it after every point."""
