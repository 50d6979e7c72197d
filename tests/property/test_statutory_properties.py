"""What always holds of a period suspended and extended at random: clock, law and story say the same."""

from datetime import date, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.features.sla.core.calendar import AMSTERDAM
from app.features.sla.core.marks import Mark
from app.features.sla.core.projecting import day_after, project
from app.features.sla.core.rules import Kept, OwnPeriod, Rules, Subject
from app.features.sla.core.statutory import Extension, LawPeriod, LawUnit, Suspension, statutory_end
from app.features.sla.core.telling import tell
from app.features.sla.core.words import MarkKind, Metric

START = date(2026, 3, 2)
UNITS = st.sampled_from([LawUnit.DAYS, LawUnit.WEEKS, LawUnit.MONTHS])
DAYS = st.integers(-5, 120).map(lambda days: START + timedelta(days=days))


@st.composite
def suspensions(draw: st.DrawFn) -> Suspension:
    asked_on = draw(DAYS)
    return Suspension(asked_on, asked_on + timedelta(days=draw(st.integers(0, 30))), "gevraagd", "Awb 4:15")


@st.composite
def extensions(draw: st.DrawFn) -> Extension:
    period = LawPeriod(draw(st.integers(1, 8)), draw(UNITS))
    return Extension(period, draw(DAYS), "onderzoek", "Awb 7:10 lid 3")


def kept(
    period: LawPeriod, stops: list[Suspension], extension: Extension | None, *more: Mark
) -> tuple[Kept, datetime]:
    begun = datetime(2026, 3, 2, 9, tzinfo=AMSTERDAM)
    subject = Subject(
        UUID(int=1), "proef", "1", UUID(int=2), None, UUID(int=3),
        own_period=OwnPeriod("Awb", START, period), suspensions=tuple(stops), extension=extension,
    )  # fmt: skip
    return Kept(subject, (Mark(Metric.STATUTORY, 1, MarkKind.START, begun), *more)), begun


@settings(max_examples=150, deadline=None)
@given(
    st.builds(LawPeriod, st.integers(1, 20), UNITS),
    st.lists(suspensions(), max_size=3),
    st.none() | extensions(),
)
def test_the_clock_ends_as_the_law_says_and_its_days_total_the_target(
    period: LawPeriod, stops: list[Suspension], extension: Extension | None
) -> None:
    end = statutory_end(period, START, stops, extension)
    assert end.ends_on is not None
    one, begun = kept(period, stops, extension)
    (clock,) = project(one.subject, one.marks, Rules())
    assert clock.due_at == day_after(end.ends_on)
    (story,) = tell(one, Rules(), begun)
    assert story.days is not None
    assert story.days.due_at == clock.due_at
    assert story.days.total == clock.target_total
    lost = {line.on for line in story.days.lines if line.is_paused}
    assert lost == {line.on for line in story.days.lines if any(stop.holds_on(line.on) for stop in stops)} - {
        START
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(suspensions(), max_size=3), st.none() | extensions(), st.integers(0, 40))
def test_while_a_suspension_lasts_there_is_no_end_and_nothing_is_spent(
    stops: list[Suspension], extension: Extension | None, later: int
) -> None:
    period = LawPeriod(8, LawUnit.WEEKS)
    lasting = Suspension(START + timedelta(days=10))
    one, _ = kept(period, [*stops, lasting], extension)
    (clock,) = project(one.subject, one.marks, Rules())
    assert clock.due_at is None
    begins = day_after(lasting.requested_on)
    told = [next(iter(tell(one, Rules(), begins + timedelta(days=days)))).spent for days in (0, later)]
    assert told[0] == told[1] <= 10
