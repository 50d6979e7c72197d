"""The shapes of settlement on the wire: `runs` with their lines and explanations."""
