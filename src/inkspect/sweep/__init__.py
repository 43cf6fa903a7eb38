"""Many trainings that differ in their recipe or seed: specified, run on many cores or machines, kept in one table."""
