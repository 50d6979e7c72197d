"""Many subjects at once have the clocks that each has by itself: over random calendars, norms, pauses and outcomes."""

import itertools
from datetime import date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.features.sla.core.batches import project_many
from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.marks import Mark
from app.features.sla.core.norms import Norm
from app.features.sla.core.projecting import LAW_UNITS, project
from app.features.sla.core.rules import Bond, Kept, OwnPeriod, Rules, Subject
from app.features.sla.core.statutory import LawPeriod, LawUnit, Suspension
from app.features.sla.core.targets import Target, Unit
from app.features.sla.core.words import CLOCKED, MarkKind, Metric
from tests.property.test_sla_properties import FEW, calendars, moments, target_of

AREAS = (UUID(int=1), UUID(int=2))
OWN, PROVIDED = UUID(int=3), UUID(int=4)
PROVIDER, PARTNER = UUID(int=5), UUID(int=6)
PRODUCT, AGREEMENT = UUID(int=7), UUID(int=8)
DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))
FIRST = date(2020, 1, 1)
PARTS = [
    (MarkKind.PAUSE, MarkKind.RESUME),
    (MarkKind.PAUSE, MarkKind.RESUME, MarkKind.PAUSE, MarkKind.RESUME),
    *((kind,) for kind in MarkKind),
]
"""Of which the course of a clock is put together: often more than one pause."""


@st.composite
def rules(draw: st.DrawFn, own: WorkCalendar, provided: WorkCalendar) -> Rules:
    """One area with a calendar that its norms name, one with its provider's; norms of product and agreement too."""
    norms: list[Norm] = []
    for area in AREAS:
        for metric in CLOCKED:
            for product, agreement in ((None, None), (PRODUCT, None), (None, AGREEMENT)):
                if draw(st.booleans()):
                    norms.append(
                        Norm(
                            id=UUID(int=100 + len(norms)),
                            area_id=area,
                            metric=metric,
                            valid_from=FIRST,
                            valid_until=draw(st.none() | DAYS),
                            product_id=product,
                            agreement_id=agreement,
                            target=None if metric is Metric.DELIVERY else draw(targets(metric)),
                            calendar_id=OWN if area == AREAS[0] else None,
                            law="Awb 4:13" if metric is Metric.STATUTORY else None,
                            warn_percents=tuple(draw(st.sets(st.integers(1, 99), max_size=5))),
                        )
                    )
    return Rules(
        tuple(norms),
        tuple(Bond(area, PARTNER, FIRST, draw(st.none() | DAYS), AGREEMENT) for area in AREAS),
        tuple(Bond(area, PROVIDER, FIRST, None) for area in AREAS),
        {OWN: own, PROVIDED: provided},
        {PROVIDER: PROVIDED} if draw(st.booleans()) else {},
    )


@st.composite
def targets(draw: st.DrawFn, metric: Metric) -> Target:
    unit = draw(st.sampled_from(list(LAW_UNITS) if metric is Metric.STATUTORY else list(Unit)))
    amount = draw(st.integers(1, 3 if unit is Unit.MONTHS else 60))
    return target_of(unit, amount, metric is not Metric.STATUTORY and draw(st.booleans()))


@st.composite
def suspensions(draw: st.DrawFn) -> Suspension:
    asked = draw(DAYS)
    return Suspension(asked, draw(st.none() | st.dates(asked, asked + timedelta(days=30))))


@st.composite
def kept(draw: st.DrawFn, number: int) -> Kept:
    """A subject with marks of any kind in order of time: with pauses that close, stay open or touch, and outcomes."""
    period = st.builds(LawPeriod, st.integers(1, 12), st.sampled_from([LawUnit.DAYS, LawUnit.WEEKS]))
    subject = Subject(
        id=UUID(int=1000 + number),
        kind="assignment",
        label=f"2026-SZ-{number:04}",
        area_id=draw(st.sampled_from(AREAS)),
        product_id=draw(st.sampled_from([None, PRODUCT])),
        organisation_id=PARTNER,
        agreed_on=draw(st.none() | DAYS),
        own_period=draw(st.none() | st.builds(OwnPeriod, st.just("Awb 7:10"), DAYS, period)),
        suspensions=tuple(draw(st.lists(suspensions(), max_size=2))),
    )
    marks: list[Mark] = []
    for metric in CLOCKED:
        at: datetime = draw(moments())
        kinds = [
            MarkKind.START,
            *itertools.chain.from_iterable(draw(st.lists(st.sampled_from(PARTS), max_size=4))),
        ]
        for seq, kind in enumerate(kinds if draw(st.booleans()) else (), 1):
            marks.append(Mark(metric, seq, kind, at, "wacht" if kind is MarkKind.PAUSE else None))
            at += timedelta(minutes=draw(st.integers(0, 9000)), seconds=draw(st.integers(0, 59)))
    return Kept(subject, tuple(marks))


@FEW
@given(calendars(), calendars(), st.integers(0, 6), st.data())
def test_many_subjects_at_once_have_the_clocks_of_each_by_itself(
    own: WorkCalendar, provided: WorkCalendar, many: int, data: st.DataObject
) -> None:
    agreed = data.draw(rules(own, provided))
    subjects = [data.draw(kept(number)) for number in range(many)]
    found = project_many(subjects, agreed)
    assert found == [project(one.subject, one.marks, agreed) for one in subjects]
