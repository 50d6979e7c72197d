"""Baselines and their paths as use cases: read, explain, set a version, tell of a year, answer about one's amount."""
