"""The pages of sla: calendars, norms, and reckoning a period."""

from fastapi import APIRouter

from app.features.sla.pages import calculating, calendars, norms

routers: tuple[APIRouter, ...] = (calculating.router, norms.router, calendars.router)
