"""The wire of assignments: `shapes` in Pydantic, `translating` to and from the values of the core."""
