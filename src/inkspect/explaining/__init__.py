"""Explains what a network reads: where every number of one drawing comes from, and why this digit and not that one."""
