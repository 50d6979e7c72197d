"""What is wrong with a cascade by itself: pools without weights, parts over the whole, an order with gaps, days.

Whether overhead that goes round still reaches the areas is reckoned by the settlement, which refuses a ring.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.features.costs.core import CascadeMethod, OverheadDriver, PoolKind
from app.features.costs.core.rows import CascadePoolRow, CascadeRow, PoolRow
from app.features.partnership.core.agreements import covered
from app.features.partnership.core.changes import ends_period, starts_period
from app.features.partnership.core.rows import PolicyRow, Term
from app.kernel.dutch import listing, plain_day
from app.kernel.quantities import exact_percent


@dataclass(frozen=True, slots=True)
class CascadeFault:
    """What is wrong, at a field of one of the pools (by its code), or of the cascade as a whole."""

    field: str
    message: str
    pool: str | None = None


def cascade_faults(
    row: CascadeRow, pools: Collection[PoolRow], areas: Mapping[str, str]
) -> list[CascadeFault]:
    """Everything that is wrong with a cascade beside the pools that are there and the areas, named by code.

    >>> from fractions import Fraction
    >>> pools = [PoolRow("HV", "Huisvesting", PoolKind.OVERHEAD), PoolRow("IT", "ICT", PoolKind.OVERHEAD)]
    >>> rent = CascadePoolRow("HV", OverheadDriver.FIXED, (("SZ", Fraction(3, 4)),), (("IT", Fraction(1, 4)),))
    >>> it = CascadePoolRow("IT", OverheadDriver.HOURS)
    >>> cascade_faults(CascadeRow(CascadeMethod.DIRECT, (rent, it)), pools, {"SZ": "Sociale zaken"})
    []
    >>> [(one.pool, one.field) for one in cascade_faults(CascadeRow(CascadeMethod.STEP_DOWN, (rent,)), pools, {})]
    [('HV', 'shares'), ('HV', 'pool_shares'), ('HV', 'step'), (None, 'pools')]
    """
    names = called(pools)
    found = [fault for one in row.pools for fault in _pool_faults(one, row, pools, areas)]
    named = [one.pool for one in row.pools]
    found += [
        CascadeFault(
            "pool", f"Kostenplaats {names.get(code, code)} staat er {times} keer in. Laat er één staan.", code
        )
        for code, times in Counter(named).items()
        if times > 1
    ]
    if not row.pools:
        found.append(CascadeFault("pools", "Noem ten minste één kostenplaats voor overhead."))
    left = left_out(row, pools)
    if left:
        without = listing([names[pool.code] for pool in left])
        have = "heeft" if len(left) == 1 else "hebben"
        message = (
            f"{without} {have} geen maatstaf: wat daarop staat, komt bij geen taakgebied. Kies waarnaar."
        )
        found.append(CascadeFault("pools", message))
    return found


def called(pools: Iterable[PoolRow]) -> dict[str, str]:
    """What each pool is called by its code: its last name, with the code where several are called the same.

    >>> rows = [PoolRow("HV", "Huur", PoolKind.OVERHEAD), PoolRow("IT", "ICT", PoolKind.OVERHEAD)]
    >>> called([*rows, PoolRow("I2", "ICT", PoolKind.OVERHEAD)])
    {'HV': 'Huur', 'I2': 'ICT (I2)', 'IT': 'ICT (IT)'}
    """
    names = {pool.code: pool.name for pool in sorted(pools, key=lambda pool: (pool.code, pool.term.first_on))}
    same = Counter(names.values())
    return {code: name if same[name] == 1 else f"{name} ({code})" for code, name in names.items()}


def left_out(row: CascadeRow, pools: Iterable[PoolRow]) -> list[PoolRow]:
    """The overhead pools that hold on its first day and on all its days, and that it does not name."""
    named = {one.pool for one in row.pools}
    stints: dict[str, list[PoolRow]] = {}
    for pool in pools:
        if pool.kind is PoolKind.OVERHEAD and pool.code not in named:
            stints.setdefault(pool.code, []).append(pool)
    return [rows[-1] for _, rows in sorted(stints.items()) if covered(row.term, [pool.term for pool in rows])]


def _pool_faults(
    one: CascadePoolRow, row: CascadeRow, pools: Collection[PoolRow], areas: Mapping[str, str]
) -> Iterator[CascadeFault]:
    names = called(pools)
    own = [pool for pool in pools if pool.code == one.pool]
    if not own or own[0].kind is not PoolKind.OVERHEAD:
        yield CascadeFault(
            "pool",
            f"{names.get(one.pool, one.pool)} is geen kostenplaats voor overhead. Kies een andere.",
            one.pool,
        )
    elif not covered(row.term, [pool.term for pool in own]):
        message = (
            f"Kostenplaats {names[one.pool]} geldt niet op alle dagen van deze doorbelasting. Pas de dagen van één "
            "van beide aan."
        )
        yield CascadeFault("pool", message, one.pool)
    yield from _share_faults(one, row, names, areas)
    if one.fte is not None and one.fte < 0:
        yield CascadeFault("fte", "De formatie van een kostenplaats is nul of meer.", one.pool)
    yield from _step_faults(one, row, names)


def _share_faults(
    one: CascadePoolRow, row: CascadeRow, names: Mapping[str, str], areas: Mapping[str, str]
) -> Iterator[CascadeFault]:
    name = names.get(one.pool, one.pool)
    named = {"shares": one.shares, "pool_shares": one.pool_shares}
    others = {"shares": set(areas), "pool_shares": {other.pool for other in row.pools}}
    for field, parts in named.items():
        for code in sorted({code for code, _ in parts} - others[field]):
            what = (
                "dit taakgebied bestaat niet" if field == "shares" else "die staat niet in deze doorbelasting"
            )
            yield CascadeFault(
                field, f"{name} geeft door aan {names.get(code, code)}, maar {what}.", one.pool
            )
        if len({code for code, _ in parts}) < len(parts):
            yield CascadeFault(field, f"{name} noemt dezelfde ontvanger twee keer.", one.pool)
        if any(part < 0 for _, part in parts):
            yield CascadeFault(field, "Een deel is nul of meer.", one.pool)
    if one.driver is not OverheadDriver.FIXED:
        if one.shares or one.pool_shares:
            yield CascadeFault(
                "shares", "Vaste percentages horen bij de maatstaf vast, en alleen daarbij.", one.pool
            )
    elif not one.total:
        yield CascadeFault(
            "shares", f"{name} heeft geen vaste percentages. Vul in wie welk deel krijgt.", one.pool
        )
    elif one.total != 1:
        how = "meer" if one.total > 1 else "minder"
        message = (
            f"De vaste percentages van {name} zijn samen {exact_percent(one.total)}, {how} dan 100 %. Die van "
            "kostenplaatsen tellen mee."
        )
        yield CascadeFault("shares", message, one.pool)


def _step_faults(one: CascadePoolRow, row: CascadeRow, names: Mapping[str, str]) -> Iterator[CascadeFault]:
    if row.method is not CascadeMethod.STEP_DOWN:
        if one.step is not None:
            yield CascadeFault("step", "Een plaats in de volgorde hoort bij trapsgewijs.", one.pool)
    elif one.step is None:
        yield CascadeFault(
            "step",
            f"{names.get(one.pool, one.pool)} heeft geen plaats in de volgorde. Geef er een.",
            one.pool,
        )
    elif one.step < 1:
        yield CascadeFault("step", "De eerste plaats in de volgorde is 1.", one.pool)
    elif [other.step for other in row.pools].count(one.step) > 1:
        message = f"Meer kostenplaatsen hebben plaats {one.step}. Geef elke een eigen plaats."
        yield CascadeFault("step", message, one.pool)


def day_faults(term: Term, policies: Iterable[PolicyRow], areas: Mapping[str, str]) -> Iterator[CascadeFault]:
    """A cascade begins and ends with a settlement period of every area, named by code (settlement.md 8).

    >>> yearly = PolicyRow("SZ", 1, Term(date(2026, 1, 1)), 12, ())
    >>> [found] = day_faults(Term(date(2026, 7, 1)), [yearly], {"SZ": "Zorg"})
    >>> found.message
    'Zorg rekent af per jaar. Een doorbelasting begint dan op de eerste dag van een jaar; 1 juli 2026 is dat niet.'
    """
    if term.last_on is not None and term.last_on < term.first_on:
        yield CascadeFault("valid_until", "De laatste dag ligt vóór de eerste. Draai ze om.")
        return
    if term.first_on.day != 1:
        yield CascadeFault(
            "valid_from", "Een doorbelasting begint op de eerste dag van een afrekenperiode. Kies zo’n dag."
        )
        return
    for policy in policies:
        if term.first_on in policy.term and not starts_period(term.first_on, policy.settlement_months):
            yield _between("valid_from", policy, areas, "begint", "eerste", term.first_on)
        last_on = term.last_on
        if (
            last_on is not None
            and last_on in policy.term
            and not ends_period(last_on, policy.settlement_months)
        ):
            yield _between("valid_until", policy, areas, "eindigt", "laatste", last_on)


_PERIODS = {1: "maand", 3: "kwartaal", 12: "jaar"}


def _between(
    field: str, policy: PolicyRow, areas: Mapping[str, str], verb: str, which: str, day: date
) -> CascadeFault:
    period = _PERIODS[policy.settlement_months]
    message = (
        f"{areas.get(policy.area, policy.area)} rekent af per {period}. Een doorbelasting {verb} dan op de {which} "
        f"dag van een {period}; {plain_day(day)} is dat niet."
    )
    return CascadeFault(field, message)
