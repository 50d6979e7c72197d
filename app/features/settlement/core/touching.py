"""What a change of agreements touches, in Dutch sentences, said before it is saved.

Pure: the runs, policies and counts are found by the service. A settlement that is final never changes; what
differs afterwards goes with a correction (settlement.md 6).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.features.costs.core import PoolKind
from app.features.partnership.core.rows import ComponentRow, PolicyRow
from app.features.partnership.core.words import CLIENTS, INHABITANTS, DriverKind, Reference
from app.features.settlement.core.facts import in_order
from app.features.settlement.core.inputs import CascadeMethod, Inputs, Pool, Term
from app.features.settlement.core.run import Run, RunKind, RunState
from app.kernel.dutch import count, listing
from app.kernel.period import Period, years_before


@dataclass(frozen=True, slots=True)
class Shift:
    """What a correction of a closed period would charge an organisation more; below zero less."""

    period: Period
    organisation: str
    name: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What will be saved, field by field, and what that touches.

    Of a policy also its sentences, of a corrected price what it moves in settlements that are final.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    touches: tuple[str, ...]
    sentences: tuple[str, ...] = ()
    shifts: tuple[Shift, ...] = ()


def about(period: Period) -> str:
    """A period behind "over".

    >>> about(Period.quarter(2026, 3)), about(Period.month(2026, 3)), about(Period.year(2026))
    ('het 3e kwartaal 2026', 'maart 2026', '2026')
    """
    return f"het {period.label}" if period.whole_months == 3 else period.label


def run_sentences(runs: Iterable[Run], *, keeps_days: bool = False) -> list[str]:
    """What happens to each settlement that reads what changes; one sentence when there is none.

    With `keeps_days` it is a policy or tariff: with another one than it was calculated with, no settlement is final.
    """
    shown = [_of_run(run, keeps_days) for run in sorted(runs, key=lambda run: (run.first_on, run.last_on))]
    return shown or ["Over deze dagen is nog geen afrekening gemaakt."]


_NAMED = {
    RunKind.SETTLEMENT: ("De afrekening", "Zij", "haar", "een correctie"),
    RunKind.ADVANCE: ("Het voorschot", "Het", "het", "de eindafrekening van het jaar"),
    RunKind.CORRECTION: ("De correctie", "Zij", "haar", "een volgende correctie"),
}
"""What a run is called, its pronouns, and where a difference goes once it is final."""


def _of_run(run: Run, keeps_days: bool) -> str:
    noun, they, them, then = _NAMED[run.kind]
    name = f"{noun} over {about(run.period)}"
    match run.state:
        case RunState.DRAFT:
            return f"{name} is een concept. {they} rekent hiermee zodra u {them} opnieuw berekent."
        case RunState.CHECKED | RunState.APPROVED:
            word = "gecontroleerd" if run.state is RunState.CHECKED else "goedgekeurd"
            if keeps_days and run.kind is RunKind.SETTLEMENT:
                return f"{name} is al {word}, maar wordt zo niet definitief. Stuur {them} eerst terug."
            return f"{name} is al {word} en verandert niet vanzelf. Moet dit meetellen, stuur {them} dan eerst terug."
        case _:
            return f"{name} is definitief en verandert niet. Een verschil komt in {then}."


def assignment_sentences(assignments: int) -> list[str]:
    """How many assignments have hours or deliveries in the days that change.

    >>> assignment_sentences(14)
    ['Op deze dagen zijn er uren of leveringen van 14 opdrachten.']
    """
    if not assignments:
        return []
    return [f"Op deze dagen zijn er uren of leveringen van {count(assignments, 'opdracht', 'opdrachten')}."]


def statistic_of(part: ComponentRow) -> str | None:
    """The kind of statistic that a component looks at, by driver or by tariff; None when by none."""
    known = {DriverKind.INHABITANTS: INHABITANTS, DriverKind.CLIENTS: CLIENTS}
    return known.get(part.driver, part.statistic_kind) if part.driver is not None else part.statistic_kind


def looks_at(
    policy: PolicyRow, kind: str, period: Period, reference_on: date, others: Collection[date]
) -> bool:
    """Whether a policy, executed for a period, would take the figure of this reference date (settlement.md 10).

    `others` are the other reference dates of the same organisation and kind. For an average of several years
    any figure in reach of them counts.
    """
    return any(
        _reaches(part, period, reference_on, others)
        for part in policy.components
        if statistic_of(part) == kind
    )


def _reaches(part: ComponentRow, period: Period, reference_on: date, others: Collection[date]) -> bool:
    if part.reference is Reference.YEARS_AVERAGE:
        reach = (part.average_years or 0) + (part.kept_years or 0)
        return years_before(period.first_on, reach) <= reference_on <= period.last_on
    return any(_is_taken(day, reference_on, others) for day in _reference_days(part.reference, period))


def _reference_days(reference: Reference, period: Period) -> Iterable[date]:
    match reference:
        case Reference.PERIOD_AVERAGE:
            return period.each_day()
        case Reference.PERIOD_START:
            return [period.first_on]
        case Reference.PREVIOUS_YEAR_START:
            return [date(period.first_on.year - 1, 1, 1)]
        case _:
            return [date(period.first_on.year, 1, 1)]


def _is_taken(day: date, reference_on: date, others: Collection[date]) -> bool:
    """Whether the figure of the reference date is the last on or before the day, and not older than a year.

    >>> _is_taken(date(2026, 1, 1), date(2026, 1, 1), [date(2025, 1, 1)])
    True
    >>> _is_taken(date(2026, 1, 1), date(2025, 1, 1), [date(2025, 7, 1)])
    False
    """
    if not years_before(day, 1) <= reference_on <= day:
        return False
    return not any(reference_on < other <= day for other in others)


def area_sentence(names: Sequence[str], what: str) -> str:
    """Which areas are divided by something.

    >>> area_sentence(["Sociale zaken"], "inwoners"), area_sentence([], "inwoners")
    ('Sociale zaken rekent met inwoners.', 'Geen taakgebied rekent met inwoners.')
    """
    if not names:
        return f"Geen taakgebied rekent met {what}."
    return f"{listing(names)} {'rekent' if len(names) == 1 else 'rekenen'} met {what}."


def moved(inputs: Inputs, last_days: Mapping[str, date | None]) -> list[str]:
    """Names of settled areas of which a policy or tariff now holds on other days of the period than in the inputs.

    `last_days` are those of rows as they are now; one that is not named stands as it stood.
    """
    names = {area.code: area.name for area in inputs.areas if area.is_settled}
    found = set()
    for area, identity, term in agreed(inputs):
        if area in names and identity in last_days:
            now = Term(term.first_on, last_days[identity])
            if now.within(inputs.period) != term.within(inputs.period):
                found.add(names[area])
    return sorted(found)


def agreed(inputs: Inputs) -> Iterator[tuple[str, str, Term]]:
    """Area, identity and days of what keeps the days that it settled: policies, and versions of tariffs.

    A version holds on the days of all its prices together, also where one was corrected.
    """
    for policy in inputs.policies:
        yield policy.area, policy.id, policy.term
    prices: dict[tuple[str, str], list[Term]] = {}
    for row in inputs.tariffs:
        prices.setdefault((row.area, row.version), []).append(row.term)
    for (area, version), terms in prices.items():
        ends = [term.last_on for term in terms if term.last_on is not None]
        last_on = max(ends) if len(ends) == len(terms) else None
        yield area, version, Term(min(term.first_on for term in terms), last_on)


def moved_pools(inputs: Inputs, cascade: CascadeMethod, pools: Iterable[Pool]) -> list[str]:
    """Names of cost pools that are now called or passed on otherwise than in the inputs.

    One that came or went alone has no costs in them, and changes nothing.

    >>> from app.features.settlement.core.inputs import Named
    >>> rent = Pool("HV", "Huisvesting", PoolKind.OVERHEAD, step=1)
    >>> inputs = Inputs(Named("k5", "K5"), Period.quarter(2026, 1), pools=(rent,))
    >>> moved_pools(inputs, CascadeMethod.DIRECT, [replace(rent, step=2), replace(rent, code="IT")])
    ['Huisvesting']
    >>> moved_pools(inputs, CascadeMethod.DIRECT, [rent]), moved_pools(inputs, CascadeMethod.RECIPROCAL, [rent])
    ([], ['Huisvesting'])
    """
    was = {pool.code: pool for pool in in_order(inputs).pools}
    now = {pool.code: pool for pool in in_order(replace(inputs, pools=tuple(pools))).pools}
    is_other = cascade is not inputs.cascade
    return sorted(
        pool.name
        for code, pool in was.items()
        if code in now and (now[code] != pool or (is_other and pool.kind is PoolKind.OVERHEAD))
    )
