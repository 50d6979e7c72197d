"""A policy in plain words, as annex of the agreement: what is read is what is run."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.settlement.service.words import read_policy_words
from app.infra.http import PageRoute, PageWork
from app.infra.web import render

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/{code}/verdeelafspraken/{policy_id}")
def policy_page(work: PageWork, request: Request, policy_id: UUID) -> Response:
    """The sentences of one policy."""
    return render(
        request,
        work,
        "settlement/verdeelafspraak.html",
        found=read_policy_words(work, policy_id),
        here="partners",
    )
