"""Changes of what the settlement reads: what each touches, said before it is saved; then saved below.

Rows live in partnership; what they touch is known here, where runs are. Nothing final changes.
"""
