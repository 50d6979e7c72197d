"""Puts a whole partnership in: a new collaboration with all its rows, or nothing."""

from dataclasses import fields
from datetime import date

from app.features.partnership.core.agreements import faults
from app.features.partnership.core.rows import CollaborationRow, PartnershipRows
from app.features.partnership.store.months import add_months
from app.features.partnership.store.writing import Writer
from app.infra.db import UnitOfWork
from app.infra.tenancy import create_collaboration, find_collaboration
from app.kernel.actor import Actor
from app.kernel.errors import Finding, Invalid, Refused
from app.kernel.roles import Permission


def found_collaboration(work: UnitOfWork, row: CollaborationRow) -> Actor:
    """A new collaboration; gives the system as actor in it. `Refused` when the code is taken."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    if find_collaboration(work.session, row.code) is not None:
        raise Refused(
            f"Samenwerkingsverband {row.code} bestaat al. Kies een andere code, of begin met een lege database.",
            kind="bestaat-al",
        )
    number = create_collaboration(work.session, row.code, row.name, row.place, row.legal_form.value)
    return Actor.system(number, row.code, work.actor.via)


def load_rows(work: UnitOfWork, rows: PartnershipRows) -> Writer:
    """Put rows in that together are a whole partnership; gives the identities by code.

    `Invalid` with every fault when the rows do not hold together; then nothing is put in.
    """
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    found = faults(rows)
    if found:
        raise Invalid(
            [Finding(f"{fault.table}.{fault.index}.{fault.field}", fault.message) for fault in found]
        )
    writer = Writer(work.session, work.actor, work.new_id, work.now)
    writer.put(rows)
    counts = {field.name: len(getattr(rows, field.name)) for field in fields(rows)}
    work.record("deelnemers.laden", "collaboration", work.actor.collaboration_code, None, counts)
    return writer


def open_years(work: UnitOfWork, first_year: int, last_year: int) -> None:
    """Open the months of these years, so that facts dated in them can be entered."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    months = [date(year, month, 1) for year in range(first_year, last_year + 1) for month in range(1, 13)]
    add_months(work.session, work.actor, months)
