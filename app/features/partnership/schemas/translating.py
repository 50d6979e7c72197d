"""Rows of the core as shapes of the wire: codes become references, enums their Dutch words."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

from app.features.partnership.core import rows
from app.features.partnership.core.views import Directory, Kept, MonthState, Named
from app.features.partnership.schemas import shapes
from app.kernel import glossary

Shape = TypeVar("Shape", bound=shapes.DatedOut)


def organisation(kept: Kept[rows.OrganisationRow], _: Directory) -> shapes.OrganisationOut:
    """An organisation."""
    values = {name: getattr(kept.row, name) for name in rows.OrganisationRow.__slots__}
    kind = glossary.ORGANISATION_KINDS[kept.row.kind]
    return shapes.OrganisationOut.model_validate({"id": kept.id, **values, "kind": kind})


def partner(kept: Kept[rows.PartnerRow], names: Directory) -> shapes.PartnerOut:
    """A membership."""
    return _made(shapes.PartnerOut, kept, organisation=_named(names.organisations[kept.row.organisation]))


def area(kept: Kept[rows.AreaRow], _: Directory) -> shapes.AreaOut:
    """An area."""
    row = kept.row
    return _made(
        shapes.AreaOut, kept, code=row.code, name=row.name, bbv_code=row.bbv_code, description=row.description
    )


def participation(kept: Kept[rows.ParticipationRow], names: Directory) -> shapes.ParticipationOut:
    """A participation."""
    row = kept.row
    return _made(
        shapes.ParticipationOut,
        kept,
        **_between(row, names),
        package=row.package,
        vat_category=glossary.VAT_CATEGORIES[row.vat_category],
        vat_basis_points=row.vat_basis_points,
        is_transparent=row.is_transparent,
    )


def product(kept: Kept[rows.ProductRow], names: Directory) -> shapes.ProductOut:
    """A product."""
    row = kept.row
    return _made(
        shapes.ProductOut,
        kept,
        area=_named(names.areas[row.area]),
        code=row.code,
        name=row.name,
        unit=row.unit,
        standard_minutes=row.standard_minutes,
        package_kind=glossary.PACKAGE_KINDS[row.package_kind],
        package=row.package,
    )


def tariff(kept: Kept[rows.TariffRow], names: Directory) -> shapes.TariffOut:
    """A tariff."""
    row = kept.row
    return _made(
        shapes.TariffOut,
        kept,
        area=_named(names.areas[row.area]),
        kind=glossary.TARIFF_KINDS[row.kind],
        of=glossary.statistic_word(row.of),
        name=row.name,
        price_cents=row.price_cents,
    )


def year_figure(kept: Kept[rows.YearFigureRow], names: Directory) -> shapes.YearFigureOut:
    """What an organisation had in an earlier year."""
    row = kept.row
    return shapes.YearFigureOut.model_validate(
        {
            "id": kept.id,
            **_between(row, names),
            "year": row.year,
            "product": row.product,
            "minutes": row.minutes,
            "taken_count": row.taken_count,
            "source": row.source,
        }
    )


def statistic(kept: Kept[rows.StatisticRow], names: Directory) -> shapes.StatisticOut:
    """A statistic; its value as text, so that no reader makes a float of it."""
    row = kept.row
    return shapes.StatisticOut.model_validate(
        {
            "id": kept.id,
            "organisation": _named(names.organisations[row.organisation]),
            "kind": _statistic_kind(row.kind, names),
            "reference_on": row.reference_on,
            "value": format(row.value, "f"),
            "source": row.source,
        }
    )


def agreement(kept: Kept[rows.AgreementRow], names: Directory) -> shapes.AgreementOut:
    """A service agreement."""
    row = kept.row
    return _made(
        shapes.AgreementOut,
        kept,
        **_between(row, names),
        code=row.code,
        version=row.version,
        quantity=row.quantity,
        quality=row.quality,
        price=row.price,
    )


def year_contract(kept: Kept[rows.YearContractRow], names: Directory) -> shapes.YearContractOut:
    """A year contract."""
    row = kept.row
    return _made(
        shapes.YearContractOut,
        kept,
        **_between(row, names),
        code=row.code,
        product=None if row.product is None else _named(names.products[row.area, row.product]),
        agreed_minutes=row.agreed_minutes,
        agreed_count=row.agreed_count,
    )


def policy(kept: Kept[rows.PolicyRow], names: Directory) -> shapes.PolicyOut:
    """A policy with its components."""
    row = kept.row
    return _made(
        shapes.PolicyOut,
        kept,
        area=_named(names.areas[row.area]),
        version=row.version,
        settlement_months=row.settlement_months,
        has_advances=row.has_advances,
        result=glossary.TARIFF_RESULTS[row.result],
        agreement_clause=row.agreement_clause,
        result_driver=row.result_driver and glossary.DRIVERS[row.result_driver],
        phase=_part(row.phase),
        old_version=row.old_version,
        components=[_component(part, names) for part in row.components],
    )


def month(state: MonthState) -> shapes.MonthOut:
    """A month with what is closed of it."""
    return shapes.MonthOut(
        month=f"{state.first_on:%Y-%m}",
        hours_closed_at=state.hours_closed_at,
        costs_closed_at=state.costs_closed_at,
        counts_closed_at=state.counts_closed_at,
        cut_off_at=state.cut_off_at,
    )


LISTED: dict[str, Callable[[Kept[Any], Directory], shapes.Wire]] = {
    "organisations": organisation,
    "partners": partner,
    "areas": area,
    "participations": participation,
    "products": product,
    "tariffs": tariff,
    "statistics": statistic,
    "year_figures": year_figure,
    "agreements": agreement,
    "year_contracts": year_contract,
    "policies": policy,
}
"""Table → how its rows go out."""


def _component(part: rows.ComponentRow, names: Directory) -> dict[str, Any]:
    return {
        "position": part.position,
        "takes": glossary.TAKES[part.takes],
        "part": _part(part.part),
        "category": part.category and {**glossary.COST_CATEGORIES, "overhead": "overhead"}[part.category],
        "fixed_cents": part.fixed_cents,
        "tariff_kind": part.tariff_kind and glossary.TARIFF_KINDS[part.tariff_kind],
        "driver": part.driver and glossary.DRIVERS[part.driver],
        "statistic_kind": part.statistic_kind and _statistic_kind(part.statistic_kind, names),
        "product": part.product,
        "package": part.package,
        "reference": glossary.REFERENCES[part.reference],
        "average_years": part.average_years,
        "kept_years": part.kept_years,
        "label": part.label,
        "shares": [
            {
                "organisation": _named(names.organisations[share.organisation]),
                "part": _part(share.part),
                "brought_in_cents": share.brought_in_cents,
                "minimum_cents": share.minimum_cents,
                "maximum_cents": share.maximum_cents,
            }
            for share in part.shares
        ],
    }


def _statistic_kind(code: str, names: Directory) -> dict[str, str]:
    return {"code": glossary.statistic_word(code) or code, "name": names.statistic_kinds[code]}


def _made(shape: type[Shape], kept: Kept[Any], **values: Any) -> Shape:
    return shape.model_validate(
        {
            "id": kept.id,
            "valid_from": kept.row.term.first_on,
            "valid_until": kept.row.term.last_on,
            **values,
        }
    )


def _between(row: Any, names: Directory) -> dict[str, Any]:
    return {
        "area": _named(names.areas[row.area]),
        "organisation": _named(names.organisations[row.organisation]),
    }


def _named(named: Named) -> dict[str, Any]:
    return {"id": named.id, "code": named.code, "name": named.name}


def _part(part: Fraction | None) -> dict[str, int] | None:
    return None if part is None else {"num": part.numerator, "den": part.denominator}
