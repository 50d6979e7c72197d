"""Kinds of statistic that come, end or are withdrawn, with what looks at them."""

from uuid import UUID

from app.features.partnership.core.rows import StatisticKindRow
from app.features.partnership.service import kinds as kept
from app.features.partnership.service.changing import get_row
from app.features.settlement.core.agreed_words import Facts, holds
from app.features.settlement.core.touching import Preview
from app.features.settlement.service.changing.versions import Ending, Shown
from app.infra.db import UnitOfWork
from app.kernel.dutch import plain_day
from app.kernel.glossary import statistic_word

UNUSED = "Nog geen verdeelafspraak of tarief rekent hiermee. Cijfers legt u vast bij Kengetallen."


def show(work: UnitOfWork, table: str, identity: UUID) -> Shown:
    """A kind field by field; there are no other versions of it."""
    found = get_row(work, table, identity)[0]
    return Shown(found, facts_of(found.row), ())


def facts_of(row: StatisticKindRow) -> Facts:
    """A kind of statistic."""
    return (("Code", statistic_word(row.code) or ""), ("Naam", row.name), ("Geldt", holds(row.term)))


def preview_new(work: UnitOfWork, _: str, row: StatisticKindRow) -> Preview:
    """A new kind; `Invalid` when it cannot come."""
    kept.check_kind(work, row)
    return Preview("Soort kengetal toevoegen", facts_of(row), (UNUSED,))


def add_new(work: UnitOfWork, _: str, row: StatisticKindRow) -> UUID:
    """Add the kind."""
    return kept.add_kind(work, row)


def preview_end(work: UnitOfWork, ending: Ending) -> Preview:
    """Another last day; `Invalid` when something still needs the kind, or `Stale`."""
    row = kept.check_end(work, ending.id, ending.version, ending.last_on)
    then = (
        "Er is geen laatste dag meer."
        if row.term.last_on is None
        else f"Na {plain_day(row.term.last_on)} kunt u geen cijfers van deze soort meer vastleggen."
    )
    using = sorted({name for name, _ in kept.users(work, row.code)})
    said = [f"Tot dan rekent {name} ermee." for name in using]
    return Preview("Soort kengetal beëindigen", facts_of(row), (then, *said))


def change_end(work: UnitOfWork, ending: Ending) -> None:
    """Give the kind its last day."""
    kept.change_end(work, ending.id, ending.version, ending.last_on)


def preview_withdrawal(work: UnitOfWork, _: str, identity: UUID) -> Preview:
    """Taking the kind back; `Refused` when it was used."""
    row = kept.check_withdrawal(work, identity)
    return Preview("Soort kengetal intrekken", facts_of(row), ("Zij verdwijnt dan uit de lijst.",))


def withdraw(work: UnitOfWork, _: str, identity: UUID) -> None:
    """Take the kind back."""
    kept.withdraw(work, identity)
