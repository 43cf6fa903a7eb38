"""Training from scratch: recipe, examples, optimizer, epochs, checkpoints, calibration."""
