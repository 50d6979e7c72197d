"""Facts that hold together: no reference to nothing, no two rows for one thing, no value that cannot be.

All contradictions are found together, so that whoever fills a file can mend them in one go.
"""

from collections import Counter
from collections.abc import Iterable

from app.features.costs.core import Category, PoolKind
from app.features.settlement.core.errors import SettlementError, Unsettled, WrongFacts
from app.features.settlement.core.inputs import OVERHEAD, Inputs, Takes, VatCategory


def check_facts(inputs: Inputs) -> None:
    """`Unsettled` with every contradiction in the inputs."""
    found = [
        *_doubles(inputs),
        *_unknown(inputs),
        *_values(inputs),
        *_shares(inputs),
        *_pools(inputs),
    ]
    if found:
        raise Unsettled(found)


def _doubles(inputs: Inputs) -> Iterable[SettlementError]:
    lists: dict[str, list[object]] = {
        "organisatie": [row.code for row in inputs.organisations],
        "taakgebied": [row.code for row in inputs.areas],
        "kengetal": [row.code for row in inputs.statistic_kinds],
        "kostenplaats": [row.code for row in inputs.pools],
        "product": [(row.area, row.code) for row in inputs.products],
        "tarief": [row.id for row in inputs.tariffs],
        "opdracht": [row.id for row in inputs.assignments],
        "kostenregel": [row.id for row in inputs.entries],
        "verdeelafspraak": [row.id for row in inputs.policies],
        "detachering": [row.id for row in inputs.secondments],
        "levering": [row.id for row in inputs.delivered],
        "jaarcijfer": [(row.area, row.organisation, row.year, row.product) for row in inputs.year_quantities],
        "formatie": [(row.area, row.reference_on) for row in inputs.area_figures],
    }
    for what, keys in lists.items():
        for key, times in Counter(keys).items():
            if times > 1:
                shown = " ".join(str(part) for part in _parts(key))
                yield WrongFacts(f"Er staan {times} rijen {shown} bij {what}. Laat er één staan.")


def _parts(key: object) -> tuple[object, ...]:
    return key if isinstance(key, tuple) else (key,)


def _unknown(inputs: Inputs) -> Iterable[SettlementError]:
    organisations = {row.code for row in inputs.organisations}
    areas = {row.code for row in inputs.areas}
    assignments = {row.id for row in inputs.assignments}
    worked_on = {row.assignment for row in inputs.worked}
    pools = {row.code for row in inputs.pools}
    used = [("Een deelnemer", row.organisation, organisations) for row in inputs.memberships]
    pairs = [("Een uitvoerder", row.organisation, row.area) for row in inputs.provisions]
    pairs += [("Een deelname", row.organisation, row.area) for row in inputs.participations]
    pairs += [("Een btw-soort", row.organisation, row.area) for row in inputs.vat_treatments]
    pairs += [("Een detachering", row.organisation, row.area) for row in inputs.secondments]
    pairs += [("Een som van uren", row.organisation, row.area) for row in inputs.gathered]
    pairs += [("Een jaarcijfer", row.organisation, row.area) for row in inputs.year_quantities]
    pairs += [("Een levering", row.organisation, row.area) for row in inputs.delivered]
    used += [(what, organisation, organisations) for what, organisation, _ in pairs]
    used += [(what, area, areas) for what, _, area in pairs]
    used += [("Een kengetal", row.organisation, organisations) for row in inputs.statistics]
    used += [("Een verdeelafspraak", row.area, areas) for row in inputs.policies]
    parts = [part for policy in inputs.policies for part in policy.components]
    used += [("Een deel", share.of, organisations) for part in parts for share in part.shares]
    used += [("Een grens", bound.organisation, organisations) for part in parts for bound in part.bounds]
    used += [("Een tarief", row.area, areas) for row in inputs.tariffs]
    used += [("Een formatie", row.area, areas) for row in inputs.area_figures]
    used += [("Een opdracht", code, areas) for code in {row.area for row in inputs.assignments} - areas]
    used += [
        (f"Opdracht {row.number}", share.of, organisations)
        for row in inputs.assignments
        for share in row.shares
        if share.of not in organisations
    ]
    used += [("Een rij uren", code, assignments) for code in worked_on - assignments]
    used += [("Een kostenregel", row.pool, pools) for row in inputs.entries]
    used += [("Een begrotingsregel", row.pool, pools) for row in inputs.budget]
    used += _named_by_pools(inputs, areas)
    for what, code in sorted({(what, code) for what, code, known in used if code not in known}):
        yield WrongFacts(f"{what} verwijst naar {code or 'niets'}, maar dat staat niet in de gegevens.")


