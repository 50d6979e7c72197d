"""The wire of sla."""
