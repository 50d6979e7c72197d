"""Hours: week sheets, approval, corrections, closing of a month (domain §7)."""
