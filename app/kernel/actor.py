"""Who acts: an account or an application, in one collaboration, with grants.

Frozen and pure; made by `access` at the door and carried by the unit of work. A service starts
with `actor.require(Permission.X, …)`; a store reads `reach` to know how far its rows may go.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.kernel.errors import NotAllowed
from app.kernel.roles import TABLE, Permission, Reach, Role


class Via(StrEnum):
    """The way by which a change came in; kept in the audit log."""

    SCREEN = "scherm"
    API = "api"
    JOB = "taak"
    COMMAND = "opdrachtregel"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role, held for one organisation; `area_id` None means every area."""

    role: Role
    organisation_id: UUID | None
    area_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which collaboration and with what rights. `name` is what the log shows."""

    collaboration_id: int
    collaboration_code: str
    name: str
    grants: tuple[Grant, ...]
    account_id: UUID | None = None
    application_id: UUID | None = None
    employee_id: UUID | None = None
    request_id: str = ""
    via: Via = Via.COMMAND
    address: str | None = None

    @classmethod
    def system(cls, collaboration_id: int, code: str = "", via: Via = Via.JOB) -> "Actor":
        """The installation itself, for jobs and commands."""
        return cls(collaboration_id, code, "Systeem", (Grant(Role.SYSTEM, None),), via=via)

    @classmethod
    def nobody(cls) -> "Actor":
        """Who has not logged in: no collaboration, no grants."""
        return cls(0, "", "Niet ingelogd", ())

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held, whatever organisation or area they are for."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def organisation_id(self) -> UUID | None:
        """The organisation acted for: that of the first grant that names one."""
        return next((grant.organisation_id for grant in self.grants if grant.organisation_id), None)

    @property
    def sees_all(self) -> bool:
        """Whether confidential rows of every partner are visible (data §2: centre, board, control)."""
        return any(
            TABLE[grant.role].get(Permission.READ_ASSIGNMENTS) in (Reach.ALL, Reach.AREA)
            for grant in self.grants
        )

    def reach(self, permission: Permission) -> frozenset[Reach]:
        """Every reach in which the actor has the permission; empty is none."""
        return frozenset(TABLE[g.role][permission] for g in self.grants if permission in TABLE[g.role])

    def areas(self, permission: Permission) -> frozenset[UUID]:
        """The areas for which an area-wide grant gives the permission; a grant without area gives none here."""
        return frozenset(g.area_id for g in self._having(permission, Reach.AREA) if g.area_id is not None)

    def may(
        self,
        permission: Permission,
        *,
        organisation_ids: Iterable[UUID] | None = None,
        area_id: UUID | None = None,
        employee_id: UUID | None = None,
    ) -> bool:
        """Whether the permission holds for this subject.

        A reach of one's own organisation, area or self is enough when the subject is not named
        (the question is then “at all”), else the subject must match it.
        """
        organisations = None if organisation_ids is None else frozenset(organisation_ids)
        if self._having(permission, Reach.ALL):
            return True
        for grant in self._having(permission, Reach.AREA):
            if area_id is None or grant.area_id in (None, area_id):
                return True
        for grant in self._having(permission, Reach.ORGANISATION):
            if organisations is None or grant.organisation_id in organisations:
                return True
        own = self._having(permission, Reach.SELF)
        return bool(own) and (employee_id is None or employee_id == self.employee_id)

    def require(
        self,
        permission: Permission,
        *,
        organisation_ids: Iterable[UUID] | None = None,
        area_id: UUID | None = None,
        employee_id: UUID | None = None,
    ) -> None:
        """Raise `NotAllowed` unless `may` holds."""
        if not self.may(
            permission, organisation_ids=organisation_ids, area_id=area_id, employee_id=employee_id
        ):
            raise NotAllowed

    def _having(self, permission: Permission, reach: Reach) -> list[Grant]:
        return [grant for grant in self.grants if TABLE[grant.role].get(permission) is reach]
