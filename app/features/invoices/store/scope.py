"""How far an actor's invoices go: all of the collaboration, or those of one's own organisation (domain §13)."""

from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, any_, false, literal, or_, true

from app.features.invoices.models import Invoice
from app.kernel.actor import Actor
from app.kernel.roles import TABLE, Permission, Reach


def visible(actor: Actor) -> ColumnElement[bool]:
    """The condition for invoices that the actor may read; row-level security stands behind it."""
    if Reach.ALL in actor.reach(Permission.READ_INVOICES):
        return true()
    own = own_organisations(actor)
    return or_(*(literal(one, Uuid) == any_(Invoice.organisation_ids) for one in own)) if own else false()


def own_organisations(actor: Actor) -> list[UUID]:
    """The organisations for which the actor may read invoices, when it may not read all."""
    return sorted(
        grant.organisation_id
        for grant in actor.grants
        if grant.organisation_id and TABLE[grant.role].get(Permission.READ_INVOICES) is Reach.ORGANISATION
    )
