"""With which details organisations bill and are billed: as they are now, and as an invoice has kept them."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.invoices.core.billing import BillingDetails
from app.features.partnership.core.words import OrganisationKind
from app.features.partnership.models import Organisation, ServiceArea


def find_details(session: Session) -> tuple[dict[str, BillingDetails], dict[str, UUID]]:
    """The details of every organisation of the collaboration by code, and its id."""
    details, ids = {}, {}
    for row in session.execute(select(Organisation)).scalars():
        ids[row.code] = row.id
        details[row.code] = BillingDetails(
            code=row.code,
            name=_full_name(row),
            oin=row.oin or "",
            kvk=row.kvk or "",
            vat_number=row.vat_number or "",
            iban=row.iban or "",
            buyer_reference=row.buyer_reference or "",
            address=_address(row),
            email=row.email or "",
        )
    return details, ids


def find_area_ids(session: Session) -> dict[str, UUID]:
    """The id of every area by code."""
    return {row.code: row.id for row in session.execute(select(ServiceArea.code, ServiceArea.id))}


def kept(details: BillingDetails) -> dict[str, Any]:
    """The details as an invoice keeps them."""
    return {
        "code": details.code,
        "name": details.name,
        "oin": details.oin,
        "kvk": details.kvk,
        "vat_number": details.vat_number,
        "iban": details.iban,
        "buyer_reference": details.buyer_reference,
        "address": list(details.address),
        "email": details.email,
    }


def details_of(found: dict[str, Any]) -> BillingDetails:
    """The details that an invoice has kept."""
    return BillingDetails(**{**found, "address": tuple(found["address"])})


def _full_name(row: Organisation) -> str:
    """The name as it stands above a letter: a municipality is called so."""
    is_plain = row.kind == OrganisationKind.MUNICIPALITY and not row.name.lower().startswith("gemeente ")
    return f"Gemeente {row.name}" if is_plain else row.name


def _address(row: Organisation) -> tuple[str, ...]:
    """Street, and postcode with place; empty unless it is complete."""
    if not (row.street and row.postcode and row.city):
        return ()
    return (row.street, f"{row.postcode} {row.city}")
