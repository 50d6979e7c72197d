"""The pages of reports: the backlog and the results of norms."""

from fastapi import APIRouter

from app.features.reporting.pages import backlog, results

routers: tuple[APIRouter, ...] = (backlog.router, results.router)
