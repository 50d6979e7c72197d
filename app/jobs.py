"""Imports every room's jobs, so that the worker knows all tasks."""

from app.features.invoices import jobs as invoices
from app.features.settlement import jobs as settlement

__all__ = ["invoices", "settlement"]
