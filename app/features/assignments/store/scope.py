"""How far an actor's rows go: the reach of its grants as conditions of SQL (data §2, domain §13).

Row-level security stands behind it and hides what is confidential; this says who sees what in full,
who sees an outline, and that a draft is its own office's alone until it is handed in.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, any_, literal, or_, true
from sqlalchemy.dialects.postgresql import ARRAY

from app.features.assignments.core.life import SUBMITTED_OPEN
from app.features.assignments.models import Assignment
from app.kernel.actor import Actor
from app.kernel.roles import TABLE, Permission, Reach


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything, some areas, or what one's organisations share in."""

    is_all: bool
    area_ids: frozenset[UUID]
    organisation_ids: frozenset[UUID]
    sees_outlines: bool

    def is_full(self, area_id: UUID | None, principal_ids: Collection[UUID]) -> bool:
        """Whether a row that may be seen is seen in full."""
        return self.is_all or area_id in self.area_ids or bool(self.organisation_ids & set(principal_ids))

    def visible(self) -> ColumnElement[bool]:
        """The condition for rows that may be seen, in full or in outline."""
        handed_in = or_(
            Assignment.number.is_not(None), Assignment.lead_organisation_id.in_(sorted(self.organisation_ids))
        )
        if self.is_all:
            return handed_in
        ways = [self.own()]
        if self.area_ids:
            ways.append(Assignment.area_id.in_(sorted(self.area_ids)))
        if self.sees_outlines:
            ways.append(
                and_(~Assignment.is_confidential, Assignment.state.in_([str(s) for s in SUBMITTED_OPEN]))
            )
        return and_(handed_in, or_(*ways))

    def own(self) -> ColumnElement[bool]:
        """The condition for rows in which one's organisations share."""
        if not self.organisation_ids:
            return ~true()
        return or_(*(shared_by(one) for one in sorted(self.organisation_ids)))

    def full(self) -> ColumnElement[bool]:
        """The condition for rows that are seen in full."""
        if self.is_all:
            return true()
        return or_(self.own(), Assignment.area_id.in_(sorted(self.area_ids))) if self.area_ids else self.own()

    def own_or_all(self) -> ColumnElement[bool]:
        """The condition for what counts as ours: of the office its own, of the centre everything visible."""
        if self.is_all or self.area_ids:
            return self.visible()
        return and_(self.visible(), self.own())


def scope_of(actor: Actor) -> Scope:
    """The reach of the actor for reading assignments."""
    grants = [(grant, TABLE[grant.role].get(Permission.READ_ASSIGNMENTS)) for grant in actor.grants]
    by_area = [grant for grant, reach in grants if reach is Reach.AREA]
    by_organisation = [grant for grant, reach in grants if reach is Reach.ORGANISATION]
    return Scope(
        is_all=any(reach is Reach.ALL for _, reach in grants)
        or any(grant.area_id is None for grant in by_area),
        area_ids=frozenset(grant.area_id for grant in by_area if grant.area_id),
        organisation_ids=frozenset(
            grant.organisation_id for grant in by_organisation if grant.organisation_id
        ),
        sees_outlines=bool(by_organisation),
    )


def shared_by(organisation_id: UUID) -> ColumnElement[bool]:
    """The condition for rows of which this organisation is a principal."""
    return literal(organisation_id, Uuid) == any_(Assignment.principal_ids)


UUIDS = ARRAY(Uuid)
"""The type of a list of identities."""
