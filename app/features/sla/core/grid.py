"""Working time by table instead of search, for a million moments at once.

When every opening and closing lies on a multiple of so many seconds from the first (half an hour for most
offices), each cell of that width is wholly open or wholly closed. Then what was worked until a moment is two
look-ups, and the moment at which so much was worked is one. A calendar too fine for a table has none.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.int64]

_MOST_CELLS: Final = 2_000_000
BLOCK: Final = 32_768
"""So many moments at a time, so that what is in between stays in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Grid:
    """`width` seconds a cell from `begins`; `slope` is 1 where open, `base` makes base + slope × second worked.

    `shift[k]` added to a number of working seconds within the k-th open cell gives the moment.
    """

    begins: int
    width: int
    base: Seconds
    slope: Seconds
    shift: Seconds

    @classmethod
    def of(cls, begins: int, ends: int, opens: Seconds, closes: Seconds) -> "Grid | None":
        """The table from `begins` to `ends`; None when it would be too large or nothing is open."""
        if not len(opens):
            return None
        width = int(np.gcd.reduce(np.concatenate((opens, closes)) - begins))
        count = -(-(max(ends, int(closes[-1])) - begins) // width) + 1
        if count > _MOST_CELLS or opens[0] < begins:
            return None
        edges = np.zeros(count + 1, dtype=np.int64)
        np.add.at(edges, (opens - begins) // width, 1)
        np.add.at(edges, (closes - begins) // width, -1)
        slope = np.cumsum(edges)[:-1]
        worked = np.cumsum(slope) - slope
        starts = np.arange(count, dtype=np.int64) * width
        cells = np.flatnonzero(slope)
        shift = begins + (cells - np.arange(len(cells))) * width
        return cls(begins, width, worked * width - slope * starts, slope, shift)

    def worked_at(self, seconds: Seconds) -> Seconds:
        """As `Timeline.worked_at`, for many within the table."""
        result = np.empty(len(seconds), dtype=np.int64)
        for low in range(0, len(seconds), BLOCK):
            part = seconds[low : low + BLOCK] - self.begins
            np.clip(part, 0, (len(self.base) - 1) * self.width, out=part)
            cell = part // self.width
            part *= self.slope[cell]
            part += self.base[cell]
            result[low : low + BLOCK] = part
        return result

    def reaches(self, worked: Seconds, otherwise: int) -> Seconds:
        """As `Timeline.reaches`, for many; `otherwise` where it is not reached within the table."""
        result = np.empty(len(worked), dtype=np.int64)
        last = len(self.shift) - 1
        for low in range(0, len(worked), BLOCK):
            part = worked[low : low + BLOCK]
            cell = (part - 1) // self.width
            inside = np.minimum(cell, last)
            found = self.shift[inside]
            found += part
            if cell.max(initial=0) > last:
                found[cell > last] = otherwise
            result[low : low + BLOCK] = found
        return result
