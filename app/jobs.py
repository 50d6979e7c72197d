"""Imports every room's jobs, so that the worker knows all tasks."""

from app.features.assignments import jobs as assignments
from app.features.invoices import jobs as invoices
from app.features.settlement import jobs as settlement
from app.features.sla import jobs as sla

__all__ = ["assignments", "invoices", "settlement", "sla"]
