"""How often something may be asked: so many times in so many seconds, per process and per name.

In memory and bounded: it bounds a program that asks too eagerly, it is no guard against many machines.
"""

from collections import OrderedDict, deque
from threading import Lock


class Pace:
    """At most `most` times in `within` seconds for each name; the last 10,000 names are remembered."""

    def __init__(self, most: int, within: float, names: int = 10_000) -> None:
        self._most = most
        self._within = within
        self._names = names
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, name: str, now: float) -> int:
        """0 when it may be asked now, which counts; else whole seconds until it may.

        >>> pace = Pace(2, 60)
        >>> [pace.wait("a", 0), pace.wait("a", 10), pace.wait("a", 20), pace.wait("b", 20), pace.wait("a", 60.5)]
        [0, 0, 40, 0, 0]
        """
        with self._lock:
            times = self._asked.setdefault(name, deque())
            self._asked.move_to_end(name)
            if len(self._asked) > self._names:
                self._asked.popitem(last=False)
            while times and times[0] <= now - self._within:
                times.popleft()
            if len(times) >= self._most:
                return max(1, -int(now - self._within - times[0]))
            times.append(now)
            return 0
