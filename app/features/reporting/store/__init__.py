"""The SQL of reports: the backlog, and the results of norms."""
