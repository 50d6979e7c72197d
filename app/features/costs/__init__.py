"""Cost pools, cost entries and budget (domain §9)."""
