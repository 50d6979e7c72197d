"""Pure rules and values that every room shares: no database, no clock, no web."""
