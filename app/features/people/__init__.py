"""People: who works, for whom, as what and how much (domain §6)."""
