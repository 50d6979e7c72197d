"""The pure settlement: `settle(inputs) -> Settlement`, no database, no clock, exact arithmetic.

`inputs` what goes in, `settle` what comes out, `snapshot` how inputs are frozen and read back, `words` how a
policy reads. Everything here is a function of its arguments.
"""
