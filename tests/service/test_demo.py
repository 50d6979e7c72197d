"""The demo: it makes its own database anew, and never throws away what no demo made."""

from pathlib import Path

import pytest

from app import demo
from app.infra.db import Database
from app.infra.settings import Settings
from app.infra.tenancy import create_collaboration, list_collaborations
from app.kernel.actor import Actor
from app.kernel.errors import Refused
from tests.conftest import Server


def test_a_demo_does_not_throw_away_what_was_loaded(
    server: Server, database_name: str, database: Database, tmp_path: Path
) -> None:
    settings = Settings(var_dir=tmp_path)
    with database.unit_of_work(Actor.nobody()) as work:
        create_collaboration(work.session, "echt", "Echte samenwerking", "Ergens", "convenant")
    with pytest.raises(Refused, match="gooit de demo niet weg"):
        demo.start_anew(settings, server.owner(database_name), server.app(database_name))
    with database.unit_of_work(Actor.nobody(), read_only=True) as work:
        assert [one.code for one in list_collaborations(work.session)] == ["echt"]


def test_a_demo_that_was_broken_off_is_begun_anew(
    server: Server, database_name: str, database: Database, tmp_path: Path
) -> None:
    settings = Settings(var_dir=tmp_path)
    urls = server.owner(database_name), server.app(database_name)
    demo.start_anew(settings, *urls)
    with database.unit_of_work(Actor.nobody()) as work:
        create_collaboration(work.session, "half", "Half gespeeld", "Ergens", "convenant")
    assert demo.played_case(settings, urls[1]) is None
    database.close()
    demo.start_anew(settings, *urls)
    with database.unit_of_work(Actor.nobody(), read_only=True) as work:
        assert list_collaborations(work.session) == []
