"""Whether sums and states of hours equal what they follow from; and make them anew (data §3).

For `ssc verify`, as the application, and `ssc rebuild`, as the owner: the sums have no other writer.
"""

from collections.abc import Iterator

from app.features.hours.core.states import SheetState, state_of
from app.features.hours.core.subject import Kind
from app.features.hours.core.views import Sheet
from app.features.hours.core.week import Week
from app.features.hours.store import digests, projections, sheets
from app.infra.db import UnitOfWork
from app.kernel.dutch import month
from app.kernel.glossary import HOUR_STATES
from app.kernel.period import Period
from app.kernel.roles import Permission


def deviations(work: UnitOfWork) -> list[str]:
    """One sentence per day, assignment or week that differs from its entries; empty is sound."""
    work.actor.require(Permission.READ_HOURS)
    sums = [*projections.differing_days(work.session), *projections.differing_assignments(work.session)]
    found = [
        f"Uren van {what}: bijgehouden {kept} minuten, regels tellen op tot {summed}."
        for what, kept, summed in sums
    ]
    for employee, monday, area, state, entries, approved in projections.differing_parts(work.session):
        found.append(
            f"Uren van {employee}, week {Week(monday).code}, {area}: het deel is "
            f"{HOUR_STATES.get(state, 'er niet')}; goedgekeurde regels: {approved} van {entries}."
        )
    for first_on, kept in digests.kept_digests(work.session, work.actor.collaboration_id).items():
        last_on = Period.month(first_on.year, first_on.month).last_on
        if digests.read_digest(work.session, first_on, last_on, Kind.NORMAL) != kept:
            found.append(
                f"Uren van {month(first_on)}: de regels zijn niet meer wat zij bij het sluiten waren."
            )
    return found + [
        f"Week {Week(sheet.monday).code} van {code} staat op {HOUR_STATES[sheet.state]}, maar volgens haar "
        f"delen is zij {HOUR_STATES[expected]}."
        for code, sheet, expected in _misplaced(work)
    ]


def rebuild(work: UnitOfWork) -> int:
    """Write sums and states of weeks anew; gives how many were wrong. Needs the owner of the database."""
    work.actor.require(Permission.EDIT_ACCESS)
    sums = projections.mend_sums(work.session)
    misplaced = list(_misplaced(work))
    for _, sheet, expected in misplaced:
        handed_in_at = None if expected is SheetState.OPEN else sheet.handed_in_at or work.now
        sheets.save_sheet(work.session, sheet, expected, handed_in_at)
    changed = sums + len(misplaced)
    if changed:
        work.record("uren.herbouwen", "hour_entry", "alle", None, {"sommen": sums, "weken": len(misplaced)})
    return changed


def _misplaced(work: UnitOfWork) -> Iterator[tuple[str, Sheet, SheetState]]:
    """Weeks that do not stand where their parts say: code of the employee, the sheet, the right state."""
    for employee_id, code, monday, state, handed_in_at, parts in projections.each_sheet(work.session):
        expected = state_of(handed_in_at is not None, parts)
        if state is not expected:
            yield code, Sheet(employee_id, monday, state, handed_in_at), expected
