"""Puts rows in that are known to hold together: codes become identities, in the order of references.

One statement per table, whatever the number of rows. Nothing is checked here but by the database.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.features.partnership import models
from app.features.partnership.core.rows import ComponentRow, PartnershipRows, PolicyRow, ShareRow, Term
from app.features.partnership.core.views import Directory
from app.features.partnership.core.words import TariffKind
from app.kernel.actor import Actor
from app.kernel.dutch import sort_name

Values = dict[str, Any]


class Writer:
    """Puts in one set of rows; keeps the identities it gave, by code."""

    def __init__(self, session: Session, actor: Actor, new_id: Callable[[], UUID], now: datetime) -> None:
        self._session = session
        self._tenant = actor.collaboration_id
        self._new_id = new_id
        self._now = now
        self.organisations: dict[str, UUID] = {}
        self.areas: dict[str, UUID] = {}
        self._packages: dict[tuple[str, str], UUID] = {}
        self._products: dict[tuple[str, str], UUID] = {}

    def know(self, names: Directory) -> None:
        """Codes that are there already, so that a single row may refer to them."""
        self.organisations |= {code: named.id for code, named in names.organisations.items()}
        self.areas |= {code: named.id for code, named in names.areas.items()}
        self._packages |= {key: named.id for key, named in names.packages.items()}
        self._products |= {key: named.id for key, named in names.products.items()}

    def put(self, rows: PartnershipRows) -> None:
        """All rows, each table after those that it refers to."""
        self._put_who(rows)
        self._put_areas(rows)
        self._put_statistics(rows)
        self._put_products(rows)
        self._put_year_figures(rows)
        self._put_agreements(rows)
        self._put_policies(rows.policies)

    def _put_who(self, rows: PartnershipRows) -> None:
        made = [
            self._new(asdict(row), sort_name=sort_name(row.name), kind=row.kind.value, version=1)
            for row in rows.organisations
        ]
        self.organisations |= {row["code"]: row["id"] for row in made}
        self._insert(models.Organisation, made)
        self._insert(
            models.Partner,
            [self._new(_dated(row.term), organisation_id=self.organisations[row.organisation])
             for row in rows.partners],
        )  # fmt: skip

    def _put_areas(self, rows: PartnershipRows) -> None:
        made = [
            self._new(_dated(row.term), code=row.code, name=row.name, bbv_code=row.bbv_code,
                      description=row.description)
            for row in rows.areas
        ]  # fmt: skip
        self.areas |= {row["code"]: row["id"] for row in made}
        self._insert(models.ServiceArea, made)
        self._insert(models.Provision, [self._new(self._between(row)) for row in rows.provisions])
        packages = []
        for package in rows.packages:
            values = self._new(
                _dated(package.term), area_id=self.areas[package.area], code=package.code, name=package.name
            )
            self._packages[package.area, package.code] = values["id"]
            packages.append(values)
        self._insert(models.Package, packages)
        self._insert(
            models.Participation,
            [
                self._new(
                    self._between(row),
                    package_id=self._package(row.area, row.package),
                    vat_category=row.vat_category.value,
                    vat_basis_points=row.vat_basis_points,
                    is_transparent=row.is_transparent,
                )
                for row in rows.participations
            ],
        )

    def _put_statistics(self, rows: PartnershipRows) -> None:
        kinds = [self._new(_dated(row.term), code=row.code, name=row.name) for row in rows.statistic_kinds]
        self._insert(models.StatisticKind, kinds)
        self._insert(
            models.Statistic,
            [
                self._new(
                    {},
                    organisation_id=self.organisations[row.organisation],
                    kind=row.kind,
                    reference_on=row.reference_on,
                    value=row.value,
                    source=row.source,
                    recorded_at=self._now,
                )
                for row in rows.statistics
            ],
        )

    def _put_products(self, rows: PartnershipRows) -> None:
        products = []
        for row in rows.products:
            values = self._new(
                _dated(row.term),
                area_id=self.areas[row.area],
                code=row.code,
                name=row.name,
                unit=row.unit,
                standard_minutes=row.standard_minutes,
                package_kind=row.package_kind.value,
                package_id=self._package(row.area, row.package),
            )
            self._products[row.area, row.code] = values["id"]
            products.append(values)
        self._insert(models.Product, products)

    def _put_year_figures(self, rows: PartnershipRows) -> None:
        self._insert(
            models.YearFigure,
            [
                self._new(
                    {},
                    area_id=self.areas[row.area],
                    organisation_id=self.organisations[row.organisation],
                    product_id=self._product(row.area, row.product),
                    year=row.year,
                    minutes=row.minutes,
                    taken_count=row.taken_count,
                    source=row.source,
                    recorded_at=self._now,
                )
                for row in rows.year_figures
            ],
        )

    def _put_agreements(self, rows: PartnershipRows) -> None:
        self._insert(
            models.Agreement,
            [
                self._new(self._between(row), code=row.code, version=row.version, quantity=row.quantity,
                          quality=row.quality, price=row.price)
                for row in rows.agreements
            ],
        )  # fmt: skip
        self._insert(
            models.YearContract,
            [
                self._new(self._between(row), code=row.code, product_id=self._product(row.area, row.product),
                          agreed_minutes=row.agreed_minutes, agreed_count=row.agreed_count)
                for row in rows.year_contracts
            ],
        )  # fmt: skip
        self._insert(
            models.Tariff,
            [
                self._new(
                    _dated(row.term),
                    area_id=self.areas[row.area],
                    kind=row.kind.value,
                    function_code=row.of if row.kind is TariffKind.HOUR else None,
                    product_id=self._products[row.area, row.of] if row.kind is TariffKind.PRODUCT else None,
                    statistic_kind=row.of if row.kind is TariffKind.STATISTIC else None,
                    name=row.name,
                    price_cents=row.price_cents,
                )
                for row in rows.tariffs
            ],
        )

    def _put_policies(self, policies: Iterable[PolicyRow]) -> None:
        made: list[Values] = []
        components: list[Values] = []
        shares: list[Values] = []
        for row in policies:
            policy = self._new(
                _dated(row.term),
                area_id=self.areas[row.area],
                version=row.version,
                settlement_months=row.settlement_months,
                has_advances=row.has_advances,
                result=row.result.value,
                agreement_clause=row.agreement_clause,
                **_part("phase", row.phase),
                old_version=row.old_version,
                result_driver=row.result_driver and row.result_driver.value,
            )
            made.append(policy)
            for part in row.components:
                key = {
                    "collaboration_id": self._tenant,
                    "policy_id": policy["id"],
                    "position": part.position,
                }
                components.append(key | self._component(row.area, part))
                shares += [key | self._share(share) for share in part.shares]
        # An old key before the new one; identities keep the order in which the rows came.
        self._insert(models.Policy, sorted(made, key=lambda row: row["version"]))
        self._insert(models.PolicyComponent, components)
        self._insert(models.PolicyShare, shares)

    def _component(self, area: str, part: ComponentRow) -> Values:
        return {
            "takes": part.takes.value,
            **_part("part", part.part),
            "category": part.category,
            "fixed_cents": part.fixed_cents,
            "tariff_kind": part.tariff_kind and part.tariff_kind.value,
            "driver": part.driver and part.driver.value,
            "statistic_kind": part.statistic_kind,
            "product_id": self._product(area, part.product),
            "package_id": self._package(area, part.package),
            "reference": part.reference.value,
            "average_years": part.average_years,
            "kept_years": part.kept_years,
            "label": part.label,
        }

    def _share(self, share: ShareRow) -> Values:
        return {
            "organisation_id": self.organisations[share.organisation],
            **_part("part", share.part),
            "brought_in_cents": share.brought_in_cents,
            "minimum_cents": share.minimum_cents,
            "maximum_cents": share.maximum_cents,
        }

    def _between(self, row: Any) -> Values:
        """What rows of an area and an organisation have in common."""
        return _dated(row.term) | {
            "area_id": self.areas[row.area],
            "organisation_id": self.organisations[row.organisation],
        }

    def _package(self, area: str, code: str | None) -> UUID | None:
        return None if code is None else self._packages[area, code]

    def _product(self, area: str, code: str | None) -> UUID | None:
        return None if code is None else self._products[area, code]

    def _new(self, values: Mapping[str, Any], **more: Any) -> Values:
        return {"collaboration_id": self._tenant, "id": self._new_id(), **values, **more}

    def _insert(self, table: type[Any], rows: list[Values]) -> None:
        if rows:
            self._session.execute(insert(table.__table__), rows)


def _dated(term: Term) -> Values:
    return {"valid_from": term.first_on, "valid_until": term.last_on}


def _part(name: str, part: Fraction | None) -> Values:
    numerator, denominator = (None, None) if part is None else (part.numerator, part.denominator)
    return {f"{name}_num": numerator, f"{name}_den": denominator}
