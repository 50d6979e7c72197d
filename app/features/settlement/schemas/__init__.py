"""The shapes of settlement on the wire: `runs` with their lines, `changing` for agreements that come in."""
