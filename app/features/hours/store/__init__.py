"""All SQL of the room: `sheets` and parts, `entries` and their rates, `overview` of many people."""
