"""Reporting: the backlog dashboard; later the reports of planning and control (domain §12). Reads only."""
