"""Around the program: errors in one line, files that are there whole or not at all, locks, processes, downloads."""
