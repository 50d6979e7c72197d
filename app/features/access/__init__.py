"""Who may come in, and with what rights: accounts, roles, applications, their keys, sessions, the log."""
