"""One page for everything with versions: the list, a new version in three steps, one version with its end.

What differs (the rows of the list, the fields of the form) a `Dated` says.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from app.features.partnership.core.rows import Term
from app.features.settlement.core import agreed_words as words
from app.features.settlement.pages.changing import steps, versions
from app.features.settlement.service.changing import dated
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel.errors import SscError

AT_A_TIME = 100
Filters = tuple[str, str, Sequence[tuple[str, str]], str]
"""A filter of a list: name, label, options, what is chosen."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A version in the list: its name, what stands small below that, its cells, its days."""

    id: UUID
    name: str
    sub: str | None
    cells: tuple[tuple[str, str | None], ...]
    term: Term


@dataclass(frozen=True, slots=True)
class Listing:
    """The list of a table: its columns between name and days, its rows in order, its filters, and more."""

    columns: tuple[Any, ...]
    rows: Sequence[ListRow]
    filters: tuple[Filters, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dated:
    """A table of versions on screen: words, the list, and the form with its fields."""

    table: str
    key: str
    intro: str
    new: str
    caption: str
    name: str
    fields: tuple[str, ...]
    form: str
    listed: Callable[[UnitOfWork, Mapping[str, str]], Listing]
    filled: Callable[[Any], dict[str, str]]
    read: Callable[[steps.Given], Any]
    choices: Callable[[UnitOfWork], dict[str, Any]]
    listing: str = "settlement/versies.html"


def router_of(page: Dated) -> APIRouter:
    """The five addresses of a table of versions."""
    router = APIRouter(route_class=PageRoute, include_in_schema=False)
    path = f"/{{code}}/{versions.PLACES[page.table].path}"

    @router.get(path)
    def list_page(work: PageWork, request: Request, vanaf: int = 0, gedaan: str = "") -> Response:
        """All versions, the latest of each subject first."""
        return _list(work, request, page, max(vanaf, 0), gedaan)

    _put_new(router, page, path)
    _put_one(router, page, path)
    return router


def _put_new(router: APIRouter, page: Dated, path: str) -> None:
    place, use = versions.PLACES[page.table], dated.OF[page.table]

    @router.get(f"{path}/nieuw")
    def new_page(work: PageWork, request: Request, van: UUID | None = None) -> Response:
        """A form for a new version, filled in when it follows another."""
        work.actor.require(place.permission)
        given = dict.fromkeys(page.fields, "")
        if van is not None:
            given |= page.filled(use.show(work, page.table, van).kept.row)
        return _form(work, request, page, given)

    @router.post(f"{path}/nieuw")
    def add(work: PageWork, request: Request, form: PageForm) -> Response:
        """Say what a version touches, then add it."""
        work.actor.require(place.permission)

        def draw(given: steps.Given, refusal: SscError | None) -> Response:
            return _form(work, request, page, dict.fromkeys(page.fields, "") | dict(given), refusal)

        return steps.answer(
            work,
            request,
            form,
            read=page.read,
            preview=lambda held, row: use.preview_new(held, page.table, row),
            save=lambda held, row: use.add_new(held, page.table, row),
            draw=draw,
            done=f"{versions.home_of(work, page.table)}?gedaan={place.added}",
            here=place.here,
        )


def _put_one(router: APIRouter, page: Dated, path: str) -> None:
    key = Path(alias=page.key)

    @router.get(f"{path}/{{{page.key}}}")
    def version_page(work: PageWork, request: Request, version_id: UUID = key) -> Response:
        """One version with the others of its subject."""
        return versions.version_page(work, request, page.table, version_id)

    @router.post(f"{path}/{{{page.key}}}")
    def change(work: PageWork, request: Request, form: PageForm, version_id: UUID = key) -> Response:
        """End or withdraw a version."""

        def draw(given: steps.Given, refusal: SscError | None) -> Response:
            return versions.version_page(work, request, page.table, version_id, given, refusal)

        return versions.change(work, request, form, page.table, version_id, draw)


def _list(work: UnitOfWork, request: Request, page: Dated, first: int, done: str) -> Response:
    found = page.listed(work, request.query_params)
    base = versions.base_of(work, page.table)
    chosen = "".join(f"{name}={value}&" for name, _, _, value in found.filters)
    place = versions.PLACES[page.table]
    home_title, home_path = steps.HOMES[place.here]
    return render(
        request,
        work,
        page.listing,
        page=page,
        title=place.title,
        home=(home_title, f"/{work.actor.collaboration_code}/{home_path}"),
        columns=found.columns,
        rows=[
            {
                "url": f"{base}/{one.id}",
                "name": one.name,
                "sub": one.sub,
                "cells": one.cells,
                "holds": words.holds(one.term),
                "state": versions.state_of(one.term, work),
            }
            for one in found.rows[first : first + AT_A_TIME]
        ],
        filters=found.filters,
        base=base,
        more=f"{base}?{chosen}vanaf={first + AT_A_TIME}" if len(found.rows) > first + AT_A_TIME else None,
        done=versions.DONE.get(done),
        may_edit=work.actor.may(place.permission),
        here=place.here,
        **found.more,
    )


def _form(
    work: UnitOfWork, request: Request, page: Dated, given: steps.Given, refusal: SscError | None = None
) -> Response:
    return render(
        request,
        work,
        page.form,
        base=versions.base_of(work, page.table),
        here=versions.PLACES[page.table].here,
        **page.choices(work),
        **steps.shown_again(given, refusal),
    )
