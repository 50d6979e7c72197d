"""Identities: UUID version 7, made from the clock and a random source (data §1).

Made in Python and not by the database, so that the demo plays the same rows twice. Within one
source the identities rise, so rows lie on disk in the order in which they were made.
"""

import secrets
from datetime import datetime
from random import Random
from uuid import UUID

_COUNTER_BITS = 12


class IdSource:
    """Gives rising UUIDs; `Random(seed)` makes them repeatable, without one they are secure."""

    def __init__(self, random: Random | None = None) -> None:
        self._random: Random = random or secrets.SystemRandom()
        self._millisecond = -1
        self._counter = 0

    def new(self, moment: datetime) -> UUID:
        """A new identity for a row made at `moment` (aware)."""
        millisecond = int(moment.timestamp() * 1000)
        if millisecond <= self._millisecond:
            self._counter += 1
            if self._counter >> _COUNTER_BITS:
                self._millisecond += 1
                self._counter = 0
        else:
            self._millisecond = millisecond
            self._counter = 0
        tail = self._random.getrandbits(62)
        value = self._millisecond << 80 | 0x7 << 76 | self._counter << 64 | 0b10 << 62 | tail
        return UUID(int=value)
