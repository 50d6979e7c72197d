"""The pages of assignments: the list, one assignment, writing a request, notices, and deadlines as a calendar."""

from fastapi import APIRouter

from app.features.assignments.pages import agenda, correcting, listing, notices, one, periods, writing

routers: tuple[APIRouter, ...] = (
    listing.router,
    writing.router,
    one.router,
    correcting.router,
    periods.router,
    notices.router,
    agenda.router,
)
"""`writing` before `one`: `nieuw` is no number of an assignment."""
