"""Settlement on the wire: the runs, and the changes of agreements that they read."""

from fastapi import APIRouter

from app.features.settlement.routes import (
    balances,
    baselines,
    changing,
    costs,
    explaining,
    kinds,
    late,
    leaving,
    policies,
    pools,
    prices,
    runs,
    scenarios,
    thresholds,
)

routers: tuple[APIRouter, ...] = (
    runs.router,
    explaining.router,
    scenarios.router,
    leaving.router,
    thresholds.router,
    balances.router,
    late.router,
    changing.router,
    policies.router,
    costs.router,
    kinds.router,
    baselines.router,
    pools.router,
    prices.router,
)
