"""A bar chart as exact geometry: bars from zero, the own period dark, a line where the budget was.

Places are whole tenths of a unit, so the same values give the same drawing on every machine.
The template draws it as SVG; the title says in words what the bars show.
"""

from collections.abc import Sequence
from dataclasses import dataclass

_WIDTH = 3100
_HEIGHT = 1240
_TOP = 240
_FLOOR = 1060
_WIDEST = 620


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, amount and budget, and whether it is the one that the paper is about."""

    label: str
    amount_cents: int
    budget_cents: int | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar with its place: tenths of a unit from the left and the top."""

    bar: Bar
    middle: int
    left: int
    top: int
    width: int
    height: int
    mark_left: int
    mark_width: int
    mark_top: int | None
    label_top: int

    @property
    def difference_percent_tenths(self) -> int | None:
        """How far above (or below) the budget, in tenths of a per cent, half away from zero."""
        budget = self.bar.budget_cents
        if not budget:
            return None
        over = self.bar.amount_cents - budget
        size = (2 * abs(over) * 1000 + abs(budget)) // (2 * abs(budget))
        return size if over >= 0 else -size


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of bars: its size in tenths of a unit, its floor, and the words that say the same."""

    title: str
    caption: str
    width: int
    height: int
    floor: int
    bars: tuple[DrawnBar, ...]
    own_label: str
    others_label: str

    @property
    def has_budget(self) -> bool:
        """Whether a line for the budget is drawn, so that the legend names it."""
        return any(drawn.mark_top is not None for drawn in self.bars)

    @property
    def has_others(self) -> bool:
        """Whether there are lighter bars beside the dark one."""
        return any(not drawn.bar.is_own for drawn in self.bars)


def draw(
    title: str,
    caption: str,
    bars: Sequence[Bar],
    own_label: str = "dit kwartaal",
    others_label: str = "eerder",
) -> Chart:
    """The bars in their places; the axis starts at zero and the highest of bar and budget fills the height.

    An amount below zero is drawn as a bar of no height; its number stands above it.

    >>> chart = draw("Twee kwartalen", "", [Bar("1e", 5_000), Bar("2e", 10_000, is_own=True)])
    >>> [(drawn.left, drawn.top, drawn.height) for drawn in chart.bars]
    [(465, 650, 410), (2015, 240, 820)]
    """
    highest = max((max(bar.amount_cents, bar.budget_cents or 0) for bar in bars), default=0)
    step = _WIDTH // max(len(bars), 1)
    width = min(_WIDEST, step * 56 // 100)
    drawn = []
    for place, bar in enumerate(bars):
        middle = place * step + step // 2
        height = _scaled(bar.amount_cents, highest)
        mark = None if bar.budget_cents is None else _FLOOR - _scaled(bar.budget_cents, highest)
        top = _FLOOR - height
        mark_width = min(step * 82 // 100, width * 145 // 100)
        drawn.append(
            DrawnBar(
                bar,
                middle,
                middle - width // 2,
                top,
                width,
                height,
                middle - mark_width // 2,
                mark_width,
                mark,
                min(top, top if mark is None else mark) - 60,
            )
        )
    return Chart(title, caption, _WIDTH, _HEIGHT, _FLOOR, tuple(drawn), own_label, others_label)


def _scaled(amount_cents: int, highest: int) -> int:
    return 0 if highest <= 0 or amount_cents <= 0 else amount_cents * (_FLOOR - _TOP) // highest
