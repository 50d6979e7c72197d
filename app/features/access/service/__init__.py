"""The use cases of the room access, as other rooms and the command line call them."""

from app.features.access.service.applications import (
    create_application,
    list_applications,
    new_key,
    revoke_key,
)
from app.features.access.service.doors import AccessDoors, FindEmployee
from app.features.access.service.log import Verdict, verify_audit
from app.features.access.service.people import (
    Addresses,
    create_account,
    end_role,
    find_account,
    give_first_password,
    grant_role,
    invite,
    list_actors,
    list_addresses,
    list_holders,
    list_people,
)

__all__ = [
    "AccessDoors",
    "Addresses",
    "FindEmployee",
    "Verdict",
    "create_account",
    "create_application",
    "end_role",
    "find_account",
    "give_first_password",
    "grant_role",
    "invite",
    "list_actors",
    "list_addresses",
    "list_applications",
    "list_holders",
    "list_people",
    "new_key",
    "revoke_key",
    "verify_audit",
]
