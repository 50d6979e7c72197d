"""A policy in plain words, as annex of the agreement: what is read is what is run. Its end, and what follows it."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.settlement.pages.changing import policies, steps, versions
from app.features.settlement.service.words import read_policy_words
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel.errors import SscError

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/{code}/verdeelafspraken/{policy_id}")
def policy_page(work: PageWork, request: Request, policy_id: UUID) -> Response:
    """The sentences of one policy."""
    return _page(work, request, policy_id)


@router.post("/{code}/verdeelafspraken/{policy_id}")
def change(work: PageWork, request: Request, policy_id: UUID, form: PageForm) -> Response:
    """End or withdraw a policy."""

    def draw(given: steps.Given, refusal: SscError | None) -> Response:
        return _page(work, request, policy_id, given, refusal)

    return versions.change(work, request, form, "policies", policy_id, draw)


def _page(
    work: UnitOfWork,
    request: Request,
    policy_id: UUID,
    given: steps.Given | None = None,
    refusal: SscError | None = None,
) -> Response:
    return render(
        request,
        work,
        "settlement/verdeelafspraak.html",
        found=read_policy_words(work, policy_id),
        here="partners",
        **policies.policy_context(work, policy_id, given, refusal),
    )
