"""The results of norms as sheets: what the page shows, in numbers that can be reckoned with."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.features.reporting.core.credits import Credit, Part
from app.features.reporting.core.results import Result, Results
from app.features.sla.core.words import METRIC_LABELS
from app.kernel.glossary import HOLDERS, STATE_LABELS

FILE_NAME = "termijnen-{}.xlsx"
Cell = str | int | Decimal | None
_RESULTS = (
    "Code", "Naam", "Norm", "Eenheid", "Aantal", "Binnen de norm", "Binnen de norm (%)", "Mediaan",
    "90e percentiel", "Streefpercentage", "Gehaald", "Korting (%)", "Korting over (euro)", "Korting (euro)",
    "Hoe de korting is berekend",
)  # fmt: skip
_UNITS = {True: "uren", False: "dagen"}


def result_sheets(found: Results) -> Mapping[str, Sequence[Sequence[Cell]]]:
    """Four sheets: results, agreed numbers, credits per municipality, time per state.

    Times in hours of working time or in days.
    """
    return {
        "Resultaten": [_RESULTS, *(_line(one) for one in found.results)],
        "Aantallen": [
            ("Code", "Naam", "Afgesproken", "Opgeleverd"),
            *((one.code, one.name, _decimal(one.agreed.numerator, one.agreed.denominator), one.delivered)
              for one in found.counted),
        ],
        "Kortingen": [
            ("Code", "Norm", "Gemeente", "In rekening gebracht (euro)", "Korting (euro)"),
            *((one.code, METRIC_LABELS[one.metric], *_part(part))
              for one in found.results if one.money is not None for part in one.money.parts or ()),
        ],
        "Tijd per stand": [
            ("Stand", "Ligt bij", "Opdrachten", "Dagen"),
            *((STATE_LABELS[one.state], HOLDERS[one.holder], one.count, _decimal(one.seconds, 86_400))
              for one in found.times),
        ],
    }  # fmt: skip


def _line(one: Result) -> Sequence[Cell]:
    is_time = one.unit.is_working_time
    parts = 3600 if is_time else 1
    reached = {True: "ja", False: "nee", None: None}[one.is_reached]
    return (
        one.code, one.name, METRIC_LABELS[one.metric], f"{one.unit.value} (in {_UNITS[is_time]})", one.count,
        one.within, _decimal(one.within * 100, one.count), _decimal(one.median, parts), _decimal(one.p90, parts),
        None if one.objective is None else _decimal(one.objective, 100), reached,
        None if one.credit_due is None else _decimal(one.credit_due, 100),
        *_credit(one.money),
    )  # fmt: skip


def _credit(money: Credit | None) -> Sequence[Cell]:
    if money is None:
        return None, None, None
    return _euros(money.base_cents), _euros(money.amount_cents), money.why


def _part(part: Part) -> Sequence[Cell]:
    return part.organisation, _euros(part.base_cents), _euros(part.credit_cents)


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents).scaleb(-2)


def _decimal(numerator: int, denominator: int) -> Decimal:
    return (Decimal(numerator) / Decimal(denominator)).quantize(Decimal("0.01"))
