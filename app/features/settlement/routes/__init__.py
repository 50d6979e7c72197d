"""Settlement on the wire: the runs, and the changes of agreements that they read."""

from fastapi import APIRouter

from app.features.settlement.routes import changing, policies, runs

routers: tuple[APIRouter, ...] = (runs.router, changing.router, policies.router)
