"""Sla on the wire."""

from fastapi import APIRouter

from app.features.sla.routes import calculating, rules

routers: tuple[APIRouter, ...] = (calculating.router, rules.router)
