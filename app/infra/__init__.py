"""The edge: database, clock, files, jobs, web. Rules do not live here."""
