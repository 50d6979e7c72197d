"""All SQL of the room sla."""
