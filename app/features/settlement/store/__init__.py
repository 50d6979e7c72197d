"""All SQL of settlement: the facts of a period, and runs as they are kept."""
