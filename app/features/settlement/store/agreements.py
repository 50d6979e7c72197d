"""The agreements that a settlement is reckoned by: who, areas, participation, policies, tariffs, statistics.

Rows that hold on a day of the period, by code; statistics as they were known at the cut-off. One statement
a table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, tuple_
from sqlalchemy.orm import Session

from app.features.partnership import models
from app.features.partnership.core.prices import PriceCorrection
from app.features.partnership.core.rows import TariffRow
from app.features.partnership.core.rows import Term as Days
from app.features.partnership.core.words import (
    DriverKind,
    Reference,
    Takes,
    TariffKind,
    TariffResult,
    VatCategory,
)
from app.features.partnership.store.prices import find_corrections
from app.features.settlement.core.inputs import (
    Area,
    Bound,
    Component,
    Membership,
    Named,
    Participation,
    Policy,
    Product,
    Provision,
    Share,
    Statistic,
    Tariff,
    Term,
    VatTreatment,
)
from app.features.settlement.core.pricing import prices_of
from app.kernel.actor import Actor
from app.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Codes:
    """Code by identity of what rows refer to."""

    organisations: Mapping[UUID, str]
    areas: Mapping[UUID, str]
    products: Mapping[UUID, str]
    packages: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Agreements:
    """What was agreed for a period, and the codes in which it is said."""

    collaboration: Named
    organisations: tuple[Named, ...]
    areas: tuple[Area, ...]
    memberships: tuple[Membership, ...]
    provisions: tuple[Provision, ...]
    participations: tuple[Participation, ...]
    vat_treatments: tuple[VatTreatment, ...]
    policies: tuple[Policy, ...]
    products: tuple[Product, ...]
    tariffs: tuple[Tariff, ...]
    statistic_kinds: tuple[Named, ...]
    statistics: tuple[Statistic, ...]
    codes: Codes


STATISTICS = text(
    """
    SELECT DISTINCT ON (organisation_id, kind, reference_on)
           id, organisation_id, kind, reference_on, value, source
    FROM statistic
    WHERE collaboration_id = :tenant AND recorded_at <= :known_at AND reference_on BETWEEN :oldest AND :last_on
    ORDER BY organisation_id, kind, reference_on, recorded_at DESC, id DESC
    """
)
OLDEST_STATISTIC_YEARS = 30
"""How far back figures are read: averages of n years kept for m look back, never further than this."""


class AgreementReader:
    """Reads the agreements of one collaboration for one period; with `proposed` as if that price were known."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        period: Period,
        known_at: datetime,
        proposed: PriceCorrection | None = None,
    ) -> None:
        self._session = session
        self._tenant = actor.collaboration_id
        self._period = period
        self._known_at = known_at
        self._proposed = proposed

    def read(self, collaboration: Named) -> Agreements:
        """Everything, in some twelve statements whatever the number of rows."""
        organisations = self._rows(models.Organisation)
        areas = self._valid(models.ServiceArea)
        all_products = self._rows(models.Product)
        products = [row for row in all_products if self._holds(row)]
        codes = Codes(
            {row.id: row.code for row in organisations},
            {row.id: row.code for row in areas},
            {row.id: row.code for row in all_products},
            {row.id: row.code for row in self._rows(models.Package)},
        )
        taken = [row for row in self._valid(models.Participation) if row.area_id in codes.areas]
        return Agreements(
            collaboration=collaboration,
            organisations=tuple(Named(row.code, row.name) for row in organisations),
            areas=tuple(Area(row.code, row.name) for row in areas),
            memberships=tuple(self._memberships(codes)),
            provisions=tuple(self._provisions(codes)),
            participations=tuple(_participation(row, codes) for row in taken),
            vat_treatments=tuple(self._vat(taken, codes)),
            policies=tuple(self._policies(codes)),
            products=tuple(_product(row, codes) for row in products if row.area_id in codes.areas),
            tariffs=tuple(self._tariffs(codes)),
            statistic_kinds=tuple(Named(row.code, row.name) for row in self._rows(models.StatisticKind)),
            statistics=tuple(self._statistics(codes)),
            codes=codes,
        )

    def _memberships(self, codes: Codes) -> Iterable[Membership]:
        for row in self._valid(models.Partner):
            yield Membership(codes.organisations[row.organisation_id], _term(row))

    def _provisions(self, codes: Codes) -> Iterable[Provision]:
        for row in self._valid(models.Provision):
            if row.area_id in codes.areas:
                yield Provision(
                    codes.areas[row.area_id], codes.organisations[row.organisation_id], _term(row)
                )

    def _rows(self, model: Any) -> list[Any]:
        return list(self._session.scalars(select(model).where(model.collaboration_id == self._tenant)))

    def _valid(self, model: Any) -> list[Any]:
        """Rows that hold on a day of the period."""
        return list(
            self._session.scalars(
                select(model).where(
                    model.collaboration_id == self._tenant,
                    model.valid_from <= self._period.last_on,
                    (model.valid_until.is_(None)) | (model.valid_until >= self._period.first_on),
                )
            )
        )

    def _holds(self, row: Any) -> bool:
        """Whether a row holds on a day of the period."""
        return _term(row).within(self._period) is not None

    def _vat(self, taken: Iterable[models.Participation], codes: Codes) -> Iterable[VatTreatment]:
        """The treatment of each participant; one for the whole period where all its stints agree."""
        stints: dict[tuple[str, str], list[models.Participation]] = {}
        for row in taken:
            if row.package_id is None:
                key = (codes.areas[row.area_id], codes.organisations[row.organisation_id])
                stints.setdefault(key, []).append(row)
        for (area, organisation), rows in sorted(stints.items()):
            kinds = {(row.vat_category, row.vat_basis_points, row.is_transparent) for row in rows}
            terms = [Term(self._period.first_on)] if len(kinds) == 1 else [_term(row) for row in rows]
            for row, term in zip(rows, terms, strict=False):
                rate = Fraction(row.vat_basis_points, 10_000)
                category = VatCategory(row.vat_category)
                yield VatTreatment(area, organisation, category, term, rate, row.is_transparent)

    def _policies(self, codes: Codes) -> Iterable[Policy]:
        rows = self._valid(models.Policy)
        rows += self._old_keys(rows)
        ids = [row.id for row in rows]
        by_version = {(row.area_id, row.version): str(row.id) for row in rows}
        parts = self._parts(models.PolicyComponent, ids)
        shares = self._parts(models.PolicyShare, ids)
        for row in rows:
            components = [
                _component(
                    part,
                    [one for one in shares if (one.policy_id, one.position) == (row.id, part.position)],
                    codes,
                )
                for part in parts
                if part.policy_id == row.id
            ]
            yield Policy(
                id=str(row.id),
                area=codes.areas[row.area_id],
                term=_term(row),
                period_months=row.settlement_months,
                components=tuple(components),
                version=row.version,
                agreement=row.agreement_clause,
                has_advances=row.has_advances,
                result=TariffResult(row.result),
                phase=Fraction(row.phase_num, row.phase_den)
                if row.phase_num is not None and row.phase_den
                else None,
                result_driver=DriverKind(row.result_driver) if row.result_driver else None,
                old_key=by_version[row.area_id, row.old_version] if row.old_version else "",
            )

    def _old_keys(self, rows: Iterable[models.Policy]) -> list[models.Policy]:
        """The policies that no longer hold but whose key still counts for a part (settlement.md 21)."""
        known = {(row.area_id, row.version) for row in rows}
        wanted = {
            (row.area_id, row.old_version)
            for row in rows
            if row.old_version is not None and (row.area_id, row.old_version) not in known
        }
        if not wanted:
            return []
        statement = select(models.Policy).where(
            models.Policy.collaboration_id == self._tenant,
            tuple_(models.Policy.area_id, models.Policy.version).in_(sorted(wanted, key=str)),
        )
        return list(self._session.scalars(statement))

    def _parts(self, model: Any, ids: list[UUID]) -> list[Any]:
        return list(
            self._session.scalars(
                select(model).where(model.collaboration_id == self._tenant, model.policy_id.in_(ids))
            )
        )

    def _tariffs(self, codes: Codes) -> Iterable[Tariff]:
        """The prices as they were known; one that was corrected is a row of its own beside its version."""
        corrected = find_corrections(self._session, known_at=self._known_at)
        if self._proposed is not None:
            corrected.setdefault(self._proposed.tariff_id, []).append(self._proposed)
        for row in self._valid(models.Tariff):
            product = codes.products.get(row.product_id) if row.product_id else None
            of = row.function_code or row.statistic_kind or product or ""
            kept = TariffRow(
                codes.areas[row.area_id],
                TariffKind(row.kind),
                of,
                row.name,
                row.price_cents,
                Days(row.valid_from, row.valid_until),
            )
            yield from prices_of(str(row.id), kept, corrected.get(row.id, ()))

    def _statistics(self, codes: Codes) -> Iterable[Statistic]:
        """The figure of each day that was recorded last, as known at the cut-off."""
        oldest = date(self._period.first_on.year - OLDEST_STATISTIC_YEARS, 1, 1)
        values = {
            "tenant": self._tenant,
            "known_at": self._known_at,
            "oldest": oldest,
            "last_on": self._period.last_on,
        }
        for row in self._session.execute(STATISTICS, values):
            organisation = codes.organisations[row.organisation_id]
            yield Statistic(
                str(row.id), organisation, row.kind, row.reference_on, Fraction(row.value), row.source
            )


