"""How a new version follows what holds: which row it ends, and what stands in its way.

For everything that is ended and not changed (tariffs, participation, policies). Rows given are those of one
subject, of which one may hold on a day. Pure: who may do it and what a settlement used is asked elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

from app.features.partnership.core.rows import Term
from app.features.partnership.core.views import Kept
from app.kernel.dutch import plain_day
from app.kernel.errors import Finding, Stale

ONE_DAY = timedelta(days=1)


class DatedRow(Protocol):
    """A row that holds from a day on."""

    @property
    def term(self) -> Term:
        """From when until when."""
        ...


Row = TypeVar("Row", bound=DatedRow)


@dataclass(frozen=True, slots=True)
class Placing(Generic[Row]):
    """The row that a new version ends, if any, and what is wrong with its days."""

    ends: Kept[Row] | None
    findings: tuple[Finding, ...]

    @property
    def last_on(self) -> date | None:
        """The last day of the row that is ended."""
        return None if self.ends is None else self.ends.row.term.last_on


def place(existing: Sequence[Kept[Row]], term: Term, from_field: str, until_field: str) -> Placing[Row]:
    """Where a new version with this term comes; findings name the fields of the wire.

    >>> from uuid import UUID
    >>> from app.features.partnership.core.rows import PartnerRow
    >>> now = Kept(UUID(int=1), PartnerRow("VLI", Term(date(2025, 1, 1))))
    >>> place([now], Term(date(2026, 7, 1)), "van", "tot").ends == now
    True
    >>> place([now], Term(date(2025, 1, 1)), "van", "tot").findings[0].field
    'van'
    """
    if term.last_on is not None and term.last_on < term.first_on:
        return Placing(None, (Finding(until_field, "De laatste dag ligt vóór de eerste. Draai ze om."),))
    ends = next((kept for kept in existing if term.first_on in kept.row.term), None)
    if ends is not None and ends.row.term.first_on == term.first_on:
        message = (
            f"Op {plain_day(term.first_on)} begint al een versie. Kies een latere dag, of trek die versie in."
        )
        return Placing(None, (Finding(from_field, message),))
    later = [kept.row.term.first_on for kept in existing if kept.row.term.first_on > term.first_on]
    upcoming = min((day for day in later if day in term), default=None)
    if upcoming is None:
        return Placing(ends, ())
    message = (
        f"Vanaf {plain_day(upcoming)} geldt al een volgende versie. Vul als laatste dag uiterlijk "
        f"{plain_day(upcoming - ONE_DAY)} in, of trek die versie in."
    )
    return Placing(ends, (Finding(until_field, message),))


def end_faults(term: Term, last_on: date, field: str) -> list[Finding]:
    """What is wrong with ending a row on this day."""
    if last_on < term.first_on:
        message = (
            f"Dit geldt pas vanaf {plain_day(term.first_on)}. Kies die dag of een latere, of trek het in."
        )
        return [Finding(field, message)]
    return []


def last_day_faults(
    kept: Kept[Row], others: Sequence[Kept[Row]], version: str, last_on: date | None, field: str
) -> list[Finding]:
    """What is wrong with another last day of a row beside the others of its subject.

    Raises `Stale` when it is not the version that was read.
    """
    if etag(kept.row.term) != version:
        message = "Iemand anders heeft dit intussen gewijzigd. Bekijk het opnieuw en kies dan wat u wilt."
        raise Stale(message)
    if last_on == kept.row.term.last_on:
        return [Finding(field, "Dit is al de laatste dag. Kies een andere.")]
    found = [] if last_on is None else end_faults(kept.row.term, last_on, field)
    held = Term(kept.row.term.first_on, last_on)
    if not found and any(one.row.term.overlaps(held) for one in others if one.id != kept.id):
        found.append(
            Finding(field, "Dan geldt er op sommige dagen ook een andere versie. Kies een eerdere dag.")
        )
    return found


def before(existing: Sequence[Kept[Row]], row: Row) -> Kept[Row] | None:
    """The row that ends on the day before this one begins: it goes on when this one is withdrawn."""
    eve = row.term.first_on - ONE_DAY
    return next((kept for kept in existing if kept.row.term.last_on == eve), None)


def etag(term: Term) -> str:
    """The version of a dated row: all that can change of it is its last day.

    >>> etag(Term(date(2026, 1, 1))), etag(Term(date(2026, 1, 1), date(2026, 12, 31)))
    ('open', '2026-12-31')
    """
    return "open" if term.last_on is None else term.last_on.isoformat()
