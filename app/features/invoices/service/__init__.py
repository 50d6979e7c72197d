"""Use cases of invoices: make a run final, draw its papers, list, read and download."""

from app.features.invoices.service.explaining import draw_explanation
from app.features.invoices.service.finalising import make_final, take_step
from app.features.invoices.service.papers import draw_invoice, draw_report
from app.features.invoices.service.reading import (
    all_pdfs,
    get_invoice,
    get_run_documents,
    list_invoices,
    list_parties,
    open_pdf,
    open_report,
)
from app.features.invoices.service.verifying import deviations

__all__ = [
    "all_pdfs",
    "deviations",
    "draw_explanation",
    "draw_invoice",
    "draw_report",
    "get_invoice",
    "get_run_documents",
    "list_invoices",
    "list_parties",
    "make_final",
    "open_pdf",
    "open_report",
    "take_step",
]
