"""Imports every room's jobs, so that the worker knows all tasks."""
