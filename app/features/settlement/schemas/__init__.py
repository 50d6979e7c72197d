"""The shapes of settlement on the wire: `runs` with their lines, `changing` and `policies` for what comes in."""
