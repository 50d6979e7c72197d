"""A policy in plain Dutch, as it holds today: what is read is what is run (domain §10, “in words”)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.features.partnership.core.rows import PolicyRow
from app.features.partnership.core.views import Kept
from app.features.partnership.service.reading import get_policy
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import CascadeMethod, Inputs, Named
from app.features.settlement.core.words import policy_in_words
from app.features.settlement.store.agreements import AgreementReader
from app.features.settlement.store.quantities import QuantityReader
from app.infra.db import UnitOfWork
from app.kernel.errors import NotFound
from app.kernel.period import Period


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """A policy with its sentences, and the settlement period for which they were written."""

    policy: Kept[PolicyRow]
    area: str
    period: Period
    sentences: tuple[str, ...]


def read_policy_words(work: UnitOfWork, policy_id: UUID) -> PolicyWords:
    """The sentences of a policy with the names, tariffs and VAT of today, or of its nearest day.

    `NotFound` when there is no such policy. Needs READ_PARTNERSHIP, which `get_policy` asks for.
    """
    kept, area = get_policy(work, policy_id)
    period = _period(kept.row, work.today)
    inputs = agreed_inputs(work, period)
    policy = next((one for one in inputs.policies if one.id == str(policy_id)), None)
    if policy is None:
        raise NotFound("Deze verdeelafspraak")
    sentences = policy_in_words(
        policy,
        Facts(inputs),
        [one for one in inputs.vat_treatments if one.area == policy.area],
        has_secondments=any(one.area == policy.area for one in inputs.secondments),
    )
    return PolicyWords(kept, area.name, period, tuple(sentences))


def agreed_inputs(work: UnitOfWork, period: Period) -> Inputs:
    """What was agreed for a period, without the hours, costs and deliveries that are divided by it."""
    code = work.actor.collaboration_code
    agreed = AgreementReader(work.session, work.actor, period, work.now).read(Named(code, code))
    reader = QuantityReader(work.session, work.actor, period, work.now)
    held = reader.cascades()
    cascade = held[0] if held else None
    return Inputs(
        collaboration=agreed.collaboration,
        period=period,
        organisations=agreed.organisations,
        areas=agreed.areas,
        memberships=agreed.memberships,
        provisions=agreed.provisions,
        participations=agreed.participations,
        policies=agreed.policies,
        products=agreed.products,
        tariffs=agreed.tariffs,
        statistic_kinds=agreed.statistic_kinds,
        vat_treatments=agreed.vat_treatments,
        pools=tuple(reader.pools(cascade.id if cascade else None)),
        secondments=tuple(reader.secondments()),
        cascade=cascade.method if cascade else CascadeMethod.DIRECT,
    )


def _period(policy: PolicyRow, today: date) -> Period:
    """The settlement period of today, or of the day of the policy that is nearest to it.

    >>> from app.features.partnership.core.rows import Term
    >>> _period(PolicyRow("SZ", 1, Term(date(2025, 1, 1), date(2025, 12, 31)), 3, ()), date(2026, 7, 1)).code
    '2025-Q4'
    """
    term = policy.term
    day = max(term.first_on, today if term.last_on is None else min(today, term.last_on))
    months = policy.settlement_months
    return Period.months(day.year, (day.month - 1) // months * months + 1, months)
