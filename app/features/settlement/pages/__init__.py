"""The pages of settlement: the runs, one run, the explanation of any amount of it; a policy in words."""

from fastapi import APIRouter

from app.features.settlement.pages import agreed, explaining, runs
from app.features.settlement.pages.changing import figures

routers: tuple[APIRouter, ...] = (runs.router, explaining.router, agreed.router, figures.router)
