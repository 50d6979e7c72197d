"""“Meerjarenpad”: all baselines, one with its path, why an amount is what it is, a version, what is told of a year."""

from fastapi import APIRouter

from app.features.settlement.pages.baselines import reading, setting, telling

routers: tuple[APIRouter, ...] = (setting.router, telling.router, reading.router)
"""The forms before the code of a baseline."""
