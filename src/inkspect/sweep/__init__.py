"""Sweeps: many training runs that differ in recipe or seed, run on many cores or machines, collected in one table."""
