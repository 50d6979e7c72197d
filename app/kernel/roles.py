"""Who may do what, and how far: the one table of roles, permissions and reach (domain §1, §13).

A service asks `actor.require(Permission.X, …)`; nothing else decides about rights. Row-level
security in the database stands behind it, it does not replace it.
"""

from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """The roles of domain §1; the value is the word on the wire and on screen."""

    OFFICE = "bestuursbureau"
    MANDATE_HOLDER = "mandaathouder"
    BOARD = "overlegorgaan"
    MANAGER = "ssc-manager"
    EMPLOYEE = "medewerker"
    FINANCE = "financien"
    CONTROLLER = "controller"
    COUNCIL = "raad"
    SYSTEM = "systeem"


class Reach(StrEnum):
    """How far a permission goes, from narrow to wide."""

    SELF = "zelf"
    ORGANISATION = "organisatie"
    AREA = "taakgebied"
    ALL = "samenwerkingsverband"


class Permission(StrEnum):
    """What can be permitted. READ_… also lists; the name says the object."""

    READ_PARTNERSHIP = "read_partnership"
    EDIT_PARTNERSHIP = "edit_partnership"
    READ_ASSIGNMENTS = "read_assignments"  # in full; others' open ones show an outline to every office
    WRITE_ASSIGNMENTS = "write_assignments"  # draft, submit, answer, approve, withdraw: as the principal
    HANDLE_ASSIGNMENTS = "handle_assignments"  # return, accept, order, plan, reject: as the centre
    WORK_ON_ASSIGNMENTS = "work_on_assignments"  # start, wait, resume, deliver
    READ_DASHBOARD = "read_dashboard"
    READ_PEOPLE = "read_people"
    EDIT_PEOPLE = "edit_people"
    BOOK_HOURS = "book_hours"
    READ_HOURS = "read_hours"
    APPROVE_HOURS = "approve_hours"
    CLOSE_MONTHS = "close_months"
    READ_COSTS = "read_costs"
    EDIT_COSTS = "edit_costs"
    READ_SETTLEMENTS = "read_settlements"
    CONFIRM_FIGURES = "confirm_figures"  # a partner's own figures in a settlement
    RUN_SETTLEMENTS = "run_settlements"
    APPROVE_SETTLEMENTS = "approve_settlements"
    TRY_SCENARIOS = "try_scenarios"  # what if: reckoned, kept and read, never a run
    READ_INVOICES = "read_invoices"
    READ_AUDIT = "read_audit"
    EDIT_ACCESS = "edit_access"
    READ_ACCESS = "read_access"
    EDIT_NORMS = "edit_norms"  # calendars and norms; who reads partnership reads them


_READ_ALL = (
    Permission.READ_PARTNERSHIP,
    Permission.READ_ASSIGNMENTS,
    Permission.READ_DASHBOARD,
    Permission.READ_PEOPLE,
    Permission.READ_HOURS,
    Permission.READ_COSTS,
    Permission.READ_SETTLEMENTS,
    Permission.READ_INVOICES,
)


def _all(*permissions: Permission) -> dict[Permission, Reach]:
    return dict.fromkeys(permissions, Reach.ALL)


TABLE: MappingProxyType[Role, dict[Permission, Reach]] = MappingProxyType(
    {
        Role.OFFICE: {
            Permission.READ_PARTNERSHIP: Reach.ALL,
            Permission.READ_ASSIGNMENTS: Reach.ORGANISATION,
            Permission.WRITE_ASSIGNMENTS: Reach.ORGANISATION,
            Permission.READ_SETTLEMENTS: Reach.ORGANISATION,
            Permission.CONFIRM_FIGURES: Reach.ORGANISATION,
            Permission.READ_INVOICES: Reach.ORGANISATION,
        },
        Role.MANDATE_HOLDER: {
            Permission.READ_PARTNERSHIP: Reach.ALL,
            Permission.READ_ASSIGNMENTS: Reach.ORGANISATION,
        },
        Role.BOARD: _all(
            Permission.READ_PARTNERSHIP,
            Permission.READ_ASSIGNMENTS,
            Permission.READ_DASHBOARD,
            Permission.READ_SETTLEMENTS,
        ),
        Role.MANAGER: _all(
            *_READ_ALL,
            Permission.HANDLE_ASSIGNMENTS,
            Permission.WORK_ON_ASSIGNMENTS,
            Permission.EDIT_PARTNERSHIP,
            Permission.EDIT_NORMS,
            Permission.EDIT_PEOPLE,
            Permission.APPROVE_HOURS,
            Permission.TRY_SCENARIOS,
            Permission.READ_ACCESS,
            Permission.EDIT_ACCESS,
        )
        | {Permission.BOOK_HOURS: Reach.SELF},
        Role.EMPLOYEE: {
            Permission.READ_PARTNERSHIP: Reach.ALL,
            Permission.READ_ASSIGNMENTS: Reach.AREA,
            Permission.WORK_ON_ASSIGNMENTS: Reach.AREA,
            Permission.BOOK_HOURS: Reach.SELF,
            Permission.READ_HOURS: Reach.SELF,
        },
        Role.FINANCE: _all(
            *_READ_ALL,
            Permission.EDIT_PARTNERSHIP,
            Permission.EDIT_NORMS,
            Permission.CLOSE_MONTHS,
            Permission.EDIT_COSTS,
            Permission.RUN_SETTLEMENTS,
            Permission.APPROVE_SETTLEMENTS,
            Permission.TRY_SCENARIOS,
            Permission.READ_AUDIT,
        ),
        Role.CONTROLLER: _all(*_READ_ALL, Permission.READ_AUDIT, Permission.READ_ACCESS),
        Role.COUNCIL: _all(Permission.READ_PARTNERSHIP),
        Role.SYSTEM: _all(*Permission),
    }
)
"""Role → permission → how far. What is not here is not allowed."""
