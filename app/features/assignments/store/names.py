"""What assignments refer to in the room below: organisations, areas, products, contracts, by code and id.

Reading only. One statement names them all: they are few, and so the number of statements of a list
does not depend on what is in it.
"""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, any_, bindparam, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from app.features.assignments.core.views import Directory, Named
from app.features.partnership.models import (
    Organisation,
    Participation,
    Product,
    ServiceArea,
    StatisticKind,
    YearContract,
)

_NO_ID = null().cast(Uuid)
_ORGANISATIONS = select(
    literal("organisation").label("kind"), Organisation.id, Organisation.code, Organisation.name,
    Organisation.sort_name.label("sort_name"), _NO_ID.label("area_id"),
)  # fmt: skip
_OTHERS = (
    (ServiceArea.code, select(
        literal("area"), ServiceArea.id, ServiceArea.code, ServiceArea.name, ServiceArea.name, _NO_ID
    )),
    (Product.code, select(literal("product"), Product.id, Product.code, Product.name, Product.name, Product.area_id)),
    (YearContract.code, select(
        literal("contract"), YearContract.id, YearContract.code, YearContract.code, YearContract.code,
        YearContract.area_id,
    )),
    (StatisticKind.code, select(
        literal("statistic"), _NO_ID, StatisticKind.code, StatisticKind.name, StatisticKind.code, _NO_ID
    )),
)  # fmt: skip
_DIRECTORY = union_all(_ORGANISATIONS, *(part for _, part in _OTHERS)).order_by("kind", "sort_name", "code")


_CODES = any_(bindparam("codes", type_=ARRAY(Text)))
_NAMED = union_all(
    _ORGANISATIONS.where(or_(Organisation.code == _CODES, Organisation.id == bindparam("own"))),
    *(part.where(code == _CODES) for code, part in _OTHERS),
)
"""The same for some codes only, and one's own organisation; made once, because a draft asks it every time."""


def directory(session: Session, only: Collection[str] | None = None, own: UUID | None = None) -> Directory:
    """What an assignment can refer to: everything in the collaboration, or these codes and one's own organisation."""
    names: dict[UUID, Named] = {}
    by_code: dict[str, dict[str, Named]] = {"organisation": {}, "area": {}, "contract": {}}
    products: dict[tuple[UUID, str], Named] = {}
    statistics: dict[str, str] = {}
    found = (
        session.execute(_DIRECTORY)
        if only is None
        else session.execute(_NAMED, {"codes": list(only), "own": own})
    )
    for row in found:
        if row.kind == "statistic":
            statistics[row.code] = row.name
            continue
        names[row.id] = named = Named(row.id, row.code, row.name)
        if row.kind == "product":
            products[row.area_id, row.code] = named
        else:
            by_code[row.kind][row.code] = named
    return Directory(
        names, by_code["organisation"], by_code["area"], products, by_code["contract"], statistics
    )


def find_outsiders(
    session: Session, area_id: UUID, organisation_ids: Sequence[UUID], today: date
) -> list[UUID]:
    """Which of these organisations do not take part in the area today."""
    inside = select(Participation.organisation_id).where(
        Participation.area_id == area_id,
        Participation.organisation_id.in_(organisation_ids),
        Participation.valid_from <= today,
        func.coalesce(Participation.valid_until, today) >= today,
    )
    taking_part = set(session.execute(inside).scalars())
    return [one for one in organisation_ids if one not in taking_part]
