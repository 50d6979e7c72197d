"""The pure part of invoices: what is billed to whom, and what stands on the papers about it."""
