"""What is wrong with a norm as it is written, field by field and in Dutch (domain §8)."""

from collections.abc import Iterator
from typing import Final

from app.features.sla.core.projecting import LAW_UNITS
from app.features.sla.core.rows import NormRow
from app.features.sla.core.targets import Unit
from app.features.sla.core.words import METRIC_LABELS, Metric
from app.kernel.errors import Finding

LONGEST: Final = {
    Unit.WORKING_MINUTES: 6_000_000, Unit.WORKING_HOURS: 100_000, Unit.WORKING_DAYS: 12_500,
    Unit.CALENDAR_DAYS: 18_250, Unit.WEEKS: 2_600, Unit.MONTHS: 600,
}  # fmt: skip
"""About fifty years, which every day of the calendar can be reckoned from."""


def norm_findings(row: NormRow) -> list[Finding]:
    """Everything that is missing or cannot be.

    >>> from datetime import date
    >>> from app.features.partnership.core.rows import Term
    >>> [one.field for one in norm_findings(NormRow("SZ", Metric.INTAKE, Term(date(2026, 1, 1))))]
    ['hoeveelheid', 'eenheid']
    """
    return [*_amount(row), *_law(row), *_percentages(row), *_term(row)]


def _amount(row: NormRow) -> Iterator[Finding]:
    name = METRIC_LABELS[row.metric]
    if row.metric is Metric.DELIVERY:
        if row.amount is not None or row.unit is not None:
            what = "is tegen de afgesproken dag. Laat hoeveelheid en eenheid leeg."
            yield Finding("hoeveelheid", f"{name} {what}")
    elif row.amount is None or row.amount < 1:
        yield Finding("hoeveelheid", f"{name} heeft een hoeveelheid van ten minste 1.")
    elif row.unit is not None and row.amount > LONGEST[row.unit]:
        most = f"{LONGEST[row.unit]} {row.unit.value}"
        yield Finding("hoeveelheid", f"{name} duurt hooguit vijftig jaar: {most}. Kies een kortere norm.")
    if row.metric is Metric.COUNT:
        if row.period_months not in (1, 3, 12):
            yield Finding(
                "periodeMaanden", "Een aantal geldt per maand, kwartaal of jaar: 1, 3 of 12 maanden."
            )
        if row.unit is not None:
            yield Finding("eenheid", f"{name} heeft geen eenheid. Laat die leeg.")
    elif row.period_months is not None:
        yield Finding("periodeMaanden", f"{name} geldt niet per periode. Laat de maanden leeg.")
    elif row.unit is None and row.metric is not Metric.DELIVERY:
        yield Finding(
            "eenheid", f"{name} heeft een eenheid: werkuren, werkdagen, kalenderdagen, weken of maanden."
        )


def _law(row: NormRow) -> Iterator[Finding]:
    if row.metric is Metric.STATUTORY:
        if not row.law:
            yield Finding("wet", "Noem de wet en het artikel van de wettelijke termijn.")
        if row.unit is not None and row.unit not in LAW_UNITS:
            yield Finding("eenheid", "Een wettelijke termijn is in kalenderdagen, weken of maanden.")
    elif row.law:
        yield Finding("wet", "Alleen een wettelijke termijn noemt een wet. Laat dit leeg.")
    if row.is_extended and row.unit not in LAW_UNITS:
        message = "De Algemene termijnenwet verlengt alleen kalenderdagen, weken en maanden."
        yield Finding("verlengd", message)


def _percentages(row: NormRow) -> Iterator[Finding]:
    percents = row.warn_percents
    if len(percents) > 5 or len(set(percents)) < len(percents) or any(not 0 < one < 100 for one in percents):
        yield Finding("waarschuwingen", "Geef hooguit vijf verschillende percentages van 1 tot en met 99.")
    for field, points in (
        ("streefpercentage", row.objective_basis_points),
        ("kortingspercentage", row.credit_basis_points),
    ):
        if points is not None and not 0 < points <= 10_000:
            yield Finding(field, "Een percentage ligt boven 0 en is hooguit 100.")


def _term(row: NormRow) -> Iterator[Finding]:
    if row.term.last_on is not None and row.term.last_on < row.term.first_on:
        yield Finding("geldigTot", "De laatste dag ligt voor de eerste. Controleer de datums.")
