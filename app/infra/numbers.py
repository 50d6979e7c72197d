"""Number series without gaps, per collaboration (domain §4, §11; data §7).

A number is given in the transaction that uses it and is lost with it, so there is never a gap.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import cast

from sqlalchemy import BigInteger, Text, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.infra.schema import Base, TenantOnly

_NEXT = text(
    "INSERT INTO number_series (collaboration_id, series, last_number) VALUES (:collaboration, :series, 1)"
    " ON CONFLICT (collaboration_id, series) DO UPDATE SET last_number = number_series.last_number + 1"
    " RETURNING last_number"
)


class NumberSeries(TenantOnly, Base):
    """The last number given in a series, such as `opdracht:2026:SZ`."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    last_number: Mapped[int] = mapped_column(BigInteger)


def next_number(session: Session, collaboration_id: int, series: str) -> int:
    """The next number of the series; its row stays locked until the commit."""
    return cast(
        "int", session.execute(_NEXT, {"collaboration": collaboration_id, "series": series}).scalar_one()
    )


def last_numbers(session: Session, prefix: str) -> dict[str, int]:
    """The last number given in every series whose name begins so, of the collaboration of this transaction."""
    rows = session.execute(
        select(NumberSeries.series, NumberSeries.last_number).where(
            NumberSeries.series.startswith(prefix, autoescape=True)
        )
    )
    return {row.series: row.last_number for row in rows}


def gaps(given: Iterable[tuple[str, int]], last: Mapping[str, int]) -> list[str]:
    """What is wrong with the numbers that were given, by series, in Dutch; empty when each is there once.

    >>> gaps([("factuur:2026:VLI", 1), ("factuur:2026:VLI", 3)], {"factuur:2026:VLI": 3})
    ['Reeks factuur:2026:VLI: nummer 2 ontbreekt.']
    >>> gaps([("factuur:2026:VLI", 1), ("factuur:2026:VLI", 2)], {"factuur:2026:VLI": 1})
    ['Reeks factuur:2026:VLI: nummer 2 is nooit uitgegeven; de reeks staat op 1.']
    """
    used: dict[str, list[int]] = {series: [] for series in last}
    for series, number in given:
        used.setdefault(series, []).append(number)
    found = []
    for series, numbers in sorted(used.items()):
        end = last.get(series, 0)
        once = set(numbers)
        found += [
            f"Reeks {series}: nummer {number} ontbreekt."
            for number in range(1, end + 1)
            if number not in once
        ]
        found += [
            f"Reeks {series}: nummer {number} is nooit uitgegeven; de reeks staat op {end}."
            for number in sorted(once)
            if not 1 <= number <= end
        ]
        found += [
            f"Reeks {series}: nummer {number} is twee keer gebruikt."
            for number, times in sorted(Counter(numbers).items())
            if times > 1
        ]
    return found
