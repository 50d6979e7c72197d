"""Two small collaborations with one organisation and one area each, for tests of access."""

from uuid import UUID

from sqlalchemy import Engine, text

from app.infra.db import Database
from app.infra.tenancy import create_collaboration
from app.kernel.actor import Actor

VLIST = UUID("0196a1c2-0000-7000-8000-00000000000a")
SOCIAL = UUID("0196a1c2-0000-7000-8000-00000000000b")


def collaboration(database: Database, owner: Engine, code: str) -> Actor:
    """The system in a new collaboration with Vlist and social affairs."""
    with database.unit_of_work(Actor.nobody()) as work:
        number = create_collaboration(work.session, code, code.upper(), "Nergenshuizen", "regeling")
    with owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO organisation (collaboration_id, id, code, name, sort_name, kind, country, version)"
                " VALUES (:c, :o, 'VLI', 'Vlist', 'vlist', 'municipality', 'NL', 1)"
            ),
            {"c": number, "o": VLIST},
        )
        connection.execute(
            text(
                "INSERT INTO service_area (collaboration_id, id, code, name, bbv_code, valid_from)"
                " VALUES (:c, :a, 'SZ', 'Sociale zaken', '6.3', '2026-01-01')"
            ),
            {"c": number, "a": SOCIAL},
        )
    return Actor.system(number, code)
