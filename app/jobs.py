"""Imports every room's jobs, so that the worker knows all tasks."""

from app.features.invoices import jobs as invoices

__all__ = ["invoices"]
