"""Settlement on the wire: the runs, and the changes of agreements that they read."""

from fastapi import APIRouter

from app.features.settlement.routes import changing, costs, leaving, policies, runs, scenarios

routers: tuple[APIRouter, ...] = (
    runs.router,
    scenarios.router,
    leaving.router,
    changing.router,
    policies.router,
    costs.router,
    baselines.router,
)
