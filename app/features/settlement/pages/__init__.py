"""The pages of settlement: runs, one run, own figures to confirm, the explanation of any amount; a policy in words."""

from fastapi import APIRouter

from app.features.settlement.pages import (
    agreed,
    balances,
    confirming,
    explaining,
    leaving,
    runs,
    thresholds,
    what_if,
    year,
)
from app.features.settlement.pages.baselines import routers as baselines
from app.features.settlement.pages.changing import (
    cascades,
    costs,
    figures,
    kinds,
    participations,
    policies,
    pools,
    tariffs,
    year_figures,
)

routers: tuple[APIRouter, ...] = (
    runs.router,
    year.router,
    thresholds.router,
    balances.router,
    leaving.router,  # its address before the id of a scenario
    what_if.router,
    confirming.router,
    explaining.router,
    policies.router,  # its “nieuw” before the id of a policy
    agreed.router,
    figures.router,
    year_figures.router,
    kinds.router,
    tariffs.router,
    participations.router,
    costs.router,
    pools.router,
    cascades.router,  # its “nieuw” before the id of a cascade
    *baselines,
)
