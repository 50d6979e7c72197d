"""Settlement on the wire: the runs."""

from fastapi import APIRouter

from app.features.settlement.routes import runs

routers: tuple[APIRouter, ...] = (runs.router,)
