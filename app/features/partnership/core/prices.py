"""Prices of tariffs that were wrong: what is right, from when it was known, beside the version that stays as it is.

A correction never changes the version: it says what the price of some of its days is, with who, when and why. Of
several the one that was recorded last holds. Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from app.features.partnership.core.rows import TariffRow, Term
from app.kernel.dutch import euro, since
from app.kernel.errors import Finding
from app.kernel.glossary import wire

ONE_DAY = timedelta(days=1)
FROM, UNTIL, PRICE, REASON = (wire(name) for name in ("valid_from", "valid_until", "price_cents", "reason"))
HIGHEST_CENTS = 10**9


@dataclass(frozen=True, slots=True)
class PriceCorrection:
    """The right price of some days of a version, and who said so, when and why."""

    id: UUID
    tariff_id: UUID
    price_cents: int
    term: Term
    reason: str
    recorded_at: datetime
    recorded_by: str


Span = tuple[Term, PriceCorrection | None]
"""Days with one price: that of a correction, or None for the version's own."""


def spans(row: TariffRow, corrections: Sequence[PriceCorrection]) -> list[Span]:
    """The days of a version in order, each stretch with what its price comes from.

    `corrections` in the order in which they were recorded. One that gives the version's own price leaves its days as
    if nothing had been corrected: a correction of a correction returns to the first.

    >>> from app.features.partnership.core.words import TariffKind
    >>> row = TariffRow("PE", TariffKind.HOUR, "adviseur", "Adviseur", 6200, Term(date(2026, 1, 1)))
    >>> def correction(number, cents, first_on, last_on=None):
    ...     return PriceCorrection(UUID(int=number), UUID(int=0), cents, Term(first_on, last_on), "", None, "")
    >>> march = correction(1, 6450, date(2026, 3, 1), date(2026, 3, 31))
    >>> [(f"{term.first_on} {term.last_on}", found and found.price_cents) for term, found in spans(row, [march])]
    [('2026-01-01 2026-02-28', None), ('2026-03-01 2026-03-31', 6450), ('2026-04-01 None', None)]
    >>> spans(row, [march, correction(2, 6200, date(2026, 1, 1))]) == [(row.term, None)]
    True
    """
    found: list[Span] = []
    for term in _stretches(row.term, [one.term for one in corrections]):
        last = next((one for one in reversed(corrections) if term.first_on in one.term), None)
        if last is not None and last.price_cents == row.price_cents:
            last = None
        if found and found[-1][1] is last:
            found[-1] = (Term(found[-1][0].first_on, term.last_on), last)
        else:
            found.append((term, last))
    return found


def _stretches(whole: Term, terms: Sequence[Term]) -> Iterator[Term]:
    """The days of a term, cut where another begins or ends."""
    starts = {whole.first_on}
    starts |= {term.first_on for term in terms if term.first_on in whole}
    after = [term.last_on + ONE_DAY for term in terms if term.last_on is not None]
    starts |= {day for day in after if day in whole}
    ordered = sorted(starts)
    ends = [start - ONE_DAY for start in ordered[1:]]
    for first_on, last_on in zip(ordered, [*ends, whole.last_on], strict=True):
        yield Term(first_on, last_on)


def as_known(row: TariffRow, corrections: Sequence[PriceCorrection]) -> list[TariffRow]:
    """The version as rows with the prices that are right as far as is known."""
    return [
        replace(row, term=term, price_cents=row.price_cents if found is None else found.price_cents)
        for term, found in spans(row, corrections)
    ]


@dataclass(frozen=True, slots=True)
class PriceNow:
    """What a version costs now: its row with the price and the days of that price, and what stands behind it."""

    row: TariffRow
    note: str = ""


def price_now(row: TariffRow, corrections: Sequence[PriceCorrection], today: date) -> PriceNow:
    """The price that counts today, or on the day of the version that is nearest to today.

    >>> from app.features.partnership.core.words import TariffKind
    >>> row = TariffRow("PE", TariffKind.HOUR, "adviseur", "Adviseur", 6200, Term(date(2026, 1, 1)))
    >>> march = Term(date(2026, 3, 1), date(2026, 3, 31))
    >>> known = [PriceCorrection(UUID(int=1), UUID(int=0), 6450, march, "", None, "")]
    >>> [price_now(row, known, date(2026, month, 9)).note.replace(chr(160), " ") for month in (3, 4)]
    ['was € 62,00', 'op andere dagen gecorrigeerd']
    >>> price_now(row, known, date(2026, 3, 9)).row.price_cents
    6450
    >>> price_now(row, [], date(2025, 1, 1)).note
    ''
    """
    day = max(row.term.first_on, today if row.term.last_on is None else min(today, row.term.last_on))
    now = next(one for one in as_known(row, corrections) if day in one.term)
    if now.price_cents != row.price_cents:
        return PriceNow(now, f"was {euro(row.price_cents)}")
    return PriceNow(now, "" if now.term == row.term else "op andere dagen gecorrigeerd")


def correction_faults(
    row: TariffRow, known: Sequence[PriceCorrection], term: Term, price_cents: int, reason: str
) -> list[Finding]:
    """What is wrong with a correction of a version, at the fields of the wire."""
    found = []
    days = f"Deze versie geldt {since(row.term.first_on, row.term.last_on)}. Kies een dag daarvan."
    if term.last_on is not None and term.last_on < term.first_on:
        found.append(Finding(UNTIL, "De laatste dag ligt vóór de eerste. Draai ze om."))
    elif term.first_on not in row.term:
        found.append(Finding(FROM, days))
    elif term.last_on is not None and term.last_on not in row.term:
        found.append(Finding(UNTIL, days))
    elif all(one.price_cents == price_cents for one in as_known(row, known) if one.term.overlaps(term)):
        message = f"{euro(price_cents)} is op deze dagen al de prijs. Er is niets te corrigeren."
        found.append(Finding(PRICE, message))
    if not 0 <= price_cents <= HIGHEST_CENTS:
        found.append(Finding(PRICE, "Een prijs is nul of meer en hoogstens tien miljoen euro."))
    if not reason.strip():
        found.append(Finding(REASON, "Noem waarom de prijs fout was en waar de goede staat."))
    return found
