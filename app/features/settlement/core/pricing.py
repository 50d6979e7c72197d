"""Prices of tariffs as a settlement reads them: a corrected price is a row beside its version (settlement.md 6).

Hours keep the version that they were approved with; which of its prices holds on their days is looked up here.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from app.features.partnership.core.prices import PriceCorrection, spans
from app.features.partnership.core.rows import TariffRow
from app.features.settlement.core.inputs import ONE_DAY, Tariff, Term
from app.kernel.period import Period


def prices_of(identity: str, row: TariffRow, corrections: Sequence[PriceCorrection]) -> list[Tariff]:
    """A version of a tariff with its days, and each price that was corrected with the days of that.

    >>> from dataclasses import replace
    >>> from datetime import date
    >>> from uuid import UUID
    >>> from app.features.partnership.core.rows import Term as Days
    >>> from app.features.partnership.core.words import TariffKind
    >>> row = TariffRow("PE", TariffKind.HOUR, "adviseur", "Adviseur", 6200, Days(date(2026, 1, 1)))
    >>> days = Days(date(2026, 2, 1), date(2026, 2, 28))
    >>> right = PriceCorrection(UUID(int=7), UUID(int=1), 6450, days, "", None, "")
    >>> own, corrected = prices_of("1", row, [right])
    >>> [one.label for one in own.stints(Period.quarter(2026, 1))]
    ['januari 2026', 'maart 2026']
    >>> corrected.id == f"1/{UUID(int=7)}", corrected.version, corrected.price_cents
    (True, '1', 6450)
    >>> back = replace(right, id=UUID(int=8), price_cents=6200)
    >>> prices_of("1", row, [right, back]) == prices_of("1", row, [])
    True
    """
    stretches: dict[str, tuple[int, list[Term]]] = {}
    for days, found in spans(row, corrections):
        name = identity if found is None else f"{identity}/{found.id}"
        cents = row.price_cents if found is None else found.price_cents
        stretches.setdefault(name, (cents, []))[1].append(Term(days.first_on, days.last_on))
    return [
        Tariff(
            name,
            row.area,
            row.kind,
            row.of,
            row.name,
            cents,
            Term(terms[0].first_on, terms[-1].last_on),
            tuple(_between(terms)),
        )
        for name, (cents, terms) in stretches.items()
    ]


def _between(terms: Sequence[Term]) -> Iterable[Term]:
    """The days between stretches in order."""
    for before, after in pairwise(terms):
        assert before.last_on is not None
        yield Term(before.last_on + ONE_DAY, after.first_on - ONE_DAY)


class Prices:
    """Which price of a version holds on the days of some hours."""

    def __init__(self, tariffs: Iterable[Tariff]) -> None:
        found: dict[str, list[Tariff]] = {}
        for row in tariffs:
            found.setdefault(row.version, []).append(row)
        self._corrected: Mapping[str, list[Tariff]] = {
            version: rows for version, rows in found.items() if any(row.id != version for row in rows)
        }

    def of(self, version: str, days: Period) -> str:
        """The identity of the price; that of the version when it was not corrected or holds no price there."""
        rows = self._corrected.get(version, ())
        return next((row.id for row in rows if row.holds(days)), version)