def _participation(row: models.Participation, codes: Codes) -> Participation:
    package = codes.packages[row.package_id] if row.package_id else ""
    return Participation(
        codes.areas[row.area_id], codes.organisations[row.organisation_id], _term(row), package
    )


def _product(row: models.Product, codes: Codes) -> Product:
    package = codes.packages[row.package_id] if row.package_id else ""
    return Product(row.code, codes.areas[row.area_id], row.name, row.standard_minutes, package)


def _term(row: Any) -> Term:
    return Term(row.valid_from, row.valid_until)


def _component(part: models.PolicyComponent, shares: list[models.PolicyShare], codes: Codes) -> Component:
    driver = DriverKind(part.driver) if part.driver else None
    return Component(
        position=part.position,
        takes=Takes(part.takes),
        driver=driver,
        percent=Fraction(part.part_num, part.part_den) * 100
        if part.part_num is not None and part.part_den
        else None,
        category=part.category or "",
        fixed_cents=part.fixed_cents,
        tariff=TariffKind(part.tariff_kind) if part.tariff_kind else None,
        statistic=part.statistic_kind or "",
        product=codes.products.get(part.product_id, "") if part.product_id else "",
        package=codes.packages.get(part.package_id, "") if part.package_id else "",
        reference=Reference(part.reference),
        average_years=part.average_years or 0,
        kept_years=part.kept_years or 0,
        shares=tuple(_share(row, driver, codes) for row in shares if _is_share(row, driver)),
        bounds=tuple(
            Bound(codes.organisations[row.organisation_id], row.minimum_cents, row.maximum_cents)
            for row in shares
            if row.minimum_cents is not None or row.maximum_cents is not None
        ),
        label=part.label,
    )


def _is_share(row: models.PolicyShare, driver: DriverKind | None) -> bool:
    """Whether the row says a share in the driver's own kind."""
    if driver is DriverKind.BROUGHT_IN:
        return row.brought_in_cents is not None
    return driver is DriverKind.FIXED and row.part_num is not None


def _share(row: models.PolicyShare, driver: DriverKind | None, codes: Codes) -> Share:
    organisation = codes.organisations[row.organisation_id]
    if driver is DriverKind.BROUGHT_IN:
        return Share(organisation, Fraction(row.brought_in_cents or 0))
    return Share(organisation, Fraction(row.part_num or 0, row.part_den or 1) * 100)
