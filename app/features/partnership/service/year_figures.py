"""Figures of earlier years as use cases: hours and products that an average needs from before the system.

Append-only: a later recorded figure of the same year replaces an earlier one, which stays (data §3).
"""

from uuid import UUID

from app.features.partnership.core.agreements import year_figure_faults
from app.features.partnership.core.rows import PartnershipRows, YearFigureRow
from app.features.partnership.core.views import Directory
from app.features.partnership.store import changing
from app.infra.db import UnitOfWork
from app.kernel.errors import Finding, Invalid
from app.kernel.glossary import wire
from app.kernel.roles import Permission


def check_year_figure(work: UnitOfWork, row: YearFigureRow) -> Directory:
    """The names that it refers to; `Invalid` with a finding per field when it cannot be added."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    names = changing.find_directory(work.session)
    found = [Finding(wire(field), message) for field, message in year_figure_faults(row)]
    if row.area not in names.areas:
        found.append(Finding("taakgebied", "Kies een taakgebied uit de lijst."))
    elif row.product is not None and (row.area, row.product) not in names.products:
        found.append(Finding("product", "Kies een product van dit taakgebied, of laat het leeg voor uren."))
    if row.organisation not in names.organisations:
        found.append(Finding("organisatie", "Kies een organisatie uit de lijst."))
    if row.year >= work.today.year:
        found.append(Finding("jaar", "Dit jaar is nog niet voorbij. Een jaarcijfer is van een heel jaar."))
    if found:
        raise Invalid(found)
    return names


def add_year_figure(work: UnitOfWork, row: YearFigureRow) -> UUID:
    """Record a figure; gives its identity. `Invalid` as `check_year_figure` says."""
    check_year_figure(work, row)
    identity = work.new_id()
    changing.add(work.session, work.actor, identity, work.now, PartnershipRows(year_figures=(row,)))
    after = {
        "taakgebied": row.area,
        "organisatie": row.organisation,
        "jaar": row.year,
        "product": row.product,
        "minuten": row.minutes,
        "afgenomenAantal": row.taken_count,
        "bron": row.source,
    }
    work.record("jaarcijfer.toevoegen", "year_figure", identity, None, after)
    return identity
