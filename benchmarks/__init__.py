"""Measurements that take long and run only on request: `make bench`."""
