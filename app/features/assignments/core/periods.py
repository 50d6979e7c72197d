"""The statutory period of an assignment suspended, resumed or extended (opschorting, verdaging): what stands, what may.

Each is a fact of its own that stays; what was wrong is revoked by another one and then said anew. The law's own
sums are the room sla's: here is decided which facts hold and which may be added.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.features.assignments.core.completeness import PeriodUnit
from app.features.sla.core.extending import ALLOWANCES, allowance_of
from app.features.sla.core.rules import OwnPeriod
from app.features.sla.core.statutory import Extension, LawPeriod, LawUnit, Suspension, statutory_end
from app.kernel import dutch
from app.kernel.errors import Finding, Invalid

LAW_UNITS = {
    PeriodUnit.DAYS: LawUnit.DAYS, PeriodUnit.WEEKS: LawUnit.WEEKS, PeriodUnit.MONTHS: LawUnit.MONTHS,
}  # fmt: skip


class PeriodChange(StrEnum):
    """What happens to a statutory period. `REVOKE` takes back another fact that was wrong."""

    SUSPEND = "suspension"
    RESUME = "resumption"
    EXTEND = "extension"
    REVOKE = "revocation"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be added. `on`: of the request, of the answer, of the decision; `refers_seq`: what it is about."""

    kind: PeriodChange
    reason: str
    on: date | None = None
    article: str | None = None
    length: int | None = None
    unit: PeriodUnit | None = None
    refers_seq: int | None = None


@dataclass(frozen=True, slots=True)
class PeriodFact:
    """One fact as it was taken down; `seq` counts from 1 per assignment."""

    seq: int
    kind: PeriodChange
    reason: str
    recorded_at: datetime
    actor_name: str
    on: date | None = None
    article: str | None = None
    length: int | None = None
    unit: PeriodUnit | None = None
    refers_seq: int | None = None


def in_force(facts: Sequence[PeriodFact]) -> list[PeriodFact]:
    """The facts that hold, in order; with a suspension that was revoked goes the answer to it.

    >>> from datetime import UTC
    >>> at, day = datetime(2026, 4, 1, tzinfo=UTC), date(2026, 4, 1)
    >>> facts = [PeriodFact(1, PeriodChange.SUSPEND, "", at, "A", day), PeriodFact(2, PeriodChange.RESUME, "", at, "A",
    ...     day, refers_seq=1)]
    >>> revoked = PeriodFact(3, PeriodChange.REVOKE, "", at, "A", refers_seq=1)
    >>> [one.seq for one in in_force(facts)], in_force([*facts, revoked])
    ([1, 2], [])
    """
    revoked = {fact.refers_seq for fact in facts if fact.kind is PeriodChange.REVOKE}
    return [
        fact
        for fact in facts
        if fact.kind is not PeriodChange.REVOKE
        and fact.seq not in revoked
        and (fact.refers_seq is None or fact.refers_seq not in revoked)
    ]


def suspensions_of(facts: Sequence[PeriodFact]) -> tuple[Suspension, ...]:
    """The suspensions that hold, as the law reckons with them."""
    standing = in_force(facts)
    answers = {fact.refers_seq: fact.on for fact in standing if fact.kind is PeriodChange.RESUME}
    return tuple(
        Suspension(fact.on, answers.get(fact.seq), fact.reason, fact.article or "")
        for fact in standing
        if fact.kind is PeriodChange.SUSPEND and fact.on is not None
    )


def extension_of(facts: Sequence[PeriodFact]) -> Extension | None:
    """The extension that holds, if there is one."""
    for fact in in_force(facts):
        if fact.kind is PeriodChange.EXTEND and fact.length and fact.unit and fact.on:
            period = LawPeriod(fact.length, LAW_UNITS[fact.unit])
            return Extension(period, fact.on, fact.reason, fact.article or "")
    return None


def open_suspensions(facts: Sequence[PeriodFact]) -> list[PeriodFact]:
    """The suspensions that still last."""
    standing = in_force(facts)
    answered = {fact.refers_seq for fact in standing if fact.kind is PeriodChange.RESUME}
    return [fact for fact in standing if fact.kind is PeriodChange.SUSPEND and fact.seq not in answered]


def added(
    facts: Sequence[PeriodFact], wanted: Wanted, law: OwnPeriod, now: datetime, today: date, actor_name: str
) -> PeriodFact:
    """The fact that is added; `Invalid` with everything that cannot be, by the names of the wire."""
    findings = [*_said(wanted, today), *_fitting(facts, wanted, law)]
    if findings:
        raise Invalid(findings)
    return PeriodFact(
        seq=len(facts) + 1,
        kind=wanted.kind,
        reason=wanted.reason.strip(),
        recorded_at=now,
        actor_name=actor_name,
        on=wanted.on,
        article=wanted.article.strip() if wanted.article else None,
        length=wanted.length,
        unit=wanted.unit,
        refers_seq=wanted.refers_seq,
    )


