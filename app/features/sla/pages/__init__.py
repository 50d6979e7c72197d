"""The pages of sla."""

from fastapi import APIRouter

from app.features.sla.pages import calculating

routers: tuple[APIRouter, ...] = (calculating.router,)
