"""SQL of accounts and the roles that they hold, in the collaboration of the actor.

The policy of `role_grant` also shows one's own roles elsewhere, so every query here names the
collaboration itself.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from app.features.access.core.values import HeldRole, Person
from app.features.access.models import Account, Credential, RoleGrant
from app.kernel.actor import Actor, Grant
from app.kernel.roles import Role

_PEOPLE = text(
    "SELECT a.id AS account_id, a.name, a.email, c.account_id IS NOT NULL AS has_password,"
    " g.id AS grant_id, g.role, o.name AS organisation, s.name AS area, g.valid_from, g.valid_until,"
    " g.validity @> CAST(:day AS date) AS is_now"
    " FROM role_grant g JOIN account a ON a.id = g.account_id LEFT JOIN credential c ON c.account_id = a.id"
    " LEFT JOIN organisation o ON o.collaboration_id = g.collaboration_id AND o.id = g.organisation_id"
    " LEFT JOIN service_area s ON s.collaboration_id = g.collaboration_id AND s.id = g.area_id"
    " WHERE g.collaboration_id = :collaboration ORDER BY a.sort_name, a.id, g.valid_from, g.id"
)


def list_people(session: Session, actor: Actor, day: date) -> list[Person]:
    """Everybody who has or had a role here, by name, with the roles."""
    rows = session.execute(_PEOPLE, {"collaboration": actor.collaboration_id, "day": day})
    found: dict[UUID, Person] = {}
    roles: dict[UUID, list[HeldRole]] = {}
    for row in rows:
        found.setdefault(row.account_id, Person(row.account_id, row.name, row.email, row.has_password, ()))
        roles.setdefault(row.account_id, []).append(
            HeldRole(
                row.grant_id,
                Role(row.role),
                row.organisation,
                row.area,
                row.valid_from,
                row.valid_until,
                row.is_now,
            )
        )
    return [
        Person(person.account_id, person.name, person.email, person.has_password, tuple(roles[key]))
        for key, person in found.items()
    ]


def find_grants(session: Session, actor: Actor, day: date) -> dict[tuple[UUID, str], tuple[Grant, ...]]:
    """What everybody holds on a day, by account and name, in the order of their names."""
    rows = session.execute(
        select(Account.id, Account.name, RoleGrant.role, RoleGrant.organisation_id, RoleGrant.area_id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.collaboration_id == actor.collaboration_id, RoleGrant.validity.contains(day))
        .order_by(Account.sort_name, Account.id, RoleGrant.valid_from, RoleGrant.id)
    )
    found: dict[tuple[UUID, str], tuple[Grant, ...]] = {}
    for row in rows:
        key = row.id, row.name
        found[key] = (*found.get(key, ()), Grant(Role(row.role), row.organisation_id, row.area_id))
    return found


def find_account_id(session: Session, email: str) -> UUID | None:
    """The account with this address, also when it has no role here."""
    found: UUID | None = session.execute(
        text("SELECT account_id FROM account_of_email(:email)"), {"email": email}
    ).scalar()
    return found


def add_account(session: Session, values: Mapping[str, object]) -> None:
    """A new account."""
    session.execute(insert(Account).inline(), dict(values))


def has_password(session: Session, account_id: UUID) -> bool:
    """Whether the account has set a password."""
    found = session.execute(select(Credential.account_id).where(Credential.account_id == account_id))
    return found.scalar() is not None


def works_elsewhere(session: Session, account_id: UUID) -> bool:
    """Whether the account has or had a role in another collaboration."""
    return bool(session.execute(text("SELECT works_elsewhere(:account)"), {"account": account_id}).scalar())


def has_role_here(session: Session, actor: Actor, account_id: UUID) -> bool:
    """Whether the account has or had a role in this collaboration."""
    query = select(RoleGrant.id).where(
        RoleGrant.collaboration_id == actor.collaboration_id, RoleGrant.account_id == account_id
    )
    return session.execute(query.limit(1)).first() is not None


def add_grant(session: Session, values: Mapping[str, object]) -> None:
    """A new role of an account."""
    session.execute(insert(RoleGrant).inline(), dict(values))


def find_grant(session: Session, actor: Actor, grant_id: UUID) -> RoleGrant | None:
    """One role that is held in this collaboration, locked for changing it."""
    query = select(RoleGrant).where(
        RoleGrant.collaboration_id == actor.collaboration_id, RoleGrant.id == grant_id
    )
    return session.execute(query.with_for_update()).scalar_one_or_none()


def end_grant(session: Session, actor: Actor, grant_id: UUID, last_day: date) -> None:
    """Let a role end on this day, the last one on which it holds."""
    session.execute(
        update(RoleGrant)
        .where(RoleGrant.collaboration_id == actor.collaboration_id, RoleGrant.id == grant_id)
        .values(valid_until=last_day)
        .execution_options(synchronize_session=False)
    )


def count_holders(session: Session, actor: Actor, role: Role, day: date) -> int:
    """How many accounts hold this role without end, on this day or later."""
    found: int = session.execute(
        text(
            "SELECT count(DISTINCT account_id) FROM role_grant WHERE collaboration_id = :collaboration"
            " AND role = :role AND valid_until IS NULL AND valid_from <= :day"
        ),
        {"collaboration": actor.collaboration_id, "role": role.value, "day": day},
    ).scalar_one()
    return found
