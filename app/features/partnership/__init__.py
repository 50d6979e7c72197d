"""The room partnership: who works together, on what, by which agreements and for what price."""
