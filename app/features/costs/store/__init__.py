"""The SQL of costs."""