def _said(wanted: Wanted, today: date) -> Iterator[Finding]:
    """What each kind must say, and no other."""
    kind = wanted.kind
    if not wanted.reason.strip():
        yield Finding("reden", "Schrijf waarom.")
    by_article = kind in (PeriodChange.SUSPEND, PeriodChange.EXTEND)
    if by_article and not (wanted.article or "").strip():
        yield Finding("artikel", "Noem het artikel waarop dit steunt, bijvoorbeeld Awb 4:15.")
    if not by_article and wanted.article is not None:
        yield Finding("artikel", "Een artikel hoort bij opschorten en verdagen. Laat het weg.")
    if kind is not PeriodChange.REVOKE and wanted.on is None:
        yield Finding("datum", "Vul de dag in.")
    if kind is PeriodChange.REVOKE and wanted.on is not None:
        yield Finding("datum", "Een intrekking geldt vanaf nu en heeft geen eigen dag. Laat haar weg.")
    if wanted.on is not None and wanted.on > today:
        yield Finding(
            "datum", f"{dutch.long_day(wanted.on).capitalize()} is nog niet geweest. Kies een eerdere dag."
        )
    if kind is not PeriodChange.EXTEND and (wanted.length is not None or wanted.unit is not None):
        yield Finding("lengte", "Een lengte hoort alleen bij verdagen. Laat haar weg.")
    if by_article and wanted.refers_seq is not None:
        yield Finding("betreft", "Dit gaat over geen eerder feit. Laat het weg.")


def _fitting(facts: Sequence[PeriodFact], wanted: Wanted, law: OwnPeriod) -> Iterator[Finding]:
    """What does not fit with what stands."""
    match wanted.kind:
        case PeriodChange.SUSPEND if wanted.on is not None:
            yield from _within(facts, wanted.on, law, "opgeschort")
        case PeriodChange.EXTEND:
            yield from _extend(facts, wanted, law)
        case PeriodChange.RESUME:
            yield from _resume(facts, wanted)
        case PeriodChange.REVOKE if all(one.seq != wanted.refers_seq for one in in_force(facts)):
            yield Finding("betreft", "Noem het volgnummer van een feit dat nu geldt.")


def _extend(facts: Sequence[PeriodFact], wanted: Wanted, law: OwnPeriod) -> Iterator[Finding]:
    if extension_of(facts) is not None:
        yield Finding(
            "soort", "Verdagen kan één keer en dat is al gebeurd. Trek dat eerst in als het niet klopt."
        )
    if wanted.on is not None:
        if wanted.on < law.start_on:
            yield Finding(
                "datum", f"De termijn begon pas op {dutch.long_day(law.start_on)}. Kies een latere dag."
            )
        yield from _within(facts, wanted.on, law, "verdaagd")
    allowance = allowance_of(law.law)
    if wanted.length is None or wanted.unit is None or wanted.length < 1:
        yield Finding("lengte", "Geef hoeveel langer: een geheel getal en een eenheid.")
    elif allowance is None:
        known = dutch.listing([one.law for one in ALLOWANCES])
        yield Finding("lengte", f"Voor {law.law} is geen verdaging bekend. Wel voor {known}.")
    elif not allowance.holds(
        LawPeriod(wanted.length, LAW_UNITS[wanted.unit]), law.period.after(law.start_on)
    ):
        yield Finding("lengte", f"Voor {law.law} mag verdagen met {allowance}. Kies een kortere tijd.")


def _within(facts: Sequence[PeriodFact], day: date, law: OwnPeriod, what: str) -> Iterator[Finding]:
    """What begins after the last day comes too late (for a suspension the day after the request)."""
    end = statutory_end(law.period, law.start_on, suspensions_of(facts), extension_of(facts)).ends_on
    first_too_late = what == "opgeschort" and end == day
    if end is not None and (day > end or first_too_late):
        yield Finding(
            "datum", f"De termijn liep af op {dutch.long_day(end)}; daarna kan hij niet meer worden {what}."
        )


def _resume(facts: Sequence[PeriodFact], wanted: Wanted) -> Iterator[Finding]:
    fact = next((one for one in open_suspensions(facts) if one.seq == wanted.refers_seq), None)
    if fact is None:
        yield Finding("betreft", "Noem het volgnummer van een opschorting die nog duurt.")
    elif wanted.on is not None and fact.on is not None and wanted.on < fact.on:
        yield Finding(
            "datum", f"De opschorting begon op {dutch.long_day(fact.on)}. Kies die dag of een latere."
        )
