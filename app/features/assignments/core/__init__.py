"""The rules of assignments: values in, values out.

`life` the steps, `events` the fold to a projection, `completeness` what is missing, `principals` who
shares in the hours, `numbering`, `queue` and `lateness` the three small rules around them.
"""
