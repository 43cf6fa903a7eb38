"""The data to learn from and measure on: MNIST and its cache, stroke files, and other formats converted to them."""
