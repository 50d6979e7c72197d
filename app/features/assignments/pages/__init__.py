"""The pages of assignments: the list, one assignment, writing a request, and notices."""

from fastapi import APIRouter

from app.features.assignments.pages import listing, notices, one, writing

routers: tuple[APIRouter, ...] = (listing.router, writing.router, one.router, notices.router)
"""`writing` before `one`: `nieuw` is no number of an assignment."""
