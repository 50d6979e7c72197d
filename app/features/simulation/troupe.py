"""Who acts in the play: the real accounts of the case, each with its own roles.

Steps are taken by who may take them: an office for its municipality, the manager for the centre, an
employee for its own work. So the play proves the rights as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.features.access import service as access
from app.features.partnership.core.views import Selection
from app.features.partnership.service import reading as partnership
from app.features.people import service as people
from app.infra.db import UnitOfWork
from app.kernel.actor import Actor, Via
from app.kernel.errors import NotFound
from app.kernel.roles import Role


@dataclass(frozen=True, slots=True)
class Troupe:
    """The actors: an office per municipality, employees by code, one manager, finance people by turn."""

    offices: Mapping[str, Actor]
    employees: Mapping[str, Actor]
    manager: Actor
    finance: tuple[Actor, Actor]


def gather(work: UnitOfWork) -> Troupe:
    """The troupe of the collaboration of this work; `NotFound` names the role that nobody has."""
    employees = {one.code: people.get_employee(work, one.id) for one in people.list_employees(work)}
    by_account = {one.account_id: one.id for one in employees.values()}
    listed = partnership.list_page(work, "organisations", Selection(limit=100))
    organisations = {one.id: one.row.code for one in listed.rows}
    offices: dict[str, Actor] = {}
    by_role: dict[Role, list[Actor]] = {}
    for found in access.list_actors(work, Via.SCREEN):
        actor = replace(found, employee_id=by_account.get(found.account_id))
        for grant in actor.grants:
            by_role.setdefault(grant.role, []).append(actor)
            if grant.role is Role.OFFICE and grant.organisation_id in organisations:
                offices.setdefault(organisations[grant.organisation_id], actor)
    booking = {actor.employee_id: actor for actor in by_role.get(Role.EMPLOYEE, [])}
    return Troupe(
        offices,
        {code: booking[one.id] for code, one in employees.items() if one.id in booking},
        _holder(by_role, Role.MANAGER),
        (_holder(by_role, Role.FINANCE), by_role[Role.FINANCE][-1]),
    )


def _holder(by_role: Mapping[Role, list[Actor]], role: Role) -> Actor:
    if role not in by_role:
        raise NotFound(f"Iemand met de rol {role.value}")
    return by_role[role][0]
