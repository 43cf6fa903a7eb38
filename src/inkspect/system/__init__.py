"""The program's surroundings: one-line errors, atomic file writes, locks, processes, downloads."""
