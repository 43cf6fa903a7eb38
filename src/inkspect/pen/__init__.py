"""The pen's network: a Transformer that reads a drawing as a sequence of movements, and writes."""
