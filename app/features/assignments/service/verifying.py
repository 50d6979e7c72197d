"""Does every assignment stand where its events say, and is every number there? Make the projection again.

For `ssc verify` and `ssc rebuild`, run as the system; reads everything of one collaboration.
"""

from collections.abc import Iterator

from app.features.assignments.core.clocks import marks_of
from app.features.assignments.core.completeness import Kind, PeriodUnit, StatutoryPeriod
from app.features.assignments.core.events import Projection, agreed_on, project
from app.features.assignments.core.numbering import SERIES, is_number, place_of
from app.features.assignments.core.periods import extension_of, suspensions_of
from app.features.assignments.service.clocks import KIND, own_period
from app.features.assignments.store import periods, projections, writing
from app.features.sla import service as sla
from app.features.sla.core.rules import Kept, Subject
from app.infra import numbers
from app.infra.db import UnitOfWork
from app.kernel.roles import Permission


def deviations(work: UnitOfWork) -> list[str]:
    """Every assignment whose row differs from the fold of its events, and every gap in the numbers; empty is good."""
    work.actor.require(Permission.READ_AUDIT)
    found = []
    for identity, number, stored, events in projections.each(work.session):
        expected = writing.projection_values(project(events))
        wrong = sorted(name for name, value in expected.items() if stored[name] != value)
        if wrong:
            name = number or str(identity)
            found.append(f"Opdracht {name} klopt niet met haar gebeurtenissen: {', '.join(wrong)}.")
    return found + _misnumbered(work)


def clock_deviations(work: UnitOfWork) -> list[str]:
    """Every assignment whose clocks differ from what its events, the norms and the calendars say; empty is good."""
    return [f"Opdracht {told}" for told in sla.deviations(work, expected_clocks(work))]


def rebuild_clocks(work: UnitOfWork) -> int:
    """Make marks and clocks anew from the events; gives of how many assignments they differed."""
    return sla.rebuild(work, expected_clocks(work))


def expected_clocks(work: UnitOfWork) -> Iterator[Kept]:
    """What the clocks of every assignment that was handed in are of, with their marks."""
    facts = periods.find_all(work.session)
    for identity, number, stored, events in projections.each(work.session):
        if number is None:
            continue
        law = stored["statutory_law"]
        period = law and StatutoryPeriod(
            law,
            stored["statutory_start_on"],
            stored["statutory_length"],
            PeriodUnit(stored["statutory_unit"]),
        )
        subject = Subject(
            id=identity,
            kind=KIND,
            label=number,
            area_id=stored["area_id"],
            product_id=stored["product_id"],
            organisation_id=stored["lead_organisation_id"],
            agreed_on=agreed_on(events),
            own_period=own_period(period),
            suspensions=suspensions_of(facts.get(identity, ())),
            extension=extension_of(facts.get(identity, ())),
        )
        yield Kept(subject, marks_of(events, Kind(stored["kind"])))


def _misnumbered(work: UnitOfWork) -> list[str]:
    """Numbers that are no numbers, and what lacks in the series of each area and year (domain §4)."""
    given = projections.numbers_given(work.session)
    strange = [f"Opdracht {number} heeft geen geldig nummer." for number in given if not is_number(number)]
    places = [place_of(number) for number in given if is_number(number)]
    return strange + numbers.gaps(places, numbers.last_numbers(work.session, SERIES))


def rebuild(work: UnitOfWork) -> int:
    """Write every projection anew from the events; gives how many differed."""
    work.actor.require(Permission.EDIT_ACCESS)
    changed = 0
    for identity, _number, stored, events in projections.each(work.session):
        projection: Projection = project(events)
        if any(stored[name] != value for name, value in writing.projection_values(projection).items()):
            writing.update_projection(work.session, identity, projection)
            work.record("opdracht.herbouwen", "assignment", identity, None, {"seq": projection.seq})
            changed += 1
    return changed
