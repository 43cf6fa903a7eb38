"""How well a network reads: accuracy, confusions, calibration."""
