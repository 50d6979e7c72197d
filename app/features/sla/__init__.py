"""Norms, working calendars and the clocks that derive every deadline from events (domain §8)."""
