"""The convolutional network: its description, its layers forward and backward, weights, exports, verdict."""
