"""Whether a baseline holds together, with a Dutch sentence per field: who, which years, which amounts are missing.

The first half looks at the row alone; what it refers to (areas, organisations) is looked up by the service.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from app.features.settlement.core.baseline_rows import (
    BaselineRow,
    FactKind,
    FactRow,
    PathKind,
    PlanKey,
    SpentRow,
)
from app.kernel.dutch import listing
from app.kernel.errors import Finding

EARLIEST, LATEST = 1990, 2100
MOST_YEARS = 30
_MOST_CENTS = 10**13


def faults(row: BaselineRow) -> list[Finding]:
    """Everything that is wrong with a version, one finding per field."""
    found = [*_head_faults(row)]
    if found:
        return found
    return [*_spent_faults(row), *_year_faults(row), *_plan_faults(row), *_own_faults(row)]


def _head_faults(row: BaselineRow) -> Iterator[Finding]:
    if not row.code.strip() or not row.code.replace("-", "").isalnum() or row.code != row.code.lower():
        message = "Geef een korte code van kleine letters, cijfers en streepjes, bijvoorbeeld geheel."
        yield Finding("code", message)
    if not row.title.strip():
        yield Finding("titel", "Geef de nulmeting een naam.")
    if not row.areas:
        yield Finding("taakgebieden", "Kies de taakgebieden waarover de nulmeting gaat.")
    if not EARLIEST <= row.base_year <= LATEST:
        yield Finding("basisjaar", f"Schrijf een jaar van {EARLIEST} tot en met {LATEST}.")
    if not EARLIEST <= row.first_year <= row.last_year <= LATEST:
        yield Finding(
            "laatsteJaar", "Het laatste jaar van het pad ligt op of na het eerste, en niet na 2100."
        )
    elif row.last_year - row.first_year >= MOST_YEARS:
        yield Finding("laatsteJaar", f"Een pad duurt hoogstens {MOST_YEARS} jaar.")
    if row.base_year >= row.first_year:
        message = f"Het basisjaar ligt vóór het eerste jaar van het pad ({row.first_year})."
        yield Finding("basisjaar", message)
    if row.key is PlanKey.WEIGHT and not row.weight_name.strip():
        yield Finding("gewichtNaam", "Noem wat de gewichten zijn, bijvoorbeeld inwoners op 1 januari 2026.")


def _spent_faults(row: BaselineRow) -> Iterator[Finding]:
    if not row.spent:
        yield Finding("deelnemers", "Vul van ten minste één deelnemer in wat hij eerder uitgaf.")
    for code, times in Counter(one.organisation for one in row.spent).items():
        if times > 1:
            yield Finding("deelnemers", f"{code} staat er {times} keer. Laat er één staan.")
    for place, one in enumerate(row.spent):
        for field, message in _partner_faults(row, one):
            yield Finding(f"deelnemers.{place}.{field}", message)


def _partner_faults(row: BaselineRow, one: SpentRow) -> Iterator[tuple[str, str]]:
    if not 0 <= one.amount_cents <= _MOST_CENTS:
        yield "bedragCenten", "Het bedrag is nul of meer."
    if not one.source.strip():
        message = f"Noem waar het bedrag van {one.organisation} vandaan komt, bijvoorbeeld de jaarrekening."
        yield "bron", message
    if not EARLIEST <= row.spent_in(one) < row.counts_from(one):
        message = f"{one.organisation} gaf dit uit in een jaar voordat hij meetelt. Kies een eerder jaar."
        yield "jaar", message
    until = row.last_year if one.until_year is None else one.until_year
    if not row.first_year <= row.counts_from(one) <= until <= row.last_year:
        message = f"{one.organisation} telt mee in jaren van het pad, {row.first_year} t/m {row.last_year}."
        yield "vanafJaar", message
    if row.key is not PlanKey.WEIGHT and one.weight is not None:
        yield "gewicht", "Gewichten horen bij de sleutel naar gewicht. Maak ze leeg of kies die sleutel."
    if row.key is PlanKey.WEIGHT and (one.weight is None or one.weight < 0):
        yield "gewicht", f"Geef {one.organisation} een gewicht van nul of meer."


def _year_faults(row: BaselineRow) -> Iterator[Finding]:
    if not row.spent:
        return
    first = min(row.base_year, *(row.spent_in(one) for one in row.spent)) + 1
    wanted, given = range(first, row.last_year + 1), [one.year for one in row.years]
    double = sorted(year for year, times in Counter(given).items() if times > 1)
    missing = [year for year in wanted if year not in given]
    strange = sorted(set(given) - set(wanted))
    if double:
        yield Finding("jaren", f"Elk jaar staat er één keer; {_years(double)} staat er vaker.")
    if missing:
        yield Finding("jaren", f"Van {_years(missing)} ontbreekt de prijsstijging. Nul mag ook.")
    if strange:
        lie, them = ("ligt", "het") if len(strange) == 1 else ("liggen", "ze")
        yield Finding(
            "jaren", f"{_years(strange)} {lie} buiten {first} t/m {row.last_year}. Haal {them} weg."
        )
    for place, one in enumerate(row.years):
        if not -50 <= one.index_percent <= 100 or (one.index_percent * 10_000).denominator != 1:
            message = (
                f"De prijsstijging van {one.year} ligt tussen −50 en 100 % en heeft hoogstens vier decimalen."
            )
            yield Finding(f"jaren.{place}.indexPercentage", message)


def _plan_faults(row: BaselineRow) -> Iterator[Finding]:
    given = {one.year: one.planned_cents for one in row.years if one.planned_cents is not None}
    if row.key is PlanKey.OWN:
        if given:
            message = "Bij een eigen pad per deelnemer staan de bedragen bij de deelnemers. Maak deze leeg."
            yield Finding("jaren", message)
        return
    if row.own:
        message = "Eigen bedragen horen bij een eigen pad per deelnemer. Kies dat of haal ze weg."
        yield Finding("eigenBedragen", message)
    yield from _given_faults(row, given, row.first_year, row.last_year, "", "jaren")
    if row.key is PlanKey.WEIGHT or row.key is PlanKey.SPENT:
        yield from _weightless(row)


def _weightless(row: BaselineRow) -> Iterator[Finding]:
    """Years with a plan and partners, of whom nobody has weight: their plan cannot be divided."""
    for year in range(row.first_year, row.last_year + 1):
        present = [one for one in row.spent if row.counts_in(one, year)]
        weights = [one.weight if row.key is PlanKey.WEIGHT else one.amount_cents for one in present]
        if present and not any(weights):
            message = f"In {year} heeft niemand gewicht, zodat het plan niet te verdelen is. Kies een andere sleutel."
            yield Finding("sleutel", message)
            return


def _given_faults(
    row: BaselineRow, given: dict[int, int], first: int, last: int, who: str, field: str
) -> Iterator[Finding]:
    """Whether the typed amounts make a path: the last year for linear, one for steps, every year for yearly."""
    of = f" van {who}" if who else ""
    outside = sorted(year for year in given if not first <= year <= last)
    if outside:
        message = f"Het plan{of} loopt van {first} t/m {last}; {_years(outside)} ligt daarbuiten."
        yield Finding(field, message)
    if any(not 0 <= cents <= _MOST_CENTS for cents in given.values()):
        yield Finding(field, f"Een gepland bedrag{of} is nul of meer.")
    match row.kind:
        case PathKind.LINEAR:
            if set(given) != {last}:
                message = f"Een lineair pad{of} heeft één bedrag, dat van het laatste jaar ({last})."
                yield Finding(field, message)
        case PathKind.STEPS:
            if not given:
                message = f"Een pad in stappen{of} heeft ten minste één bedrag."
                yield Finding(field, message)
        case PathKind.YEARLY:
            missing = [year for year in range(first, last + 1) if year not in given]
            if missing:
                yield Finding(field, f"Het plan{of} voor {_years(missing)} ontbreekt. Vul elk jaar in.")


def _own_faults(row: BaselineRow) -> Iterator[Finding]:
    if row.key is not PlanKey.OWN:
        return
    known = {one.organisation for one in row.spent}
    strange = sorted({one.organisation for one in row.own} - known)
    if strange:
        message = f"{listing(strange)} staat niet bij de deelnemers van de nulmeting."
        yield Finding("eigenBedragen", message)
    if len({(one.organisation, one.year) for one in row.own}) < len(row.own):
        yield Finding("eigenBedragen", "Een deelnemer heeft voor een jaar hoogstens één bedrag.")
    for one in row.spent:
        mine = {own.year: own.amount_cents for own in row.own if own.organisation == one.organisation}
        last = row.last_year if one.until_year is None else one.until_year
        yield from _given_faults(row, mine, row.counts_from(one), last, one.organisation, "eigenBedragen")


def fact_faults(fact: FactRow, row: BaselineRow) -> list[Finding]:
    """What is wrong with what is told of a year."""
    found = []
    partner = next((one for one in row.spent if one.organisation == fact.organisation), None)
    if partner is None:
        message = f"{fact.organisation} staat niet in deze nulmeting. Kies een deelnemer die er wel in staat."
        found.append(Finding("organisatie", message))
    elif not row.counts_in(partner, fact.year):
        found.append(
            Finding("jaar", f"In {fact.year} telt {fact.organisation} niet mee. Kies een ander jaar.")
        )
    if fact.kind is FactKind.PAID and not 0 <= fact.amount_cents <= _MOST_CENTS:
        found.append(Finding("bedragCenten", "Wat is betaald, is nul of meer."))
    if fact.kind is FactKind.GAIN and not -_MOST_CENTS <= fact.amount_cents <= _MOST_CENTS:
        found.append(Finding("bedragCenten", "Dit bedrag is te groot. Kijk het na."))
    if not fact.what.strip():
        found.append(
            Finding("omschrijving", "Schrijf wat dit is, bijvoorbeeld bijdrage volgens de jaarrekening.")
        )
    if not fact.source.strip():
        found.append(Finding("bron", "Noem waar het bedrag vandaan komt, zodat anderen het kunnen nagaan."))
    return found


def _years(years: Sequence[int]) -> str:
    return listing([str(year) for year in years])
