"""The convolutional network: architecture, layers with forward and backward passes, weights, exports, verdict."""
