"""All SQL of the room access."""
