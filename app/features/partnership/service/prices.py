"""The price of a tariff that was wrong: what is right for some of its days is said beside it, never over it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.features.partnership.core import prices
from app.features.partnership.core.prices import PriceCorrection, PriceNow
from app.features.partnership.core.rows import TariffRow, Term
from app.features.partnership.core.views import Directory, Kept
from app.features.partnership.service import changing
from app.features.partnership.store import prices as store
from app.infra.db import UnitOfWork
from app.kernel.errors import Invalid
from app.kernel.glossary import wire
from app.kernel.roles import Permission


@dataclass(frozen=True, slots=True)
class Correcting:
    """What is said of a version: the right price of these days, and why it was wrong."""

    tariff_id: UUID
    price_cents: int
    term: Term
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A correction that can be added, the version that it is about, and the corrections that are known."""

    correction: PriceCorrection
    version: Kept[TariffRow]
    known: tuple[PriceCorrection, ...]
    names: Directory


def list_corrections(work: UnitOfWork, tariff_id: UUID) -> tuple[PriceCorrection, ...]:
    """The corrections of a version in the order in which they were recorded; `NotFound` when there is no such."""
    changing.get_row(work, "tariffs", tariff_id)
    found = store.find_corrections(work.session, tariff_id=tariff_id)
    return tuple(found.get(tariff_id, ()))


def prices_now(work: UnitOfWork, versions: Sequence[Kept[TariffRow]]) -> dict[UUID, PriceNow]:
    """By version: the price that counts now, with what it was before it was corrected."""
    work.actor.require(Permission.READ_PARTNERSHIP)
    known = store.find_corrections(work.session)
    return {one.id: prices.price_now(one.row, known.get(one.id, ()), work.today) for one in versions}


def check_correction(work: UnitOfWork, asked: Correcting) -> Checked:
    """A correction beside what is known; `Invalid` with a finding per field of the wire."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    version, names = changing.get_row(work, "tariffs", asked.tariff_id)
    known = list_corrections(work, asked.tariff_id)
    found = prices.correction_faults(version.row, known, asked.term, asked.price_cents, asked.reason)
    if found:
        raise Invalid(found)
    made = PriceCorrection(
        work.new_id(),
        asked.tariff_id,
        asked.price_cents,
        asked.term,
        asked.reason.strip(),
        work.now,
        work.actor.name,
    )
    return Checked(made, version, known, names)


def add_correction(work: UnitOfWork, asked: Correcting) -> PriceCorrection:
    """Say the right price beside the version. Hold the area first."""
    checked = check_correction(work, asked)
    made, row = checked.correction, checked.version.row
    store.add_correction(work.session, work.actor, made)
    was = {wire("price_cents"): [one.price_cents for one in _of(row, checked.known, made.term)]}
    after = {
        wire("price_cents"): made.price_cents,
        wire("valid_from"): made.term.first_on,
        wire("valid_until"): made.term.last_on,
        wire("reason"): made.reason,
    }
    work.record("tarief.corrigeren", "tariff", made.tariff_id, was, after)
    return made


def _of(row: TariffRow, known: tuple[PriceCorrection, ...], term: Term) -> list[TariffRow]:
    """The prices that are known of these days."""
    return [one for one in prices.as_known(row, known) if one.term.overlaps(term)]


def prices_on(checked: Checked) -> list[TariffRow]:
    """What the version costs on the days of the correction as far as is known until now."""
    return _of(checked.version.row, checked.known, checked.correction.term)
