"""Puts the shared pages, error pages and static files into the application; called once by `main`."""

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from app.infra.web import errors, pages
from app.infra.web.static import PREFIX, KeptFiles


def install(site: FastAPI, api: FastAPI) -> None:
    """Everything of this package; call it after the rooms' routers, for `/{code}` fits any word."""
    site.state.api = api
    site.mount(PREFIX, GZipMiddleware(KeptFiles(), minimum_size=1024))
    site.include_router(pages.router)
    site.include_router(pages.start)
    errors.install(site)
