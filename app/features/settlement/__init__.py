"""The settlement of a period's costs over the partners (domain §10, settlement.md)."""
