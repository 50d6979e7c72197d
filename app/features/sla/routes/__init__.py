"""Sla on the wire."""

from fastapi import APIRouter

from app.features.sla.routes import calculating

routers: tuple[APIRouter, ...] = (calculating.router,)
