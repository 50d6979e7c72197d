"""A version of a baseline set: judged, tried with what it touches, kept. An earlier version stays as it was."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.features.settlement.core.baseline import Known, YearOnPath, baseline
from app.features.settlement.core.baseline_checks import faults
from app.features.settlement.core.baseline_rows import BaselineRow, Version
from app.features.settlement.service.baselines.reading import Around, around_of, budgets_of
from app.features.settlement.service.reckoning import key_of
from app.features.settlement.store import baselines as store
from app.features.settlement.store import runs
from app.infra.clock import local_day
from app.infra.db import UnitOfWork
from app.kernel.dutch import count, euro, listing, plain_day, signed_euro
from app.kernel.errors import Finding, Invalid, Stale
from app.kernel.roles import Permission


@dataclass(frozen=True, slots=True)
class Trial:
    """What a version would say, and what it touches, in sentences; nothing is kept."""

    row: BaselineRow
    path: tuple[YearOnPath, ...]
    names: dict[str, str]
    areas: dict[str, str]
    touches: tuple[str, ...]


def list_areas(work: UnitOfWork) -> dict[str, str]:
    """Names of the areas that a baseline can be about, by code."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    return {code: name for code, (name, _) in store.find_areas(work.session, work.actor).items()}


def list_partners(work: UnitOfWork) -> list[tuple[str, str]]:
    """Codes and names of who can stand in a baseline, by name."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    return runs.find_partners(work.session, work.actor)


def preview(work: UnitOfWork, row: BaselineRow, follows: int) -> Trial:
    """The path of a version that is not kept yet; `Invalid` with a finding per field when it cannot be.

    `follows` is the number of the version that it comes after, 0 for the first of its code.
    """
    versions = _checked(work, row, follows)
    around = around_of(work, row)
    budgets, _ = budgets_of(work, row)
    told = store.find_facts(work.session, work.actor, [one.baseline_id for one in versions[:1]])
    known = Known(
        names=around.names,
        version=f"versie {follows + 1}",
        settled=around.settled,
        facts=[one.row for facts in told.values() for one in facts if one.holds],
        budgets=budgets,
        whole_years=around.whole,
    )
    path = baseline(row, known)
    touches = tuple(_touches(work, row, versions, around, path))
    return Trial(row, path, dict(around.names), dict(around.areas), touches)


def set_version(work: UnitOfWork, row: BaselineRow, follows: int) -> int:
    """Keep a version; gives its number. `Stale` when another one was set meanwhile."""
    store.hold(work.session, work.actor, row.code)
    versions = _checked(work, row, follows)
    organisations, areas = runs.ids_by_code(work.session, work.actor)
    if versions:
        baseline_id = versions[0].baseline_id
    else:
        baseline_id = work.new_id()
        store.add_baseline(work.session, work.actor, baseline_id, row.code)
    head = {
        "collaboration_id": work.actor.collaboration_id,
        "id": work.new_id(),
        "baseline_id": baseline_id,
        "seq": follows + 1,
        "recorded_at": work.now,
        "recorded_by": key_of(work.actor),
        "recorded_by_name": work.actor.name,
    }
    store.add_version(work.session, head, row, organisations, areas)
    before = _in_log(versions[0].row) if versions else None
    work.record("nulmeting.vaststellen", "baseline", baseline_id, before, _in_log(row))
    return follows + 1


def _in_log(row: BaselineRow) -> dict[str, object]:
    return {
        "code": row.code,
        "naam": row.title,
        "pad": f"{row.first_year} t/m {row.last_year}",
        "nulmeting": {one.organisation: one.amount_cents for one in row.spent},
        "gepland": {str(one.year): one.planned_cents for one in row.years if one.planned_cents is not None},
        "reden": row.reason or None,
    }


def _checked(work: UnitOfWork, row: BaselineRow, follows: int) -> list[Version]:
    """The versions that it comes after, newest first, once nothing is wrong with it."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    versions = store.find_versions(work.session, work.actor, row.code)
    last = versions[0].seq if versions else 0
    if last != follows:
        if not follows:
            message = (
                f"Er is al een nulmeting {row.code}. Kies een andere code, of maak er een nieuwe versie van."
            )
            raise Invalid([Finding("code", message)])
        said = f"Intussen is versie {last} van deze nulmeting vastgesteld. Lees die eerst en pas hem dan aan."
        raise Stale(said, last)
    found = faults(row)
    if follows and not row.reason.strip():
        found.append(
            Finding("reden", "Schrijf waarom de vorige versie niet meer klopt; dat blijft te lezen.")
        )
    found += _unknown(work, row)
    if found:
        raise Invalid(found)
    return versions


def _unknown(work: UnitOfWork, row: BaselineRow) -> Iterator[Finding]:
    areas = store.find_areas(work.session, work.actor)
    strange = sorted(set(row.areas) - areas.keys())
    if strange:
        yield Finding("taakgebieden", f"{listing(strange)} is geen taakgebied. Kies er een uit de lijst.")
    partners = dict(runs.find_partners(work.session, work.actor))
    for place, one in enumerate(row.spent):
        if one.organisation not in partners:
            message = f"{one.organisation} is geen deelnemer. Kies er een uit de lijst."
            yield Finding(f"deelnemers.{place}.organisatie", message)


def _touches(
    work: UnitOfWork,
    row: BaselineRow,
    versions: Sequence[Version],
    around: Around,
    path: Sequence[YearOnPath],
) -> Iterator[str]:
    total = sum(one.amount_cents for one in row.spent)
    partners = count(len(row.spent), "deelnemer", "deelnemers")
    if versions:
        last = versions[0]
        yield (
            f"Dit komt na versie {last.seq} van {plain_day(local_day(last.set_at))}, door {last.set_by}. "
            "Die versie blijft te lezen."
        )
        moved = total - sum(one.amount_cents for one in last.row.spent)
        if moved:
            yield f"De nulmeting wordt {signed_euro(moved)}: samen {euro(total)}."
        answers = store.find_answers(work.session, work.actor, [last.id])[last.id]
        if answers:
            given = len({one.organisation for one in answers})
            yield (
                f"{count(given, 'deelnemer heeft', 'deelnemers hebben')} op de vorige versie geantwoord; "
                "deze versie wordt opnieuw aan iedereen voorgelegd."
            )
    else:
        yield f"Dit is de eerste versie. {partners} gaven samen {euro(total)} uit."
    yield from _years_so_far(path)
    absent = sorted({one.organisation for one in around.settled} - {one.organisation for one in row.spent})
    if absent:
        names = listing([around.names[code] for code in absent])
        yield f"{names} betaalt mee in deze taakgebieden, maar staat niet in de nulmeting."


def _years_so_far(path: Sequence[YearOnPath]) -> Iterator[str]:
    for one in path:
        if one.paid.value and not one.is_whole:
            yield f"Over {one.year} is al {euro(int(one.paid.value))} afgerekend; het jaar loopt nog."
        elif one.is_whole:
            yield f"Over {one.year} is {euro(int(one.paid.value))} betaald: {in_words(one)}."
        if one.outside_cents:
            yield (
                f"Over {one.year} is {euro(one.outside_cents)} afgerekend met wie dan niet in de nulmeting "
                "meetelt. Dat bedrag blijft buiten dit pad."
            )


def in_words(one: YearOnPath) -> str:
    """How a year stands against its plan, in a few words."""
    over = one.over_cents
    if over is None:
        return "nog niet te zeggen"
    if not over:
        return "precies volgens plan"
    return f"{signed_euro(over)} dan gepland"
