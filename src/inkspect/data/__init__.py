"""What is learned from and measured on: MNIST and its cache, stroke files, other formats turned into them."""
