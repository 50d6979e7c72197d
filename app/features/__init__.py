"""The rooms of the house, one folder per part of the field (docs/architecture.md §2)."""
