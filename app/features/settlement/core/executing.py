"""A policy as it was written becomes one that can be run, and is tried on the figures of a period.

For a policy that stands nowhere yet: what is kept is read by the store, to the same values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from app.features.partnership.core.rows import ComponentRow, PolicyRow
from app.features.partnership.core.words import DriverKind
from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.inputs import Bound, Component, Inputs, Policy, Share, Term
from app.features.settlement.core.settle import attempt_to_settle

TRIAL = "proef"
OLD = "proef-oude-sleutel"
"""The ids of a policy that is tried, and of the key that it grows out of."""


@dataclass(frozen=True, slots=True)
class Divided:
    """What each organisation pays for an area, the costs, and what stands in the way of it."""

    by_organisation: Mapping[str, int]
    costs_cents: int
    errors: tuple[str, ...]


def executable(row: PolicyRow, identity: str, term: Term, old_key: str = "") -> Policy:
    """The policy with its parts in the values of the settlement, under this id and term."""
    return Policy(
        id=identity,
        area=row.area,
        term=term,
        period_months=row.settlement_months,
        components=tuple(_component(part) for part in row.components),
        version=row.version,
        agreement=row.agreement_clause,
        has_advances=row.has_advances,
        result=row.result,
        phase=row.phase,
        result_driver=row.result_driver,
        old_key=old_key,
    )


def _component(part: ComponentRow) -> Component:
    bounded = [share for share in part.shares if (share.minimum_cents, share.maximum_cents) != (None, None)]
    return Component(
        position=part.position,
        takes=part.takes,
        driver=part.driver,
        percent=None if part.part is None else part.part * 100,
        category=part.category or "",
        fixed_cents=part.fixed_cents,
        tariff=part.tariff_kind,
        statistic=part.statistic_kind or "",
        product=part.product or "",
        package=part.package or "",
        reference=part.reference,
        average_years=part.average_years or 0,
        kept_years=part.kept_years or 0,
        shares=tuple(_shares(part)),
        bounds=tuple(Bound(one.organisation, one.minimum_cents, one.maximum_cents) for one in bounded),
        label=part.label,
    )


def _shares(part: ComponentRow) -> list[Share]:
    if part.driver is DriverKind.BROUGHT_IN:
        given = [(one.organisation, one.brought_in_cents) for one in part.shares]
        return [Share(code, Fraction(cents)) for code, cents in given if cents is not None]
    if part.driver is DriverKind.FIXED:
        return [Share(one.organisation, one.part * 100) for one in part.shares if one.part is not None]
    return []


def tried(inputs: Inputs, row: PolicyRow, old: PolicyRow | None) -> Inputs:
    """The inputs with this policy in the place of what holds for its area, and only that area settled."""
    first_on = inputs.period.first_on
    eve = first_on - timedelta(days=1)
    policies = [executable(row, TRIAL, Term(first_on), OLD if old is not None else "")]
    if old is not None:
        policies.append(executable(old, OLD, Term(date(1900, 1, 1), eve)))
    others = [policy for policy in inputs.policies if policy.area != row.area]
    return replace(only(inputs, row.area), policies=(*others, *policies))


def only(inputs: Inputs, area: str) -> Inputs:
    """The inputs of which only this area is settled; what the others cost still takes its overhead."""
    return replace(inputs, areas=tuple(replace(one, is_settled=one.code == area) for one in inputs.areas))


def divided(inputs: Inputs, area: str) -> Divided:
    """What each organisation would pay for the area, as far as it can be settled."""
    try:
        attempt = attempt_to_settle(inputs)
    except Unsettled as error:
        return Divided({}, 0, tuple(one.message for one in error.errors))
    errors = tuple(error.message for error in attempt.errors)
    found = next((one for one in attempt.settlement.areas if one.area.code == area), None)
    if found is None:
        return Divided({}, 0, errors)
    return Divided(found.by_organisation, found.costs_cents, errors)
