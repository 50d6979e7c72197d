"""Assignments: what a municipality asks of the pool, from draft to closed (domain §4)."""
