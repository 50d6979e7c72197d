"""The rules of coming in: keys, passwords, sessions, how often one may try. Pure; no clock, no random source."""
