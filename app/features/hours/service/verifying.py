"""Whether the kept sums of hours equal their entries; for `ssc verify`. Mending is the owner's, not ours."""

from app.features.hours.store import projections
from app.infra.db import UnitOfWork
from app.kernel.roles import Permission


def deviations(work: UnitOfWork) -> list[str]:
    """One sentence per day or assignment whose kept minutes differ from its entries; empty is sound."""
    work.actor.require(Permission.READ_HOURS)
    found = [*projections.differing_days(work.session), *projections.differing_assignments(work.session)]
    return [
        f"Uren van {what}: bijgehouden {kept} minuten, regels tellen op tot {summed}."
        for what, kept, summed in found
    ]
