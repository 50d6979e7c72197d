"""The wire of partnership: `shapes` in Pydantic, `translating` from the values of the core."""
