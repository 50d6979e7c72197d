"""The application with two bare routes beside it, for `benchmarks.posting`."""

import os
from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from pydantic import BaseModel
from sqlalchemy import text

from app.infra.db import UnitOfWork
from app.infra.http import ApiWork, house
from app.kernel.actor import Actor
from app.main import installed

_INSERT = text(
    "INSERT INTO number_series (collaboration_id, series, last_number) VALUES (:tenant, :series, 1) RETURNING series"
)
_TENANT = int(os.environ.get("SSC_BENCH_TENANT", "1"))


class Row(BaseModel):
    """What the bare routes take."""

    naam: str


def _work(request: Request) -> Iterator[UnitOfWork]:
    with house(request).database.unit_of_work(Actor.system(_TENANT)) as work:
        yield work


NoDoor = Annotated[UnitOfWork, Depends(_work, scope="function")]


def bare_and_real() -> FastAPI:
    """The whole application; `/api/v1/kaal`: a key, one transaction, one row; `/kaal`: the same without a key."""
    site = installed()

    def insert(work: UnitOfWork, row: Row) -> dict[str, str]:
        series = f"{row.naam}:{work.new_id()}"
        return {"naam": work.session.execute(_INSERT, {"tenant": _TENANT, "series": series}).scalar_one()}

    def with_key(work: ApiWork, row: Row) -> dict[str, str]:
        return insert(work, row)

    def without_key(work: NoDoor, row: Row) -> dict[str, str]:
        return insert(work, row)

    api: FastAPI = site.state.api
    api.add_api_route("/kaal", with_key, methods=["POST"], status_code=201)
    site.add_api_route("/kaal", without_key, methods=["POST"], status_code=201)
    site.router.routes.insert(0, site.router.routes.pop())  # before the routes of pages
    return site
