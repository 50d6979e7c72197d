"""What was charged in a period, for rooms above: of all who reads all, an office of its own organisation."""

from dataclasses import replace

from app.features.settlement.core.charged import Charges
from app.features.settlement.store.charged import find_charges
from app.infra.db import UnitOfWork
from app.kernel.period import Period
from app.kernel.roles import Permission


def final_charges(work: UnitOfWork, period: Period) -> Charges | None:
    """The charges of final runs within a period, as far as the actor may read them; None when none at all."""
    may = work.actor.may
    if not may(Permission.READ_SETTLEMENTS):
        return None
    found = find_charges(work.session, work.actor, period)
    mine = (
        one
        for one in found.charged
        if may(Permission.READ_SETTLEMENTS, organisation_ids=[one.organisation_id])
    )
    return replace(found, charged=tuple(mine))
