"""Generated drawings: digits, letters and figures as pen paths, in varied handwriting."""
