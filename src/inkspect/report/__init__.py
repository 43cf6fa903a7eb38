"""The report: a network's training, accuracy, mistakes and rejections as one HTML file."""
