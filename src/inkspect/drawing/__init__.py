"""Made-up drawings: digits, letters and figures as pen paths, in many handwritings."""
