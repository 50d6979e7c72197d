"""The pages of assignments: the list, one assignment, and writing a request."""

from fastapi import APIRouter

from app.features.assignments.pages import listing, one, writing

routers: tuple[APIRouter, ...] = (listing.router, writing.router, one.router)
"""`writing` before `one`: `nieuw` is no number of an assignment."""