def _named_by_pools(inputs: Inputs, areas: set[str]) -> Iterable[tuple[str, str, set[str]]]:
    """What pools refer to; that start-up costs name no area is told apart."""
    overhead = {pool.code for pool in inputs.pools if pool.kind is PoolKind.OVERHEAD}
    for pool in inputs.pools:
        if pool.kind is PoolKind.AREA or (pool.kind is PoolKind.START_UP and pool.area):
            yield f"Kostenplaats {pool.name}", pool.area, areas
        for share in pool.shares:
            yield f"Kostenplaats {pool.name}", share.of, areas
        for share in pool.pool_shares:
            yield f"Het vaste deel van kostenplaats {pool.name}", share.of, overhead


def _values(inputs: Inputs) -> Iterable[SettlementError]:
    areas = {row.code: row.name for row in inputs.areas}

    def name(area: str) -> str:
        return areas.get(area, area)

    below_zero = [
        f"Het kengetal {row.kind} van {row.organisation}" for row in inputs.statistics if row.value < 0
    ]
    below_zero += [f"Tarief {row.name} van {name(row.area)}" for row in inputs.tariffs if row.price_cents < 0]
    below_zero += [f"De formatie van {name(row.area)}" for row in inputs.area_figures if row.value < 0]
    below_zero += [f"De formatie van kostenplaats {row.name}" for row in inputs.pools if (row.fte or 0) < 0]
    below_zero += [
        f"De standaarduren van product {row.name}"
        for row in inputs.products
        if (row.standard_minutes or 0) < 0
    ]
    for what in below_zero:
        yield WrongFacts(f"{what} is lager dan nul. Vul nul of meer in.")
    for row in inputs.vat_treatments:
        if row.rate < 0 or (row.rate > 0) != (row.category is VatCategory.TAXED):
            yield WrongFacts(
                f"De btw van {name(row.area)} voor {row.organisation} heeft een tarief dat niet bij de soort past."
            )
    stretches = {(row.first_on, row.last_on) for row in inputs.worked}
    stretches |= {(row.first_on, row.last_on) for row in inputs.gathered}
    stretches |= {(row.first_on, row.last_on) for row in inputs.delivered}
    for first_on, last_on in sorted(stretches):
        if last_on < first_on or first_on not in inputs.period or last_on not in inputs.period:
            yield WrongFacts(
                f"Uren of leveringen van {first_on} t/m {last_on} vallen buiten {inputs.period.label}."
            )


def _shares(inputs: Inputs) -> Iterable[SettlementError]:
    for assignment in inputs.assignments:
        if len(assignment.shares) == 1 and assignment.shares[0].value == 1:
            continue
        total = sum(share.value for share in assignment.shares)
        if total != 1 or any(share.value < 0 for share in assignment.shares):
            yield WrongFacts(
                f"De delen van de opdrachtgevers van opdracht {assignment.number} zijn samen {total}. Samen "
                "moeten ze 1 zijn."
            )
        if len({share.of for share in assignment.shares}) < len(assignment.shares):
            yield WrongFacts(f"Opdracht {assignment.number} noemt een opdrachtgever twee keer.")
    known = {category.value for category in Category} | {OVERHEAD}
    for policy in inputs.policies:
        for part in policy.components:
            if part.takes is Takes.CATEGORY and part.category not in known:
                yield WrongFacts(
                    f"Onderdeel {part.position} van de verdeelafspraak van {policy.area} noemt kostensoort "
                    f"{part.category or 'niets'}, maar die bestaat niet."
                )
            named = [share.of for share in part.shares], [bound.organisation for bound in part.bounds]
            if any(len(set(codes)) < len(codes) for codes in named):
                yield WrongFacts(
                    f"Onderdeel {part.position} van de verdeelafspraak van {policy.area} noemt een deelnemer "
                    "twee keer."
                )


def _pools(inputs: Inputs) -> Iterable[SettlementError]:
    normal = {pool.area: pool.name for pool in inputs.pools if pool.kind is PoolKind.AREA}
    for pool in inputs.pools:
        if len({share.of for share in pool.shares}) < len(pool.shares):
            yield WrongFacts(f"Kostenplaats {pool.name} noemt een taakgebied twee keer.")
        if len({share.of for share in pool.pool_shares}) < len(pool.pool_shares):
            yield WrongFacts(f"Kostenplaats {pool.name} noemt een andere kostenplaats twee keer.")
        if pool.kind is PoolKind.START_UP and not pool.area:
            yield WrongFacts(
                f"Aanloopkosten van kostenplaats {pool.name} horen nog bij geen taakgebied. Noem een taakgebied "
                "voor de aanloop, met een eigen verdeelafspraak."
            )
        if pool.kind is PoolKind.START_UP and pool.area in normal:
            yield WrongFacts(
                f"Aanloopkosten van kostenplaats {pool.name} staan op hetzelfde taakgebied als de gewone kosten "
                f"van {normal[pool.area]}. Geef de aanloop een eigen taakgebied, met een eigen verdeelafspraak."
            )
