"""The report: a network's training, accuracy, mistakes and refusals as one HTML file."""
