"""The rules of hours: weeks, limits of an entry, states of a sheet, the grid, corrections. Pure."""
