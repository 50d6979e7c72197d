"""The use cases of reports, as pages, routes and the wiring call them."""

from app.features.reporting.service.backlog import backlog, count_open
from app.features.reporting.service.results import results

__all__ = ["backlog", "count_open", "results"]
