"""A small collaboration for tests of assignments: three municipalities, two areas, everybody's role."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from app.features.assignments.core.completeness import Request
from app.features.partnership.models import (
    Month,
    Organisation,
    Participation,
    Partner,
    Product,
    ServiceArea,
    StatisticKind,
)
from app.infra.db import Database
from app.infra.tenancy import create_collaboration
from app.kernel.actor import Actor, Grant
from app.kernel.roles import Role

START = date(2020, 1, 1)
ORGANISATIONS = {"VLI": "Vlist", "OUD": "Ouderkerk", "BER": "Bergambacht"}
AREAS = {"SZ": "Sociale zaken", "OW": "Onderwijs"}


@dataclass(frozen=True)
class World:
    """The collaboration, with the identities of what is in it."""

    database: Database
    number: int
    organisations: dict[str, UUID]
    areas: dict[str, UUID]

    def actor(self, role: Role, organisation: str | None = None, area: str | None = None) -> Actor:
        """Somebody with one role."""
        return Actor(
            collaboration_id=self.number,
            collaboration_code="k5",
            name=f"{role.name.title()} Proefpersoon",
            grants=(
                Grant(
                    role,
                    self.organisations[organisation] if organisation else None,
                    self.areas[area] if area else None,
                ),
            ),
        )

    @property
    def vlist(self) -> Actor:
        """The office of Vlist."""
        return self.actor(Role.OFFICE, "VLI")

    @property
    def ouderkerk(self) -> Actor:
        """The office of Ouderkerk."""
        return self.actor(Role.OFFICE, "OUD")

    @property
    def manager(self) -> Actor:
        """The manager of the centre."""
        return self.actor(Role.MANAGER, "BER")

    @property
    def system(self) -> Actor:
        """The installation itself."""
        return Actor.system(self.number, "k5")


def build(database: Database) -> World:
    """Make the collaboration; everybody takes part in everything but Bergambacht in education."""
    with database.unit_of_work(Actor.nobody()) as work:
        number = create_collaboration(
            work.session, "k5", "Samenwerking K5", "Krimpenerwaard", "lichte-regeling"
        )
    with database.unit_of_work(Actor.system(number, "k5")) as work:
        add = _Adder(work, number)
        organisations = {code: add.organisation(code, name) for code, name in ORGANISATIONS.items()}
        for one in organisations.values():
            add.row(Partner, organisation_id=one, valid_from=START)
        areas = {
            code: add.row(ServiceArea, code=code, name=name, bbv_code="6.1", valid_from=START)
            for code, name in AREAS.items()
        }
        for code, area in areas.items():
            name = {"SZ": "verordening", "OW": "onderzoek"}[code]
            add.row(
                Product,
                area_id=area,
                code=name,
                name=name.title(),
                unit="stuk",
                package_kind="base",
                valid_from=START,
            )
            for organisation, one in organisations.items():
                if (organisation, code) != ("BER", "OW"):
                    add.participation(area, one)
        work.session.execute(
            insert(StatisticKind),
            [
                {
                    "collaboration_id": number,
                    "id": work.new_id(),
                    "code": "inwoners",
                    "name": "Inwoners",
                    "valid_from": date(1990, 1, 1),
                }
            ],
        )
        work.session.execute(insert(Month), [{"collaboration_id": number, "first_on": date(2026, 4, 1)}])
    return World(database, number, organisations, areas)


def complete(**changes: Any) -> Request:
    """A request that misses nothing."""
    values: dict[str, Any] = {
        "title": "Verordening bijzondere bijstand",
        "area": "SZ",
        "product": "verordening",
        "desired_result": "Een verordening die de raad kan vaststellen",
        "acceptance_criteria": ("De juridisch adviseur heeft haar getoetst.",),
        "contact": "A. Proefpersoon",
        "requested_on": date(2026, 6, 1),
        "requested_why": "De raad besluit in juni",
        "frame": "Kadernota sociaal 2026",
        "ceiling_minutes": 2400,
    }
    return Request(**{**values, **changes})


class _Adder:
    def __init__(self, work: Any, number: int) -> None:
        self._work = work
        self._number = number

    def row(self, model: Any, **values: Any) -> UUID:
        identity: UUID = self._work.new_id()
        self._work.session.execute(
            insert(model), [{"collaboration_id": self._number, "id": identity, **values}]
        )
        return identity

    def organisation(self, code: str, name: str) -> UUID:
        return self.row(
            Organisation,
            code=code,
            name=name,
            sort_name=name.lower(),
            kind="municipality",
            country="NL",
            version=1,
        )

    def participation(self, area: UUID, organisation: UUID) -> None:
        self.row(
            Participation, area_id=area, organisation_id=organisation, vat_category="O", vat_basis_points=0,
            is_transparent=False, valid_from=START,
        )  # fmt: skip
